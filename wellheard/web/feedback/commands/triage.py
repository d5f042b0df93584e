"""What triage does with one piece of feedback besides filing it; each a step that can be taken back."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.answer.commands import answer_how
from wellheard.answer.models import Answer
from wellheard.decide.commands import link_feedback, unlink_feedback
from wellheard.decide.models import EvidenceItem
from wellheard.listen.commands import (
    FeedbackError,
    Passage,
    assign_feedback,
    bring_back_feedback,
    locked_feedback,
    put_together,
    set_aside_feedback,
    set_quotable,
    split_feedback,
)
from wellheard.listen.models import Feedback, TriageBatch, TriageStep
from wellheard.understand.commands import file_feedback
from wellheard.web.feedback.commands.filing import Who, say_who
from wellheard.web.feedback.commands.steps import step
from wellheard.workspace.models import Staff

_THERE = Answer.Occasion.ALREADY_POSSIBLE


@transaction.atomic
def set_aside(
    *, feedback_id: int, reason: str, note: str, by: Staff, batch: TriageBatch | None = None
) -> TriageStep | None:
    """Note that there is nothing to do about it: it leaves the queue and counts nowhere; whoever said it is thanked."""
    with step(kind="aside", feedback_ids=[feedback_id], by=by, batch=batch) as taken:
        _require_waiting(feedback_id)
        set_aside_feedback(feedback_id=feedback_id, reason=reason, note=note, by=by)
        _take_from_ideas(feedback_id)
    return taken.row


@transaction.atomic
def bring_back(*, feedback_id: int, by: Staff) -> TriageStep | None:
    """Put what was set aside back into the queue."""
    with step(kind="back", feedback_ids=[feedback_id], by=by) as taken:
        bring_back_feedback(feedback_id=feedback_id)
    return taken.row


@transaction.atomic
def say_it_is_there(
    *, feedback_id: int, how: str, area_id: int | None, category_id: int | None, by: Staff
) -> TriageStep | None:
    """Owe whoever said it how they can do it already, and file it. The answer waits as long as every answer is held."""
    with step(kind="there", feedback_ids=[feedback_id], by=by) as taken:
        is_owed = Answer.objects.outstanding().filter(feedback=feedback_id, occasion=_THERE).exists()
        if not is_owed:
            _require_waiting(feedback_id)
            taken.answered.append(feedback_id)
        file_feedback(feedback_id=feedback_id, area_id=area_id, category_id=category_id, by=by)
        answer_how(feedback_id=feedback_id, how=how, by=by)
    return taken.row


@transaction.atomic
def split(*, feedback_id: int, passages: Sequence[Passage], by: Staff) -> tuple[list[Feedback], TriageStep | None]:
    """Split feedback into quotes; what it was evidence for is said again quote by quote."""
    with step(kind="split", feedback_ids=[feedback_id], by=by) as taken:
        is_split = locked_feedback(feedback_id).split_at is not None
        quotes = split_feedback(feedback_id=feedback_id, passages=passages)
        _take_from_ideas(feedback_id)
        taken.quotes = [] if is_split else [quote.pk for quote in quotes]
    return quotes, taken.row


@transaction.atomic
def assign(
    *, feedback_id: int, to: Staff | None, note: str, by: Staff, batch: TriageBatch | None = None
) -> TriageStep | None:
    """Ask a colleague to look at it."""
    with step(kind="assign", feedback_ids=[feedback_id], by=by, batch=batch) as taken:
        assign_feedback(feedback_id=feedback_id, to=to, note=note)
    return taken.row


@transaction.atomic
def count_once(*, feedback_id: int, same_as_id: int, by: Staff) -> TriageStep | None:
    """Put what the same person said twice together: the other stands for both, also as evidence."""
    with step(kind="together", feedback_ids=[feedback_id, same_as_id], by=by) as taken:
        put_together(feedback_id=feedback_id, same_as_id=same_as_id)
        for idea_id in _take_from_ideas(feedback_id):
            link_feedback(feedback_id=same_as_id, idea_id=idea_id, by=by)
    return taken.row


@transaction.atomic
def note_quotable(*, feedback_id: int, quotable: str, by: Staff) -> TriageStep | None:
    """Note whether others may read it."""
    with step(kind="quotable", feedback_ids=[feedback_id], by=by) as taken:
        set_quotable(feedback_id=feedback_id, quotable=quotable)
    return taken.row


@transaction.atomic
def note_who(*, feedback_id: int, who: Who, by: Staff) -> TriageStep | None:
    """Note who said it, now that we know."""
    with step(kind="who", feedback_ids=[feedback_id], by=by) as taken:
        say_who(feedback_id=feedback_id, who=who)
    return taken.row


def _require_waiting(feedback_id: int) -> None:
    """Refuse to overwrite what a colleague did with it since this person opened it."""
    feedback = locked_feedback(feedback_id)
    if feedback.filed_at:
        name = feedback.filed_by or _("Somebody")
        raise FeedbackError(_("%(name)s filed this while you had it open; take that back first.") % {"name": name})
    if feedback.split_at or feedback.same_as_id:
        raise FeedbackError(_("Somebody split this or put it together while you had it open; it waits no longer."))


def _take_from_ideas(feedback_id: int) -> list[int]:
    """Take feedback away from the ideas it was evidence for; return them."""
    ideas = list(
        EvidenceItem.objects.filter(feedback=feedback_id).order_by("idea_id").values_list("idea_id", flat=True)
    )
    for idea_id in ideas:
        unlink_feedback(feedback_id=feedback_id, idea_id=idea_id)
    return ideas
