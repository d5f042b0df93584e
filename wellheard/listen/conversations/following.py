"""How conversations follow a company or contact that turns out to be another one."""

from wellheard.customers.merging import Kind, moves
from wellheard.listen.conversations.models import Conversation, Message, Participant


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    moves(Kind.CONTACT, Conversation, "requester")
    moves(Kind.CONTACT, Message, "contact")
    moves(Kind.CONTACT, Participant, "contact")
    moves(Kind.COMPANY, Conversation, "company")
