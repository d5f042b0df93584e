"""Let answers and conversations agree: what is told in one is not told again in the other."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from wellheard.answer.commands.writing import OPEN, AnswerError, keep_back, mark_told
from wellheard.answer.in_conversations import IDEA, NEWS, ideas_waited_for, news_of, ready, told_there, waits_about
from wellheard.answer.models import Answer
from wellheard.decide.models import Idea
from wellheard.decide.queries import family_of, standing_for
from wellheard.foundation.facts.models import Fact
from wellheard.listen.conversations.commands import (
    ConversationError,
    Reply,
    dismiss_news,
    end_product_waits,
    reply_to_conversation,
    withdraw_news,
    write_note,
)
from wellheard.listen.conversations.commands.locking import locked_conversations
from wellheard.listen.conversations.models import Conversation, Message, ProductWait
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Staff


def settle_waits(*, idea_id: int) -> None:
    """Bring back the conversations that wait for an idea once there is something final to tell; let them wait again when not.

    Each step is whole in itself and safe to repeat: conversations are held no longer than one of them takes.
    """
    idea = Idea.objects.filter(pk=standing_for(idea_id)).first()
    if idea is None:
        return
    news = NEWS.get(Idea.Status(idea.status))
    for pk in family_of([idea.pk]):
        ended = ProductWait.objects.filter(subject_type=IDEA, subject_id=pk).exclude(ended_at=None)
        if ended.exclude(conversation__news_at=None).exclude(outcome=news or "").exists():
            withdraw_news(subject_type=IDEA, subject_id=pk)
        if news:
            end_product_waits(subject_type=IDEA, subject_id=pk, outcome=news)


@transaction.atomic
def tell_in_conversation(
    *, conversation_id: int, words: str, news: str, seen_message_id: int | None, by: Staff
) -> Message | None:
    """Tell a customer what became of it, as a reply in their conversation; None when they were told meanwhile.

    Where the same person asked in other conversations too, those are not written to: a note there says where they were told.
    `news` is what the words tell (`news_of`). Raises ConversationError when there is something else to tell by now, and
    UnseenPartsError and ConversationError as a reply does; nothing is sent then.
    """
    conversation, others = _held_with_others(conversation_id)
    if conversation.news_at is None:
        return None
    if news_of(conversation) != news:
        raise ConversationError(
            _("There is something else to tell them by now; read the new words before you send them.")
        )
    key = f"told:{conversation.news_at.timestamp():.6f}"
    message = reply_to_conversation(
        conversation_id=conversation.pk, by=by, reply=Reply(words, key=key), seen_message_id=seen_message_id
    )
    for other in others:
        dismiss_news(conversation_id=other.pk)
        said = _("They were told in another conversation of theirs: %(subject)s") % {"subject": conversation}
        write_note(conversation_id=other.pk, by=by, words=said, key=key)
    return message


@transaction.atomic
def note_told_there(*, conversation_id: int, message_id: int) -> None:
    """Note that a reply that went out told its reader what they were owed as answers; no mail follows. Safe to repeat."""
    if not Fact.objects.filter(
        name="conversation.told", subject_type="conversation", subject_id=conversation_id, details__message=message_id
    ).exists():
        return
    message = Message.objects.select_related("staff").get(pk=message_id)
    for answer in _answers_of(Conversation.objects.get(pk=conversation_id)):
        _mark_told(answer, message.staff)


@transaction.atomic
def note_told_before(*, answer: Answer) -> bool:
    """Note that a contact was told this in a conversation before the answer was owed; tell whether that is so."""
    message = told_there(answer)
    if message is None:
        return False
    _mark_told(answer, message.staff)
    return True


@transaction.atomic
def dismiss_what_they_know(*, conversation_id: int) -> bool:
    """Leave a conversation alone whose asker was told the same by mail since it began to wait; a note says so."""
    conversation = Conversation.objects.filter(pk=conversation_id).exclude(news_at=None).first()
    if conversation is None:
        return False
    for wait in conversation.product_waits.filter(outcome=conversation.news_outcome).exclude(ended_at=None):
        heard = Answer.objects.told().filter(
            contact=conversation.requester,
            idea__in=ideas_waited_for(wait.subject_type, wait.subject_id),
            occasion=wait.outcome,
            told_at__gte=wait.began_at,
        )
        if answer := heard.order_by("pk").first():
            _dismiss(conversation, answer)
            return True
    return False


@transaction.atomic
def dismiss_after(*, answer: Answer) -> None:
    """Leave the conversations alone in which a contact would have been told what an answer has told them."""
    if answer.idea and answer.state in Answer.REACHED:
        theirs = ready(waits_about(answer.idea).filter(conversation__requester=answer.contact_id))
        for conversation in theirs.filter(news_outcome=answer.occasion).order_by("pk"):
            _dismiss(conversation, answer)


@transaction.atomic
def leave_to_conversation(*, answer_id: int) -> None:
    """Stop an answer from going out by itself: its contact asked in a conversation, and hears it there."""
    answer = Answer.objects.get(pk=answer_id)
    if answer.state == Answer.State.HELD:
        keep_back(answer_id=answer_id)


def _answers_of(conversation: Conversation) -> list[Answer]:
    found: list[Answer] = []
    for wait in conversation.product_waits.exclude(ended_at=None).exclude(outcome=""):
        ideas = ideas_waited_for(wait.subject_type, wait.subject_id)
        owed = Answer.objects.filter(contact=conversation.requester, idea__in=ideas, occasion=wait.outcome)
        found += owed.filter(state__in=OPEN).order_by("pk")
    return found


def _mark_told(answer: Answer, by: Staff | None) -> None:
    with translation.override(installation().language):
        how = _("in their conversation")
    try:
        mark_told(answer_id=answer.pk, how=how, by=by)
    except AnswerError:
        # Its mail is leaving at this moment: they hear it twice, or it fails and is looked at by a person.
        return


def _dismiss(conversation: Conversation, answer: Answer) -> None:
    dismiss_news(conversation_id=conversation.pk)
    with translation.override(installation().language):
        words = _("They heard it from us already: “%(subject)s”. There is nothing left to tell here.")
        words %= {"subject": answer.subject_line}
    write_note(
        conversation_id=conversation.pk,
        by=None,
        author_name=installation().vendor_name or "Wellheard",
        words=words,
        key=f"known:{answer.pk}",
    )


def _held_with_others(conversation_id: int) -> tuple[Conversation, list[Conversation]]:
    """Return a conversation, and the others in which the same person waits to be told the same, held together.

    A colleague may be telling them in another one at this moment.
    """
    there = Conversation.objects.filter(pk=conversation_id).first()
    others = _of_the_same_person(there) if there else []
    conversation, *held = locked_conversations(conversation_id, *(other.pk for other in others))
    waiting = [other for other in held if other.news_at and other.news_outcome == conversation.news_outcome]
    return conversation, [other for other in waiting if other.pk != conversation.pk]


def _of_the_same_person(conversation: Conversation) -> list[Conversation]:
    """Return the other conversations in which the same person waits to be told the same."""
    if conversation.requester_id is None:
        return []
    subjects = list(conversation.product_waits.filter(outcome=conversation.news_outcome).exclude(ended_at=None))
    others: dict[int, Conversation] = {}
    for wait in subjects:
        same = ProductWait.objects.filter(subject_type=wait.subject_type, subject_id=wait.subject_id)
        theirs = ready(same).filter(requester=conversation.requester, news_outcome=conversation.news_outcome)
        others |= {other.pk: other for other in theirs.exclude(pk=conversation.pk)}
    return list(others.values())
