"""How what was asked and answered follows a contact or company that turns out to be another one."""

from wellheard.customers.merging import Kind, moves
from wellheard.listen.surveys.models import Display, Invitation, Quiet, Response, Reward


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    for model in (Display, Response, Invitation, Quiet, Reward):
        moves(Kind.CONTACT, model, "contact")
    for model in (Display, Response, Invitation, Quiet):
        moves(Kind.COMPANY, model, "company")
