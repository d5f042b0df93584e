"""What is owed when something happens: that we have heard, what was decided, that it is live."""

from wellheard.answer import commands
from wellheard.answer.models import Answer
from wellheard.decide.models import Decision, Idea
from wellheard.deliver.models import Release
from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.models import Feedback

# Ways in where nobody else has answered yet, and writing back is expected.
WRITES_BACK = (Feedback.Source.PORTAL, Feedback.Source.WIDGET, Feedback.Source.API)

_OCCASIONS = {
    Decision.Outcome.YES: Answer.Occasion.DECIDED,
    Decision.Outcome.NOT_NOW: Answer.Occasion.NOT_NOW,
    Decision.Outcome.ALREADY_POSSIBLE: Answer.Occasion.ALREADY_POSSIBLE,
}


@reacts_to("feedback.recorded")
def acknowledge_feedback(fact: Fact) -> None:
    """Tell them that we have heard them."""
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


@reacts_to("idea.shipped")
def owe_release(fact: Fact) -> None:
    """Owe everyone who asked that it is live."""
    idea = Idea.objects.get(pk=fact.subject_id)
    if idea.status == Idea.Status.SHIPPED:
        _owe(idea)


@reacts_to("feedback.linked")
def owe_late_asker(fact: Fact) -> None:
    """Owe whoever is found to ask for something already decided what the others were told."""
    idea = Idea.objects.get(pk=fact.details["idea"])
    if fact.contact_id:
        _owe(idea, contact_ids=[fact.contact_id])


@reacts_to("mail.sent")
def note_answer_sent(fact: Fact) -> None:
    """The answer is out: its contact has heard back."""
    commands.note_sent(mail=OutgoingMail.objects.get(pk=fact.subject_id))


@reacts_to("mail.failed")
def note_answer_failed(fact: Fact) -> None:
    """The answer did not get out: its contact still waits."""
    commands.note_failed(mail=OutgoingMail.objects.get(pk=fact.subject_id))


def _owe(idea: Idea, *, decision: Decision | None = None, contact_ids: list[int] | None = None) -> None:
    """Owe what the idea's status says now."""
    decision = decision or idea.decisions.order_by("-decided_at", "-pk").first()
    if idea.status == Idea.Status.SHIPPED:
        release = Release.objects.published().filter(ideas=idea).newest_first().first()
        commands.owe_answers(idea=idea, occasion=Answer.Occasion.SHIPPED, release=release, contact_ids=contact_ids)
    elif decision and idea.status in {Idea.Status.PLANNED, Idea.Status.NOT_NOW, Idea.Status.ALREADY_POSSIBLE}:
        occasion = _OCCASIONS[Decision.Outcome(decision.outcome)]
        commands.owe_answers(idea=idea, occasion=occasion, decision=decision, contact_ids=contact_ids)
