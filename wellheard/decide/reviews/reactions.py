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
    commands.note_live(idea_id=fact.subject_id, day=clock.day_of(fact.happened_at))


@reacts_to("idea.status_changed")
def count_no_more(fact: Fact) -> None:
    """Count no days for an idea that was moved back from live."""
    if (
        fact.details["old"] == Idea.Status.SHIPPED
        and not Idea.objects.filter(pk=fact.subject_id, status=Idea.Status.SHIPPED).exists()
    ):
        commands.note_not_live(idea_id=fact.subject_id)


@reacts_to("review.held")
def plan_the_next(fact: Fact) -> None:
    """Plan the next meeting a cycle later, unless one is planned or that is switched off."""
    commands.plan_after(review_id=fact.subject_id)


@reacts_to("review.attendee_added")
def invite_by_mail(fact: Fact) -> None:
    """Send whoever was asked to come what their calendar reads."""
    sequence = int(fact.details["sequence"])
    commands.tell_who_comes(review_id=fact.subject_id, sequence=sequence, staff_id=int(fact.details["staff"]))


@reacts_to("review.moved")
def tell_of_new_time(fact: Fact) -> None:
    """Send everybody who comes the new time."""
    commands.tell_who_comes(review_id=fact.subject_id, sequence=int(fact.details["sequence"]))


@reacts_to("review.called_off")
def take_out_of_calendars(fact: Fact) -> None:
    """Call a meeting off in the calendars of those who were invited."""
    commands.tell_it_is_off(review_id=fact.subject_id, sequence=int(fact.details["sequence"]))


@reacts_to("review.attendee_removed")
def take_out_of_one_calendar(fact: Fact) -> None:
    """Call a meeting off in the calendar of whoever does not come any more."""
    sequence = int(fact.details["sequence"])
    commands.tell_without(review_id=fact.subject_id, sequence=sequence, staff_id=int(fact.details["staff"]))
