"""What follows from talks. Safe to repeat."""

from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.listen.interviews.commands import tell_whoever_leads
from wellheard.listen.interviews.commands.inviting import tell_of_interview
from wellheard.listen.interviews.letters import News
from wellheard.workspace.models import Staff

_NEWS = {
    "interview.planned": News.INVITED,
    "interview.moved": News.MOVED,
    "interview.people_changed": News.CHANGED,
    "interview.cancelled": News.OFF,
}


@reacts_to("interview.people_changed")
def tell_of_the_people(fact: Fact) -> None:
    """Invite who is new, and tell the others how the talk stands now."""
    tell_of_interview(interview_id=fact.subject_id, sequence=int(fact.details["sequence"]), changed=News.CHANGED)


@reacts_to("interview.planned", "interview.moved", "interview.cancelled")
def tell_those_who_take_part(fact: Fact) -> None:
    """Invite, or tell of the change."""
    tell_of_interview(interview_id=fact.subject_id, sequence=int(fact.details["sequence"]))


@reacts_to(*_NEWS)
def tell_whoever_leads_it(fact: Fact) -> None:
    """Tell whoever leads a talk by mail what a colleague or a program did with it."""
    if fact.actor_type not in {Fact.Actor.STAFF, Fact.Actor.API}:
        return
    is_ours = fact.actor_type == Fact.Actor.STAFF and fact.actor_id is not None
    by = Staff.objects.filter(pk=fact.actor_id or 0).first() if is_ours else None
    sequence = int(fact.details["sequence"])
    tell_whoever_leads(interview_id=fact.subject_id, sequence=sequence, news=_NEWS[fact.name], by=by)
