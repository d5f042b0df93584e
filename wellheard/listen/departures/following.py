"""How departures follow a contact or company that turns out to be another one."""

from wellheard.customers.merging import Kind, moves
from wellheard.listen.departures.models import Cancellation, Departure, Unstarted


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    for model in (Departure, Cancellation):
        moves(Kind.CONTACT, model, "contact")
    for model in (Departure, Cancellation, Unstarted):
        moves(Kind.COMPANY, model, "company")
