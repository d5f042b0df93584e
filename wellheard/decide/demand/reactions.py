"""What asking about demand owes when something happens."""

from wellheard.decide.demand.commands import send_round
from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact


@reacts_to("still_needed.begun")
def write_to_askers(fact: Fact) -> None:
    """Write to everybody of a round."""
    send_round(round_id=fact.subject_id)
