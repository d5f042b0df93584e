"""Delete what was kept long enough, and what the lake holds of people who were erased; each with a record."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.facts.ledger import About
from wellheard.listen.usage.event_store import EventStore, Subject
from wellheard.listen.usage.kinds import KINDS, MESSAGES_DAYS, Kind
from wellheard.listen.usage.models import Batch, Deletion, KeptFor, OwedErasure, SeenMessage
from wellheard.workspace.commands import StaleError

KEPT_FOR = names.declare("keeping.changed", "For how many days things of a kind are kept: `days`, 0 for ever.")
FORGOTTEN = names.declare(
    "keeping.forgotten", "Things of a kind were deleted as their time was over: how many, of which kind."
)
ERASED = names.declare(
    "events.erased", "What a contact did was deleted from the lake, after they were erased: how many events."
)

PERSON = "person"


@transaction.atomic
def keep_for(*, days: Mapping[str, int], versions: Mapping[str, int]) -> None:
    """Say for how many days each kind is kept; 0 is for ever. It holds from the next night on. Raises StaleError."""
    held = {row.kind: row for row in KeptFor.objects.select_for_update(no_key=True).order_by("kind")}
    for kind, wanted in sorted(days.items()):
        row = held.get(kind) or KeptFor(kind=kind, days=_usual(kind), version=0)
        if row.version != versions.get(kind, 0):
            raise StaleError
        if row.days == wanted:
            continue
        row.days, row.version = wanted, row.version + 1
        if row.pk:
            row.save(update_fields=["days", "version"])
        else:
            row.save(force_insert=True)
        ledger.record(KEPT_FOR, row, kind=kind, days=wanted)


def forget_old(*, store: EventStore) -> None:
    """Delete of each kind what is older than its time. What is deleted and then not recorded is recorded the next night."""
    days = dict(KeptFor.objects.values_list("kind", "days"))
    for kind in KINDS:
        if kept := days.get(kind.key, kind.days):
            _forget(store, kind, kept)
    SeenMessage.objects.filter(seen_on__lt=clock.today() - timedelta(days=MESSAGES_DAYS)).delete()
    # The last one stays: it tells that there is a lake.
    last = Batch.objects.order_by("-pk").values("pk")[:1]
    Batch.objects.filter(moved_at__lt=clock.now() - timedelta(days=MESSAGES_DAYS)).exclude(pk__in=last).delete()


def erase_owed(*, store: EventStore) -> int:
    """Delete from the lake what people did who were erased; return how many people. Safe to repeat.

    The ids are forgotten once no file holds them any more: whoever is killed before deletes again.
    """
    owed = list(OwedErasure.objects.order_by("pk"))
    for row in owed:
        said = row.subject
        subject = Subject(tuple(said["contact_ids"]), tuple(said["user_ids"]), tuple(said["devices"]))
        _erased(row, store.delete_subject(subject))
    return len(owed)


@transaction.atomic
def _erased(row: OwedErasure, count: int) -> None:
    Deletion.objects.create(kind=PERSON, count=count, deleted_at=clock.now(), contact_id=row.contact_id)
    ledger.record(ERASED, About("contact", row.contact_id, contact_id=row.contact_id), count=count)
    row.delete()


@transaction.atomic
def _forget(store: EventStore, kind: Kind, days: int) -> None:
    before = clock.now() - timedelta(days=days)
    if count := kind.forget(store, before):
        row = Deletion.objects.create(kind=kind.key, before=before, count=count, deleted_at=clock.now())
        ledger.record(FORGOTTEN, row, kind=kind.key, count=count)


def _usual(key: str) -> int:
    return next(kind.days for kind in KINDS if kind.key == key)
