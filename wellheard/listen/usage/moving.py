"""The mover: takes what arrived into the lake and into the sums, each message once. One at a time in the whole installation.

Each step may be repeated: a batch is claimed and committed; what clients say of people is applied, which changes nothing the
second time; the lake takes the batch with its number, and knows a number it has; sums are added and messages forgotten in one
transaction. Whoever is killed between two steps leaves a batch that is begun and not settled: the next mover goes on with it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from wellheard.listen.usage.commands import apply_said, claim_batch, settle_batch
from wellheard.listen.usage.event_store import Event, EventStore
from wellheard.listen.usage.holding import lake_if_free
from wellheard.listen.usage.models import ArrivedEvent, Batch, SeenMessage
from wellheard.listen.usage.people import People

_EVENTS = {"track", "page", "screen", "capture"}
# A clock that is wrong: we take our own.
_AHEAD, _BEHIND, _BEHIND_CLAIMED = timedelta(hours=1), timedelta(days=5 * 365), timedelta(days=30)


def move_all(store: EventStore, *, most_batches: int = 200) -> int:
    """Move what waits, oldest first; return how many messages. Nothing where somebody else is at it. Raises StoreError."""
    moved = 0
    with lake_if_free() as is_free:
        for _n in range(most_batches if is_free else 0):
            batch = claim_batch()
            if batch is None:
                break
            moved += move(store, batch)
    return moved


def move(store: EventStore, batch: Batch) -> int:
    """Move one batch; return how many messages it had."""
    rows = list(ArrivedEvent.objects.filter(batch=batch.pk).order_by("pk"))
    fresh = unrepeated(rows)
    for row in fresh:
        apply_said(row=row)
    events = _events(fresh)
    store.append(batch.pk, events)
    settle_batch(batch=batch, rows=rows, fresh=fresh, events=events)
    return len(rows)


def unrepeated(rows: Sequence[ArrivedEvent]) -> list[ArrivedEvent]:
    """Return the messages that did not come before, each once. One without an id of its own is new each time."""
    wanted = {row.message_id for row in rows if row.message_id}
    there = SeenMessage.objects.filter(message_id__in=wanted, source_id__in={row.source_id for row in rows})
    seen = set(there.values_list("source_id", "message_id"))
    fresh = []
    for row in rows:
        key = (row.source_id, row.message_id)
        if key not in seen:
            fresh.append(row)
        if row.message_id:
            seen.add(key)
    return fresh


def _events(rows: Sequence[ArrivedEvent]) -> list[Event]:
    telling = [row for row in rows if row.kind in _EVENTS]
    people = People(telling)
    return [_event(row, people) for row in telling]


def _event(row: ArrivedEvent, people: People) -> Event:
    who = people.who(row)
    return Event(
        said_at=_believed(row),
        received_at=row.received_at,
        source_id=row.source_id,
        message_id=row.message_id,
        kind=row.kind,
        name=row.name,
        company_id=who.company_id,
        contact_id=who.contact_id,
        known_as=who.known_as,
        user_id=who.user_id,
        device=who.device,
        group_id=row.group_id,
        properties=row.properties,
        context=row.context,
        is_trusted=row.is_trusted,
    )


def _believed(row: ArrivedEvent) -> datetime:
    """Return when it happened: what is said, unless it cannot be. A browser may have waited for days, not for years."""
    earliest = row.received_at - (_BEHIND if row.is_trusted else _BEHIND_CLAIMED)
    return row.said_at if earliest <= row.said_at <= row.received_at + _AHEAD else row.received_at
