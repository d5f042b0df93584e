"""What staff decide about posts, one or many at once; each decision is a step that can be taken back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction

from wellheard.decide.commands import unlink_feedback
from wellheard.decide.models import EvidenceItem
from wellheard.listen import commands as listen
from wellheard.listen.commands import FeedbackError
from wellheard.listen.models import AsideReason, TriageStep
from wellheard.web.feedback.commands.steps import step
from wellheard.web.portal.commands import let_in
from wellheard.workspace.models import Staff


@dataclass(frozen=True)
class Decided:
    """How many posts it was done with, why not with others, and the step to take back, where there is one."""

    count: int
    refused: tuple[str, ...]
    step: TriageStep | None = None


@transaction.atomic
def decide(*, feedback_ids: Iterable[int], verdict: str, by: Staff) -> Decided:
    """Publish posts, hide them, call them spam, or let them wait again. What cannot be done with one is said of that one."""
    act, ids, refused = _VERDICTS[verdict], sorted(set(feedback_ids)), []
    with step(kind=verdict, feedback_ids=ids, by=by) as taken:
        for feedback_id in ids:
            try:
                with transaction.atomic():
                    act(feedback_id, by)
            except FeedbackError as problem:
                refused.append(str(problem))
    return Decided(len(ids) - len(refused), tuple(dict.fromkeys(refused)), taken.row)


@transaction.atomic
def let_all_in(*, suspect_ids: Iterable[int]) -> Decided:
    """Keep what the rules held as feedback after all."""
    ids, refused = sorted(set(suspect_ids)), []
    for suspect_id in ids:
        try:
            let_in(suspect_id=suspect_id)
        except FeedbackError as problem:
            refused.append(str(problem))
    return Decided(len(ids) - len(refused), tuple(dict.fromkeys(refused)))


def _publish(feedback_id: int, by: Staff) -> None:  # noqa: ARG001 - one shape for all
    listen.bring_back_feedback(feedback_id=feedback_id)
    listen.publish_feedback(feedback_id=feedback_id)


def _hide(feedback_id: int, by: Staff) -> None:  # noqa: ARG001 - one shape for all
    listen.hide_feedback(feedback_id=feedback_id)


def _spam(feedback_id: int, by: Staff) -> None:
    """Spam is read by nobody else, waits nowhere, and is evidence for nothing."""
    listen.hide_feedback(feedback_id=feedback_id)
    listen.set_aside_feedback(feedback_id=feedback_id, reason=AsideReason.SPAM, by=by)
    for idea_id in EvidenceItem.objects.filter(feedback=feedback_id).values_list("idea_id", flat=True):
        unlink_feedback(feedback_id=feedback_id, idea_id=idea_id)


def _wait(feedback_id: int, by: Staff) -> None:  # noqa: ARG001 - one shape for all
    listen.bring_back_feedback(feedback_id=feedback_id)
    listen.unhide_feedback(feedback_id=feedback_id)


_VERDICTS: dict[str, Callable[[int, Staff], None]] = {
    "publish": _publish,
    "hide": _hide,
    "spam": _spam,
    "wait": _wait,
}
VERDICTS = tuple(_VERDICTS)
