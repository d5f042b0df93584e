"""Do one thing with many pieces of feedback at once: a page of them here and now, thousands in parts in the background."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from wellheard.customers.commands import CustomerError
from wellheard.decide.commands import IdeaError, LinkError, link_feedback
from wellheard.decide.models import Idea
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.facts.actors import Actor, acting
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.text.clean import clean_line
from wellheard.listen.commands import FeedbackError
from wellheard.listen.models import AsideReason, TriageBatch
from wellheard.understand.commands import FilingError
from wellheard.web.feedback.commands.filing import Filing, file_and_link
from wellheard.web.feedback.commands.steps import UndoError, step, take_back
from wellheard.web.feedback.commands.triage import assign, set_aside
from wellheard.web.feedback.triage_queries import waiting
from wellheard.workspace.models import Area, Category, Staff

BEGUN = names.declare("triage.batch_begun", "One thing is to be done with many pieces of feedback, in parts.")
UNDONE = names.declare("triage.batch_undone", "What was done with many pieces of feedback is to be taken back.")

# So many are done while somebody waits for the page; more go on in the background.
AT_ONCE = 200
PART = 100
_REFUSALS = (FeedbackError, FilingError, IdeaError, LinkError, CustomerError)


class BatchError(ValueError):
    """One thing cannot be done with these; the text says what to do next."""


@dataclass(frozen=True)
class Order:
    """What is done with each: `file`, `link`, `assign` or `aside`, and with what."""

    do: str
    area_id: int | None = None
    category_id: int | None = None
    idea_id: int | None = None
    assignee_id: int | None = None
    reason: str = ""


@transaction.atomic
def do_with_these(*, order: Order, note: str, feedback_ids: Iterable[int], by: Staff) -> TriageBatch:
    """Do one thing with the feedback of a page, at most 200; what somebody else changed meanwhile is left and counted."""
    ids = sorted(set(feedback_ids))
    if len(ids) > AT_ONCE:
        raise BatchError(_("Choose at most 200 of them, or everything that fits."))
    batch = _begin(order, note, {}, len(ids), by)
    batch.refused_count = sum(not _done(order, batch, pk, by) for pk in ids)
    batch.done_count, batch.finished_at = len(ids) - batch.refused_count, clock.now()
    batch.save(update_fields=["refused_count", "done_count", "finished_at"])
    return batch


@transaction.atomic
def do_with_all(*, order: Order, note: str, narrowed: Mapping[str, str], by: Staff) -> TriageBatch:
    """Do one thing with everything that waits and fits a filter now, in parts in the background; what arrives later waits."""
    batch = _begin(order, note, dict(narrowed), waiting(narrowed, by=by).count(), by)
    ledger.record(BEGUN, batch, total=batch.total)
    return batch


def go_on_with(*, batch_id: int) -> None:
    """Do the parts of a batch that are left. A worker that is killed loses one part at most; a repeat does nothing twice."""
    while _do_part(batch_id):
        pass


@transaction.atomic
def take_back_all(*, batch_id: int, by: Staff) -> TriageBatch:
    """Take back what was done with many. What somebody changed since stays as it is. Raises UndoError."""
    batch = TriageBatch.objects.select_for_update(no_key=True).filter(pk=batch_id, made_by=by).first()
    if batch is None:
        raise UndoError(_("There is nothing to take back."))
    if batch.undone_at is None:
        # Parts that have not begun will not begin any more.
        batch.undone_at = clock.now()
        batch.save(update_fields=["undone_at"])
        ledger.record(UNDONE, batch, total=batch.total)
    if batch.total <= AT_ONCE:
        undo_parts(batch_id=batch_id)
    return batch


def undo_parts(*, batch_id: int) -> None:
    """Take back the steps of a batch that are left, newest first; safe to repeat."""
    batch = TriageBatch.objects.select_related("made_by").get(pk=batch_id)
    steps = batch.steps.filter(undone_at=None).order_by("-pk").values_list("pk", flat=True)
    with acting(Actor(Fact.Actor.STAFF, batch.made_by.pk)):
        for pk in list(steps):
            try:
                take_back(step_id=pk, by=batch.made_by)
            except (UndoError, *_REFUSALS):
                continue


def _begin(order: Order, note: str, narrowed: dict[str, str], total: int, by: Staff) -> TriageBatch:
    _require_sense(order)
    return TriageBatch.objects.create(
        made_by=by,
        made_at=clock.now(),
        order=asdict(order),
        narrowed=narrowed,
        note=clean_line(note)[:500],
        total=total,
    )


def _require_sense(order: Order) -> None:
    asked = {
        "file": Category.objects.filter(pk=order.category_id or 0).exists()
        or (order.category_id is None and Area.objects.filter(pk=order.area_id or 0).exists()),
        "link": Idea.objects.filter(pk=order.idea_id or 0).exists(),
        "assign": order.assignee_id is None or Staff.objects.at_work().filter(pk=order.assignee_id or 0).exists(),
        "aside": order.reason in AsideReason.values,
    }
    if not asked.get(order.do):
        raise BatchError(_("Choose what is done with them: an area and a category, an idea, a colleague or a reason."))


@transaction.atomic
def _do_part(batch_id: int) -> bool:
    """Do the next hundred and remember how far it came, in one transaction; False when nothing is left."""
    batch = TriageBatch.objects.select_for_update(of=("self",), no_key=True).select_related("made_by").get(pk=batch_id)
    if batch.finished_at or batch.undone_at:
        return False
    order, by = Order(**batch.order), batch.made_by
    after = int(batch.narrowed.get("done_up_to", 0))
    fitting = waiting(batch.narrowed, by=by).filter(recorded_at__lte=batch.made_at, pk__gt=after)
    ids = list(fitting.order_by("pk").values_list("pk", flat=True)[:PART])
    with acting(Actor(Fact.Actor.STAFF, by.pk)):
        refused = sum(not _done(order, batch, pk, by) for pk in ids)
    batch.narrowed["done_up_to"] = ids[-1] if ids else after
    batch.finished_at = None if len(ids) == PART else clock.now()
    batch.done_count, batch.refused_count = F("done_count") + len(ids) - refused, F("refused_count") + refused
    batch.save(update_fields=["narrowed", "finished_at", "done_count", "refused_count"])
    return len(ids) == PART


def _done(order: Order, batch: TriageBatch, feedback_id: int, by: Staff) -> bool:
    """Do it with one; False when somebody else was there first."""
    try:
        with transaction.atomic():
            _do(order, batch, feedback_id, by)
    except _REFUSALS:
        return False
    return True


def _do(order: Order, batch: TriageBatch, pk: int, by: Staff) -> None:
    if order.do == "file":
        filing = Filing(area_id=order.area_id, category_id=order.category_id)
        file_and_link(feedback_id=pk, filing=filing, seen="", by=by, batch=batch)
    elif order.do == "link":
        with step(kind="link", feedback_ids=[pk], by=by, batch=batch):
            link_feedback(feedback_id=pk, idea_id=order.idea_id or 0, by=by)
    elif order.do == "assign":
        to = Staff.objects.filter(pk=order.assignee_id or 0).first()
        assign(feedback_id=pk, to=to, note=batch.note, by=by, batch=batch)
    else:
        set_aside(feedback_id=pk, reason=order.reason, note=batch.note, by=by, batch=batch)
