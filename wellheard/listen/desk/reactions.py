"""What the desk owes when something happens: whose turn it is gets the next conversation. Safe to repeat."""

from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.listen.desk.commands.confirming import confirm_arrival
from wellheard.listen.desk.commands.dealing import deal_conversation


@reacts_to("conversation.opened", "conversation.reopened", "conversation.assigned", "conversation.brought_back")
def deal_what_nobody_has(fact: Fact) -> None:
    """Give a conversation that nobody has to whose turn it is in its team."""
    deal_conversation(conversation_id=fact.subject_id)


@reacts_to("conversation.opened")
def confirm_what_arrived(fact: Fact) -> None:
    """Tell whoever wrote that their message is here and when to expect an answer, where the mailbox does that."""
    confirm_arrival(conversation_id=fact.subject_id)
