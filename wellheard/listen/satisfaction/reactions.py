"""What follows from closing and opening conversations. Safe to repeat."""

from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.listen.satisfaction.commands import drop_asking, plan_asking


@reacts_to("conversation.closed")
def plan_to_ask(fact: Fact) -> None:
    """Plan to ask how it went."""
    plan_asking(conversation_id=fact.subject_id)


@reacts_to("conversation.reopened")
def ask_nobody_yet(fact: Fact) -> None:
    """Ask nobody about a conversation that goes on."""
    drop_asking(conversation_id=fact.subject_id)
