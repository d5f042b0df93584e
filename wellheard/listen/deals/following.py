"""How deals follow a company or contact that turns out to be another one."""

from wellheard.customers.merging import Kind, moves
from wellheard.listen.deals.models import Deal


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    moves(Kind.COMPANY, Deal, "company")
    moves(Kind.CONTACT, Deal, "contact")
