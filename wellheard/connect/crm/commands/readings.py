"""Which deals are to be read again, and how reading them went."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from wellheard.connect.crm.models import CrmConnection, CrmReading
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.deals.commands import withdraw_deal

WANTED = names.declare("crm.readings_wanted", "Deals of a system of sales are to be read again; `count` says how many.")

# How long a deal that could not be read waits until it is tried again; then it waits for a person.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 1440))

State = CrmReading.State


@transaction.atomic
def want_readings(*, connection: CrmConnection, external_ids: Sequence[str]) -> int:
    """Have deals read again, each once however often it is asked for before that; return how many."""
    now = clock.now()
    # In one order, so that two messages about the same deals never wait for each other in a circle.
    ids = sorted({one[:100] for one in external_ids if one})
    for external_id in ids:
        CrmReading.objects.get_or_create(
            connection=connection,
            external_id=external_id,
            defaults={"wanted": 0, "wanted_at": now, "due_at": now},
        )
    rows = CrmReading.objects.filter(connection=connection, external_id__in=ids)
    held = [row.pk for row in rows.select_for_update(no_key=True).order_by("external_id")]
    rows.filter(pk__in=held).update(
        state=State.WAITING, wanted=F("wanted") + 1, wanted_at=now, due_at=now, tries=0, problem=""
    )
    if ids:
        ledger.record(WANTED, connection, count=len(ids))
    return len(ids)


@transaction.atomic
def want_compared(*, connection: CrmConnection, missing: Sequence[str], up_to: int) -> None:
    """Have deals read again that their system did not show when it was asked, and note how far it was asked."""
    want_readings(connection=connection, external_ids=missing)
    if connection.compared_to != up_to:
        CrmConnection.objects.filter(pk=connection.pk).update(compared_to=up_to)
        connection.compared_to = up_to


@transaction.atomic
def note_read(*, reading: CrmReading, changed_at: datetime | None) -> None:
    """Note that a deal was read as it stands; one that was asked for again meanwhile waits on."""
    values = {"read_at": clock.now(), "tries": 0, "problem": "", "changed_at": changed_at}
    CrmReading.objects.filter(pk=reading.pk).update(**values)
    CrmReading.objects.filter(pk=reading.pk, wanted=reading.wanted).update(state=State.READ)


@transaction.atomic
def note_gone(*, reading: CrmReading) -> None:
    """Note that a deal is deleted there. Here it stays as it was last read, and counts nowhere; not if it is asked for again."""
    rows = CrmReading.objects.filter(pk=reading.pk, wanted=reading.wanted)
    if rows.update(state=State.GONE, read_at=clock.now(), tries=0, problem=""):
        withdraw_deal(source=reading.connection.source, external_id=reading.external_id)


@transaction.atomic
def note_deleted(*, connection: CrmConnection, external_id: str, deleted_at: datetime) -> None:
    """Note that a system lists a deal among those deleted; one we never heard of concerns nothing here."""
    CrmReading.objects.filter(connection=connection, external_id=external_id, state=State.READ).update(state=State.GONE)
    withdraw_deal(source=connection.source, external_id=external_id, deleted_at=deleted_at)


@transaction.atomic
def note_trouble(*, reading: CrmReading, problem: str) -> None:
    """Note why a deal could not be read; it is tried again, each time later, and at last waits for a person."""
    tries = reading.tries + 1
    if tries > len(WAITS):
        note_failed(reading=reading, problem=problem)
        return
    CrmReading.objects.filter(pk=reading.pk, wanted=reading.wanted).update(
        tries=tries, problem=problem[:1000], due_at=clock.now() + WAITS[tries - 1]
    )


@transaction.atomic
def note_failed(*, reading: CrmReading, problem: str) -> None:
    """Note why a deal cannot be read, however often it is tried: it waits for a person."""
    CrmReading.objects.filter(pk=reading.pk, wanted=reading.wanted).update(
        state=State.FAILED, tries=reading.tries + 1, problem=problem[:1000]
    )


@transaction.atomic
def read_again(*, reading_id: int) -> CrmReading:
    """Have one deal read again now, by hand."""
    reading = CrmReading.objects.select_related("connection").get(pk=reading_id)
    want_readings(connection=reading.connection, external_ids=[reading.external_id])
    return reading
