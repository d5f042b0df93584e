"""Claim what arrived, a batch at a time, and settle it: sums, who was seen, what came before; then the batch is forgotten."""

import time
from collections.abc import Collection, Sequence

from django.db import connection, transaction

from wellheard.foundation import clock
from wellheard.listen.usage.commands.summing import add_up
from wellheard.listen.usage.event_store import Event
from wellheard.listen.usage.models import ArrivedEvent, Batch, SeenMessage

MOST_MESSAGES = 5_000
_CLAIM = """
    UPDATE usage_arrived SET batch = %s
    WHERE id IN (SELECT id FROM usage_arrived WHERE batch IS NULL ORDER BY id LIMIT %s)
"""


@transaction.atomic
def claim_batch() -> Batch | None:
    """Return the batch in hand: the one that was begun and not settled, else the oldest messages; None where none wait."""
    begun = Batch.objects.filter(moved_at=None).order_by("pk").first()
    if begun:
        return begun
    batch = Batch.objects.create(pk=_next_number(), claimed_at=clock.now())
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [batch.pk, MOST_MESSAGES])
        if not cursor.rowcount:
            batch.delete()
            return None
    return batch


def _next_number() -> int:
    """Return a number that no batch ever had: also when the tables were put back to a former state and the lake was not."""
    last = Batch.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return max(time.time_ns() // 1000, last + 1)


@transaction.atomic
def settle_batch(
    *, batch: Batch, rows: Sequence[ArrivedEvent], fresh: Collection[ArrivedEvent], events: Sequence[Event]
) -> None:
    """Add a batch up and forget its messages, in one transaction: so it is added up once, whatever happens in between."""
    held = Batch.objects.select_for_update(no_key=True).get(pk=batch.pk)
    if held.moved_at:
        return
    add_up(events=events)
    today = clock.today()
    SeenMessage.objects.bulk_create(
        [
            SeenMessage(source_id=row.source_id, message_id=row.message_id, seen_on=today)
            for row in fresh
            if row.message_id
        ],
        ignore_conflicts=True,
    )
    ArrivedEvent.objects.filter(batch=batch.pk).delete()
    held.moved_at, held.messages, held.repeated = clock.now(), len(rows), len(rows) - len(fresh)
    held.save(update_fields=["moved_at", "messages", "repeated"])
