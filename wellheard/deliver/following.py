"""How the subscription to what is new follows a contact that turns out to be another one."""

from wellheard.customers.merging import Kind, moves
from wellheard.deliver.models import Subscriber


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    moves(Kind.CONTACT, Subscriber, "contact")
