"""What follows from talks. Safe to repeat."""

from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.listen.interviews.commands.inviting import tell_of_interview
from wellheard.listen.interviews.letters import News


@reacts_to("interview.people_changed")
def tell_of_the_people(fact: Fact) -> None:
    """Invite who is new, and tell the others how the talk stands now."""
    tell_of_interview(interview_id=fact.subject_id, sequence=int(fact.details["sequence"]), changed=News.CHANGED)


@reacts_to("interview.planned", "interview.moved", "interview.cancelled")
def tell_those_who_take_part(fact: Fact) -> None:
    """Invite, or tell of the change."""
    tell_of_interview(interview_id=fact.subject_id, sequence=int(fact.details["sequence"]))
