"""What follows from talks. Safe to repeat."""

from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.listen.interviews.commands.inviting import tell_of_interview


@reacts_to("interview.planned", "interview.moved", "interview.cancelled")
def tell_those_who_take_part(fact: Fact) -> None:
    """Invite, or tell of the change."""
    tell_of_interview(interview_id=fact.subject_id, sequence=int(fact.details["sequence"]))
