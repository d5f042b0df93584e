"""Review meetings for programs, to read: what was on the table, what was decided and why, and the minutes."""

from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema

from wellheard.decide.reviews.models import Expectation, Review, Verdict
from wellheard.decide.reviews.queries.opinions import Opinion, opinions_of
from wellheard.foundation.paging import page_of
from wellheard.web.reviews.minutes import minutes_of
from wellheard.workspace.api import Listing, ProblemError, ScopedRouter, TokenRequest, kept, listed, page_address, told

router = ScopedRouter("reviews", "reviews")


class ReviewTold(Schema):
    """A meeting. Weeks are of work, as text with one decimal."""

    id: int
    number: int
    state: str
    meets_at: datetime
    minutes: int = Field(description="How long it takes")
    rate_until: datetime
    quorum: int
    capacity_weeks: str
    taken_weeks: str
    frozen_at: datetime | None
    frozen_sha256: str
    revealed_at: datetime | None
    held_at: datetime | None
    version: int
    page: str = Field(description="Where your team reads it")


class Reviews(Schema):
    """A page of meetings."""

    items: list[ReviewTold]
    next: str | None


class ExpectationTold(Schema):
    """What is expected of an idea that was accepted."""

    measure: str
    words: str
    amount: str
    by_day: date
    owner_id: int | None
    shipped_on: date | None


class VerdictTold(Schema):
    """What the meeting decided about an idea, and why; `override_reason` where it was against what the ratings say."""

    outcome: str
    reason: str
    public_reason: str
    defer_until: date | None
    question: str
    owner_id: int | None
    override_reason: str
    dissent: str
    decision_id: int | None
    decided_by_id: int | None
    decided_at: datetime
    expectation: ExpectationTold | None


class ReviewItemTold(Schema):
    """One idea on the table. What the ratings say is null until they are revealed to everybody."""

    id: int
    idea_id: int
    title: str
    why: list[str]
    position: int
    remark: str
    snapshot_sha256: str
    mean: float | None
    spread: float | None
    weeks: str | None
    verdict: VerdictTold | None


class WholeReview(ReviewTold):
    """A meeting with its table."""

    notes: str
    attendee_ids: list[int] = Field(description="Who of your team is asked to come")
    came_ids: list[int] = Field(description="Who came")
    items: list[ReviewItemTold]


class MinutesTold(Schema):
    """The minutes of a meeting, as Markdown."""

    review_id: int
    markdown: str


class ReviewsAsked(Listing):
    """Which meetings are wanted."""

    state: Review.State | None = None


@router.reads("/reviews", Reviews, "List review meetings")
def list_reviews(request: TokenRequest, asked: Query[ReviewsAsked]) -> HttpResponse:
    """Return meetings, the latest first."""
    rows = Review.objects.filter(state=asked.state) if asked.state else Review.objects.all()
    return listed(request, page_of(rows, order=("-meets_at", "-pk"), cursor=asked.cursor, size=asked.limit), _review)


@router.reads("/reviews/{review_id}", WholeReview, "Read a review meeting")
def read_review(request: TokenRequest, review_id: int) -> HttpResponse:  # noqa: ARG001 - its token was checked
    """Return a meeting with its ideas in the order of the table, and what was decided about each."""
    review = _found(review_id)
    seats = list(review.attendees.order_by("staff_id"))
    return told(
        {
            **_review(review),
            "notes": review.notes,
            "attendee_ids": [one.staff_id for one in seats],
            "came_ids": [one.staff_id for one in seats if one.came_at],
            "items": [_item(one) for one in opinions_of(review)],
        }
    )


@router.reads("/reviews/{review_id}/minutes", MinutesTold, "Read the minutes of a meeting")
def read_review_minutes(request: TokenRequest, review_id: int) -> HttpResponse:  # noqa: ARG001 - as above
    """Return the minutes as Markdown; 404 before the meeting is over."""
    review = _found(review_id)
    if review.state != Review.State.HELD:
        raise ProblemError(404, _("This meeting is not over yet; ask for its minutes once its state is held."))
    return told({"review_id": review.pk, "markdown": minutes_of(review).as_markdown()})


def _found(review_id: int) -> Review:
    return kept(Review.objects.filter(pk=review_id).first(), "review meeting")


def _review(review: Review) -> dict[str, Any]:
    said = {"capacity_weeks": str(review.capacity_weeks), "taken_weeks": str(review.taken_weeks)}
    said["page"] = page_address(f"reviews/{review.pk}/")
    return {name: said[name] if name in said else getattr(review, name) for name in ReviewTold.model_fields}


def _item(opinion: Opinion) -> dict[str, Any]:
    item = opinion.item
    same = ("id", "idea_id", "why", "position", "remark", "snapshot_sha256")
    return {name: getattr(item, name) for name in same} | {
        "title": item.snapshot.get("texts", {}).get("title") or item.idea.title,
        "mean": opinion.mean,
        "spread": opinion.spread if opinion.points else None,
        "weeks": None if opinion.weeks is None else str(opinion.weeks),
        "verdict": _verdict(opinion.verdict),
    }


def _verdict(verdict: Verdict | None) -> dict[str, Any] | None:
    if verdict is None:
        return None
    same = {name: getattr(verdict, name) for name in VerdictTold.model_fields if name != "expectation"}
    return same | {"expectation": _expectation(getattr(verdict, "expectation", None))}


def _expectation(expected: Expectation | None) -> dict[str, Any] | None:
    if expected is None:
        return None
    same = {name: getattr(expected, name) for name in ExpectationTold.model_fields if name != "amount"}
    return same | {"amount": str(expected.amount)}
