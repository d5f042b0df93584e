"""What is owed when something happens: that we have heard, what was decided, that it is live."""

from typing import cast

from django.db.models import Q

from wellheard.answer import changelog, commands, joining, replies, win_backs
from wellheard.answer.commands import News
from wellheard.answer.commands.wordings import Reach, redraft
from wellheard.answer.models import Answer
from wellheard.answer.queries import STANDS, asker_ids
from wellheard.customers.commands import refresh_segments_of_contact
from wellheard.decide import merging
from wellheard.decide.models import Comment, Decision, Idea
from wellheard.decide.queries import standing_for
from wellheard.deliver.models import Release
from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.models import Feedback
from wellheard.workspace.commands import Subject, drop_tasks_about

# Ways in where nobody else has answered yet, and writing back is expected.
WRITES_BACK = (Feedback.Source.PORTAL, Feedback.Source.WIDGET, Feedback.Source.API)

# So many answers are owed in one transaction.
PART = 100

_OCCASIONS = {
    Decision.Outcome.YES: Answer.Occasion.DECIDED,
    Decision.Outcome.NOT_NOW: Answer.Occasion.NOT_NOW,
    Decision.Outcome.ALREADY_POSSIBLE: Answer.Occasion.ALREADY_POSSIBLE,
}
# While an idea is here there is something to tell of it.
_TOLD = frozenset(status for statuses in STANDS.values() for status in statuses)


merging.register("answers", move=joining.move, restore=joining.restore)


@reacts_to("feedback.recorded", "feedback.placed")
def acknowledge_feedback(fact: Fact) -> None:
    """Tell them that we have heard them, as soon as we know who they are."""
    feedback = Feedback.objects.select_related("contact", "logged_by").get(pk=fact.subject_id)
    is_expected = feedback.source in WRITES_BACK and fact.details.get("acknowledge") != "none"
    if is_expected or feedback.logged_by_id:
        commands.acknowledge(feedback=feedback)


@reacts_to("idea.decided")
def owe_decision(fact: Fact) -> None:
    """Owe everyone who asked what was decided, with the reason; a decision that was overtaken is not told."""
    decision = Decision.objects.select_related("idea").get(pk=fact.details["decision"])
    if decision.idea.decisions.order_by("-decided_at", "-pk").values_list("pk", flat=True).first() == decision.pk:
        _owe(decision.idea, decision=decision)


@reacts_to("idea.reason_translated", "idea.reason_translation_removed")
def take_up_reason(fact: Fact) -> None:
    """Write drafts that nobody edited anew, now that customers read the reason in another language."""
    _redraft(Q(decision=fact.details["decision"]))


@reacts_to("release.translated", "release.translation_removed")
def take_up_notes(fact: Fact) -> None:
    """Write drafts that nobody edited anew, now that customers read the notes in another language."""
    _redraft(Q(release=fact.subject_id))


@reacts_to("idea.shipped")
def owe_release(fact: Fact) -> None:
    """Owe everyone who asked that it is live."""
    idea = Idea.objects.get(pk=fact.subject_id)
    if idea.status == Idea.Status.SHIPPED:
        _owe(idea)


@reacts_to("idea.shipped")
def win_back(fact: Fact) -> None:
    """Ask those who looked after companies that left for it to tell them, where nobody else can be told."""
    idea = Idea.objects.get(pk=fact.subject_id)
    if idea.status == Idea.Status.SHIPPED:
        win_backs.ask_former_owners(idea=idea)


@reacts_to("company.returned", "departure.taken_back")
def drop_win_back(fact: Fact) -> None:
    """Drop the task to win a company back that is back already."""
    drop_tasks_about(kind=win_backs.WIN_BACK, about=Subject("departure", fact.subject_id))


@reacts_to("idea.shipped", "idea.decided", "idea.status_changed", "idea.joined", "idea.parted")
def bring_conversations_back(fact: Fact) -> None:
    """Bring back the conversations that wait for an idea, or let them wait again; after a merge, of both ideas."""
    for idea_id in {fact.subject_id, fact.details.get("source", fact.subject_id)}:
        commands.settle_waits(idea_id=int(str(idea_id)))


@reacts_to("conversation.waits_for_product")
def bring_back_at_once(fact: Fact) -> None:
    """Bring back a conversation that begins to wait for an idea of which there is something final to tell already."""
    if fact.details["of"] == "idea":
        commands.settle_waits(idea_id=int(str(fact.details["of_id"])))


@reacts_to("conversation.has_news")
def dismiss_known_news(fact: Fact) -> None:
    """Leave a conversation alone whose asker was told the same by mail meanwhile."""
    commands.dismiss_what_they_know(conversation_id=fact.subject_id)


@reacts_to("message.sent")
def note_told_in_conversation(fact: Fact) -> None:
    """Note that a reply told its reader what they were owed."""
    commands.note_told_there(conversation_id=fact.subject_id, message_id=int(str(fact.details["message"])))


@reacts_to("answer.sent", "answer.told")
def dismiss_in_conversations(fact: Fact) -> None:
    """Leave the conversations alone in which somebody would have been told what they have just heard."""
    answer = Answer.objects.select_related("idea").filter(pk=fact.subject_id).first()
    if answer is not None:
        commands.dismiss_after(answer=answer)


@reacts_to("feedback.linked")
def owe_late_asker(fact: Fact) -> None:
    """Owe whoever is found to ask for something already decided what the others were told."""
    idea = Idea.objects.filter(pk=fact.details["idea"]).first()
    if idea and fact.contact_id:
        _owe(idea, contact_ids=[fact.contact_id])


@reacts_to("feedback.placed")
def owe_found_asker(fact: Fact) -> None:
    """Owe whoever turns out to have said something what became of it."""
    if fact.contact_id:
        for idea in Idea.objects.filter(items__feedback_id=fact.subject_id):
            _owe(idea, contact_ids=[fact.contact_id])


@reacts_to("idea.joined", "idea.parted")
def owe_after_merge(fact: Fact) -> None:
    """After a merge owe those who came what the others were told; after its undoing drop what those who left do not ask."""
    for idea in Idea.objects.filter(pk__in=[fact.subject_id, fact.details["source"]], merged_into=None).order_by("pk"):
        commands.drop_unasked(idea=idea)
        _owe(idea)


@reacts_to("contact.unmerged")
def owe_parted_asker(fact: Fact) -> None:
    """Owe whoever turned out to be another person after all what only the other one was told meanwhile."""
    for idea in Idea.objects.filter(
        Q(votes__contact=fact.subject_id) | Q(items__feedback__contact=fact.subject_id)
    ).distinct():
        _owe(idea, contact_ids=[fact.subject_id])


@reacts_to("feedback.unlinked", "evidence.withdrawn", "idea.vote_withdrawn", "idea.unfollowed")
def drop_what_nobody_asks(fact: Fact) -> None:
    """Do not tell anyone about an idea they no longer ask for, or were linked to by mistake."""
    idea_id = fact.details.get("idea") or fact.subject_id
    # An idea that was written by mistake may be gone.
    for idea in Idea.objects.filter(pk=standing_for(int(idea_id))):
        commands.drop_unasked(idea=idea)


@reacts_to("feedback.set_aside")
def thank_for_what_is_set_aside(fact: Fact) -> None:
    """Thank whoever said something we can do nothing about, as surely as whoever asked for what we build."""
    feedback = Feedback.objects.select_related("contact").filter(pk=fact.subject_id).first()
    if feedback and feedback.source in WRITES_BACK:
        commands.thank_for(feedback=feedback)


@reacts_to("feedback.restored")
def drop_thanks(fact: Fact) -> None:
    """Do not tell anybody that nothing is done about what is looked at again."""
    feedback = Feedback.objects.filter(pk=fact.subject_id, set_aside_at=None).first()
    if feedback:
        commands.drop_about(feedback=feedback, occasion=Answer.Occasion.NOT_NOW)


@reacts_to("idea.status_changed")
def drop_what_is_not_so(fact: Fact) -> None:
    """Do not tell anyone what stopped being true while it was held."""
    commands.drop_untrue(idea=Idea.objects.get(pk=fact.subject_id))


@reacts_to("answer.solved")
def follow_up(fact: Fact) -> None:
    """Thank whose problem it solved; look again where it did not."""
    commands.owe_thanks(answer_id=fact.subject_id)
    commands.reopen(answer_id=fact.subject_id)


@reacts_to("wording.changed")
def write_anew(fact: Fact) -> None:
    """Write the answers that nobody edited anew, a hundred at a time."""
    said = fact.details
    reach = Reach(str(said["occasion"]), str(said["language"]), str(said["source"]), cast("int | None", said["idea"]))
    _redraft(Q(pk__in=reach.redraftable()))


@reacts_to("mail.sent")
def note_answer_sent(fact: Fact) -> None:
    """The answer is out: its contact has heard back."""
    commands.note_sent(mail_id=fact.subject_id)


@reacts_to("mail.failed")
def note_answer_failed(fact: Fact) -> None:
    """The answer did not get out: its contact still waits."""
    commands.note_failed(mail=OutgoingMail.objects.get(pk=fact.subject_id))


@reacts_to("mail.bounced")
def note_answer_bounced(fact: Fact) -> None:
    """The answer came back: its contact still waits."""
    mail = OutgoingMail.objects.get(pk=fact.subject_id)
    sent = Answer.objects.filter(mail=mail, state=Answer.State.SENT).order_by("pk").first()
    if sent and mail.state == OutgoingMail.State.BOUNCED:
        commands.note_bounced(answer_id=sent.pk, reply=mail.error)


@reacts_to("comment.replied")
def tell_reply(fact: Fact) -> None:
    """Tell whoever waits for it what the team wrote below an idea, each once."""
    comment = Comment.objects.standing().filter(pk=fact.subject_id).select_related("idea", "reply_to").first()
    if comment is not None:
        replies.tell(comment)


@reacts_to("release.published")
def tell_subscribers(fact: Fact) -> None:
    """Send a release to whoever subscribed to the changelog, each once."""
    release = Release.objects.published().filter(pk=fact.subject_id).first()
    if release is not None:
        changelog.tell(release)


def _owe(idea: Idea, *, decision: Decision | None = None, contact_ids: list[int] | None = None) -> None:
    """Owe what the idea's status says now; of one that was merged meanwhile, what the other's says."""
    if idea.merged_into_id:
        idea, decision = Idea.objects.get(pk=standing_for(idea.pk)), None
    if idea.status not in _TOLD:
        return
    decision = decision or idea.decisions.order_by("-decided_at", "-pk").first()
    if idea.status == Idea.Status.SHIPPED:
        release = Release.objects.published().filter(ideas=idea).newest_first().first()
        _owe_in_parts(News(idea, Answer.Occasion.SHIPPED, release=release), contact_ids)
    elif decision and idea.status in STANDS[occasion := _OCCASIONS[Decision.Outcome(decision.outcome)]]:
        _owe_in_parts(News(idea, occasion, decision=decision), contact_ids)


def _owe_in_parts(news: News, contact_ids: list[int] | None) -> None:
    """Owe a hundred at a time: a worker killed in between has not done its work in vain, and no lock is held for long."""
    everyone = contact_ids if contact_ids is not None else asker_ids(news.idea)
    for begin in range(0, len(everyone), PART):
        commands.owe_answers(news=news, contact_ids=everyone[begin : begin + PART])


def _redraft(which: Q) -> None:
    """Write answers anew, a hundred at a time; those that left or were edited stay as they are."""
    ids = list(Answer.objects.filter(which, state__in=commands.OPEN, edited_by=None).values_list("pk", flat=True))
    for begin in range(0, len(ids), PART):
        redraft(answer_ids=ids[begin : begin + PART])


@reacts_to("answer.owed", "answer.sent", "answer.told", "answer.solved", "answer.dropped")
def place_told_in_segments(fact: Fact) -> None:
    """Bring the segments that ask who was told what up to date for the companies of the contact."""
    if fact.contact_id:
        refresh_segments_of_contact(contact_id=fact.contact_id, asking=("told_about", "solved", "owed"))
