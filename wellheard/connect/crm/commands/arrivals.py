"""Keep what systems of sales send, before anything else is done with it."""

from datetime import timedelta

from django.db import transaction

from wellheard.connect.crm.models import CrmArrival, CrmConnection
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line

ARRIVED = names.declare("crm.arrived", "A message of a system of sales was kept and waits to be worked.")

KEPT = timedelta(days=30)


@transaction.atomic
def keep_arrival(*, connection: CrmConnection, key: str, body: bytes) -> CrmArrival:
    """Keep a message that is the system's own; the same again is kept, and worked, once."""
    arrival, is_new = CrmArrival.objects.get_or_create(
        connection=connection, key=clean_line(key)[:80], defaults={"body": body, "arrived_at": clock.now()}
    )
    if is_new:
        CrmConnection.objects.filter(pk=connection.pk).update(heard_at=clock.now())
        ledger.record(ARRIVED, arrival)
    return arrival


@transaction.atomic
def note_worked(*, arrival_id: int, state: CrmArrival.State) -> None:
    """Note what became of a message."""
    CrmArrival.objects.filter(pk=arrival_id).update(state=state)


@transaction.atomic
def work_again(*, arrival_id: int) -> CrmArrival:
    """Work a message again by hand: its deals are read once more, and what is known already changes nothing."""
    arrival = CrmArrival.objects.select_for_update(no_key=True).get(pk=arrival_id)
    arrival.state = CrmArrival.State.WAITING
    arrival.save(update_fields=["state"])
    ledger.record(ARRIVED, arrival)
    return arrival


def forget_old_arrivals() -> int:
    """Delete messages of more than a month ago; return how many rows went."""
    return CrmArrival.objects.filter(arrived_at__lt=clock.now() - KEPT).delete()[0]
