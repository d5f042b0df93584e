"""How feedback follows a company or contact that turns out to be another one."""

from wellheard.customers.merging import Kind, moves
from wellheard.listen.models import Feedback, Suspect


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    moves(Kind.CONTACT, Feedback, "contact")
    moves(Kind.CONTACT, Suspect, "contact")
    moves(Kind.COMPANY, Feedback, "company")
