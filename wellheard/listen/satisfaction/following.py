"""How ratings follow a contact that turns out to be another one."""

from wellheard.customers.merging import Kind, moves
from wellheard.listen.satisfaction.models import Rating


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    moves(Kind.CONTACT, Rating, "contact")
