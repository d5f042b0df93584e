"""Note what a tracker says of a piece of work, in whatever order its messages arrive."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from wellheard.deliver.work_items.commands.spots import add_item, locked
from wellheard.deliver.work_items.models import WorkItem
from wellheard.deliver.work_items.trackers import Spot
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line

CLOSED = names.declare("workitem.closed", "The tracker says that a piece of work is over, and with what outcome.")
REOPENED = names.declare("workitem.reopened", "The tracker says that a piece of work that was over goes on.")
BROKEN = names.declare("workitem.broken", "A piece of work is gone from where it was linked: deleted, moved or hidden.")
MENDED = names.declare("workitem.mended", "A piece of work that could not be found can be read again.")
DOUBLED = names.declare("workitem.duplicate_found", "A piece of work stands for another one that is its duplicate.")

State, Outcome = WorkItem.State, WorkItem.Outcome


@dataclass(frozen=True)
class Reading:
    """What a tracker says now. `outcome` is empty while the work is open."""

    url: str
    title: str
    state: WorkItem.State
    outcome: str
    changed_at: datetime
    is_private: bool


@transaction.atomic
def note_reading(*, item_id: int, reading: Reading) -> WorkItem:
    """Note how a piece of work stands; what is older than what we know, or says the same, changes nothing.

    A closed one whose outcome the tracker corrects is closed anew, with the right one.
    """
    item = locked(item_id)
    item.read_at = clock.now()
    item.save(update_fields=["read_at"])
    if item.changed_at and reading.changed_at < item.changed_at:
        return item
    _mend(item)
    before = item.state, item.outcome
    item.title, item.url = clean_line(reading.title)[:300], reading.url[:500]
    item.is_private, item.changed_at = reading.is_private, reading.changed_at
    item.state, item.outcome = reading.state, reading.outcome
    if item.outcome != Outcome.DUPLICATE:
        item.duplicate_of = None
    item.closed_at = (item.closed_at or reading.changed_at) if item.state == State.CLOSED else None
    item.save(
        update_fields=["title", "url", "is_private", "changed_at", "state", "outcome", "duplicate_of", "closed_at"]
    )
    _say_what_changed(item, before)
    return item


def _say_what_changed(item: WorkItem, before: tuple[str, str]) -> None:
    if (item.state, item.outcome) == before:
        return
    if item.state == State.CLOSED:
        ledger.record(CLOSED, item, outcome=item.outcome)
    elif before[0] == State.CLOSED:
        ledger.record(REOPENED, item, outcome=before[1])


@transaction.atomic
def say_outcome(*, item_id: int, outcome: str) -> WorkItem:
    """Say by hand what became of a piece of work that was closed without a reason. Once the tracker says, that holds."""
    item = locked(item_id)
    if (
        item.state == State.CLOSED
        and item.outcome == Outcome.UNKNOWN
        and outcome in (Outcome.SHIPPED, Outcome.DECLINED)
    ):
        item.outcome = outcome
        item.save(update_fields=["outcome"])
        ledger.record(CLOSED, item, outcome=outcome)
    return item


@transaction.atomic
def note_unchanged(*, item_id: int) -> None:
    """Note that the tracker says nothing new of a piece of work."""
    WorkItem.objects.filter(pk=item_id).update(read_at=clock.now())


@transaction.atomic
def rename_repository(*, tracker: str, site: str, old: str, new: str) -> None:
    """Let what is known of a repository's work follow its new name; what is known under both stays as it is."""
    ours = WorkItem.objects.filter(tracker=tracker, site=site)
    there = ours.filter(repository=new).values("number")
    ours.filter(repository=old).exclude(number__in=there).update(repository=new)


@transaction.atomic
def note_duplicate(*, item_id: int, of: Spot) -> WorkItem:
    """Note of which other piece of work this one is a duplicate: what waits for it waits for that one from now on."""
    item, other = locked(item_id), add_item(spot=of, by=None)
    if item.outcome == Outcome.DUPLICATE and item.duplicate_of_id != other.pk and not _leads_to(other, item):
        item.duplicate_of = other
        item.save(update_fields=["duplicate_of"])
        ledger.record(DOUBLED, item, of=other.pk)
    return item


@transaction.atomic
def break_item(*, item_id: int, reason: WorkItem.Broken, moved_to: str = "") -> WorkItem:
    """Note that a piece of work is not where it was linked; saying so again changes nothing."""
    item = locked(item_id)
    item.read_at = clock.now()
    item.save(update_fields=["read_at"])
    if (item.broken_reason, item.moved_to) != (reason, moved_to):
        item.broken_at = item.broken_at or clock.now()
        item.broken_reason, item.moved_to = reason, moved_to[:500]
        item.save(update_fields=["broken_at", "broken_reason", "moved_to"])
        ledger.record(BROKEN, item, reason=reason.value)
    return item


def _mend(item: WorkItem) -> None:
    if item.broken_at:
        item.broken_at, item.broken_reason, item.moved_to = None, "", ""
        item.save(update_fields=["broken_at", "broken_reason", "moved_to"])
        ledger.record(MENDED, item)


def _leads_to(item: WorkItem, other: WorkItem) -> bool:
    """Tell whether one is a duplicate of the other already, directly or through others: a circle would lead nowhere."""
    seen: set[int] = set()
    step: WorkItem | None = item
    while step and step.pk not in seen:
        if step.pk == other.pk:
            return True
        seen.add(step.pk)
        step = step.duplicate_of
    return False
