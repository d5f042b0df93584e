"""How talks follow a company or contact that turns out to be another one."""

from wellheard.customers.merging import Kind, moves
from wellheard.listen.interviews.models import Guest, Interview


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    moves(Kind.COMPANY, Interview, "company")
    moves(Kind.CONTACT, Guest, "contact")
