"""Keep what GitHub sends, before anything else is done with it."""

from datetime import timedelta

from django.db import transaction

from wellheard.connect.github.models import Arrival, Connection
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line

ARRIVED = names.declare("github.arrived", "A signed message of GitHub’s was kept and waits to be worked.")

KEPT = timedelta(days=30)


@transaction.atomic
def keep_arrival(*, connection: Connection, delivery: str, event: str, action: str, body: bytes) -> Arrival:
    """Keep a message that was signed; the same delivery again is kept, and worked, once."""
    arrival, is_new = Arrival.objects.get_or_create(
        connection=connection,
        delivery=clean_line(delivery)[:80],
        defaults={
            "event": clean_line(event)[:60],
            "action": clean_line(action)[:60],
            "body": body,
            "arrived_at": clock.now(),
        },
    )
    if is_new:
        Connection.objects.filter(pk=connection.pk).update(heard_at=clock.now())
        ledger.record(ARRIVED, arrival)
    return arrival


@transaction.atomic
def note_worked(*, arrival_id: int, state: Arrival.State) -> None:
    """Note what became of a message."""
    Arrival.objects.filter(pk=arrival_id).update(state=state)


@transaction.atomic
def work_again(*, arrival_id: int) -> Arrival:
    """Work a message again by hand; what it says that is known already changes nothing."""
    arrival = Arrival.objects.select_for_update(no_key=True).get(pk=arrival_id)
    arrival.state = Arrival.State.WAITING
    arrival.save(update_fields=["state"])
    ledger.record(ARRIVED, arrival)
    return arrival


def forget_old_arrivals() -> int:
    """Delete messages of more than a month ago; return how many rows went."""
    return Arrival.objects.filter(arrived_at__lt=clock.now() - KEPT).delete()[0]
