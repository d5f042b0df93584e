"""What review meetings owe when something happens to an idea."""

from wellheard.decide.models import Idea
from wellheard.decide.reviews import commands
from wellheard.decide.reviews.models import ReviewItem
from wellheard.decide.reviews.queries.proposals import changed_approved
from wellheard.foundation import clock
from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact


@reacts_to("idea.edited")
def look_again_at_changed(fact: Fact) -> None:
    """Put an idea we said yes to on the next table when its texts are others than those that were approved."""
    if fact.subject_id in changed_approved():
        commands.put_on_next_table(idea_id=fact.subject_id, why=ReviewItem.Why.TEXT_CHANGED)


@reacts_to("idea.shipped")
def count_from_live(fact: Fact) -> None:
    """Count the days from now until it is looked at what the idea brought."""
    commands.note_live(idea_id=fact.subject_id, day=fact.happened_at.astimezone(clock.zone()).date())


@reacts_to("idea.status_changed")
def count_no_more(fact: Fact) -> None:
    """Count no days for an idea that was moved back from live."""
    if (
        fact.details["old"] == Idea.Status.SHIPPED
        and not Idea.objects.filter(pk=fact.subject_id, status=Idea.Status.SHIPPED).exists()
    ):
        commands.note_not_live(idea_id=fact.subject_id)
