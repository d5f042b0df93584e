"""What a queued mail owes: to be delivered."""

from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail import commands, delivery


@reacts_to(commands.QUEUED)
def deliver_mail(fact: Fact) -> None:
    """Hand the mail to the mail server."""
    delivery.deliver(fact.subject_id)
