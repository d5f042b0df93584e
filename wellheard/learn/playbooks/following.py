"""How playbooks that began for a company follow it when it turns out to be another one."""

from wellheard.customers.merging import Kind, moves
from wellheard.learn.playbooks.models import PlaybookRun


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    moves(Kind.COMPANY, PlaybookRun, "company")
