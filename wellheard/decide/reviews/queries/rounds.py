"""Who rates what, who has handed in, and who is there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from wellheard.decide.reviews.models import Attendee, Rating, Review, ReviewItem
from wellheard.workspace.models import Staff


def questions_for(review: Review, department: str) -> list[dict[str, Any]]:
    """Return the questions a department may answer, in their order."""
    return [question for question in review.questions if department in question["departments"]]


def attendee_of(review: Review, staff: Staff) -> Attendee | None:
    """Return somebody's place at a meeting; none where they were not asked to come."""
    return review.attendees.filter(staff=staff).select_related("staff").first()


def ratings_by(attendee: Attendee) -> Mapping[tuple[int, str], Rating]:
    """Return somebody's own ratings, by idea on the table and question."""
    return {(rating.item_id, rating.criterion): rating for rating in Rating.objects.filter(attendee=attendee)}


def missing_for(attendee: Attendee) -> int:
    """Return how many answers somebody still owes."""
    asked = len(questions_for(attendee.review, attendee.department)) * attendee.review.items.count()
    return asked - Rating.objects.filter(attendee=attendee).count()


def raters_of(review: Review) -> list[Attendee]:
    """Return who rates: who still works here and has something to answer, by department."""
    rows = review.attendees.filter(staff__is_active=True).select_related("staff").order_by("department", "staff__name")
    return [one for one in rows if questions_for(review, one.department)]


@dataclass(frozen=True)
class Forecast:
    """How many departments will be there, by what calendars answered: for sure, and at most."""

    quorum: int
    sure: int
    most: int
    answered: int

    @property
    def says(self) -> str:
        """enough, too_few, or open."""
        return "enough" if self.sure >= self.quorum else "too_few" if self.most < self.quorum else "open"


def forecast_of(review: Review, seats: Iterable[Attendee]) -> Forecast:
    """Return whether enough departments will be there: one is where somebody of theirs accepted, none where all declined."""
    here = [one for one in seats if one.staff.is_active]
    sure = {one.department for one in here if one.answer == Attendee.Answer.ACCEPTED}
    most = {one.department for one in here if one.answer != Attendee.Answer.DECLINED}
    return Forecast(review.quorum, len(sure), len(most), sum(bool(one.answer) for one in here))


def departments_in(attendees: Iterable[Attendee]) -> list[str]:
    """Return the departments of attendees, in words, each once."""
    return list(dict.fromkeys(str(Staff.Department(one.department).label) for one in attendees))


def departments_there(review: Review) -> set[str]:
    """Return which departments are there, by their codes."""
    return set(review.attendees.exclude(came_at=None).values_list("department", flat=True))


def waiting_for(staff: Staff) -> QuerySet[ReviewItem]:
    """Return the ideas somebody is still to rate."""
    mine = Attendee.objects.filter(staff=staff, handed_in_at=None, review__state=Review.State.RATING)
    return ReviewItem.objects.filter(review__in=mine.values("review"))
