"""Goals for programs: objectives with their key results, what was said of them, and saying how one goes."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema

from wellheard.foundation.paging import Page, page_of
from wellheard.learn.goals.commands.check_ins import MOST_WORDS, check_in
from wellheard.learn.goals.models import CheckIn, KeyResult, Objective
from wellheard.learn.goals.queries import Held, Standing, held_together
from wellheard.workspace.api import (
    Day,
    Id,
    Listing,
    ProblemError,
    Said,
    ScopedRouter,
    TokenRequest,
    kept,
    listed,
    page_address,
    told,
)

router = ScopedRouter("goals", "goals")


class CheckInTold(Schema):
    """How a key result stood. Without a confidence it was noted by itself; the truth lay between low and high, 19 times in 20."""

    id: int
    key_result_id: int
    value: float | None
    low: float | None
    high: float | None
    cases: int | None
    confidence: str
    words: str
    by_id: int | None
    at: datetime


class KeyResultTold(Schema):
    """By what an objective is known to be reached: read from a figure, or entered by hand in `unit`."""

    id: int
    title: str
    figure: str
    scope: dict[str, Any]
    unit: str
    begins_at: float
    aims_at: float
    progress: float | None = Field(description="From 0 to 1; null while nothing is known")
    last: CheckInTold | None = Field(description="The last value that was read or entered")
    said: CheckInTold | None = Field(description="The last word of a person about it")
    idea_ids: list[int]
    version: int


class ObjectiveTold(Schema):
    """Something you want to reach between two days, with its key results."""

    id: int
    title: str
    why: str
    owner_id: int | None
    team_id: int | None
    area_id: int | None
    begins_on: date
    last_on: date
    progress: float | None
    closed_at: datetime | None
    grade: str | None
    learnt: str
    results: list[KeyResultTold]
    version: int
    page: str = Field(description="Where your team reads it")


class Objectives(Schema):
    """A page of objectives."""

    items: list[ObjectiveTold]
    next: str | None


class CheckIns(Schema):
    """A page of what was said and noted of a key result."""

    items: list[CheckInTold]
    next: str | None


class NewCheckIn(Said):
    """How a key result goes. One that is entered by hand needs a value; one that is read from a figure takes none."""

    confidence: CheckIn.Confidence
    words: Annotated[str, Field(max_length=MOST_WORDS, description="Why")] = ""
    value: Annotated[float | None, Field(description="As it stands now, in the key result's own unit")] = None


class ObjectivesAsked(Listing):
    """Which objectives are wanted."""

    state: Literal["open", "closed"] | None = None
    on: Annotated[Day | None, Field(description="Those that run on this day")] = None
    team: Id | None = None


@router.reads("/objectives", Objectives, "List objectives")
def list_objectives(request: TokenRequest, asked: Query[ObjectivesAsked]) -> HttpResponse:
    """Return objectives with their key results, those that end last first."""
    rows = Objective.objects.all()
    if asked.state:
        rows = rows.open() if asked.state == "open" else rows.closed()
    if asked.on:
        rows = rows.filter(begins_on__lte=asked.on, last_on__gte=asked.on)
    if asked.team:
        rows = rows.filter(team=asked.team)
    page = page_of(rows, order=("-last_on", "-pk"), cursor=asked.cursor, size=asked.limit)
    return listed(request, Page(held_together(page.items), page.next, page.is_first), _objective)


@router.reads("/objectives/{objective_id}", ObjectiveTold, "Read an objective")
def read_objective(request: TokenRequest, objective_id: int) -> HttpResponse:  # noqa: ARG001 - its token was checked
    """Return one objective with its key results."""
    objective = kept(Objective.objects.filter(pk=objective_id).first(), "objective")
    return told(_objective(held_together([objective])[0]))


@router.reads("/key-results/{result_id}/check-ins", CheckIns, "List what was said of a key result")
def list_check_ins(request: TokenRequest, result_id: int, listing: Query[Listing]) -> HttpResponse:
    """Return all that was said and noted of a key result, the latest first."""
    rows = _result(result_id).check_ins.all()
    return listed(request, page_of(rows, order=("-at", "-pk"), cursor=listing.cursor, size=listing.limit), _check_in)


@router.writes("POST", "/key-results/{result_id}/check-ins", {201: CheckInTold}, "Say how a key result goes")
def create_check_in(request: TokenRequest, result_id: int, body: NewCheckIn) -> HttpResponse:  # noqa: ARG001
    """Say how a key result goes. The same once more on the same day is the same word, not another."""
    result = _result(result_id)
    if result.is_bound and body.value is not None:
        raise ProblemError(422, _("This key result is read from a figure; leave its value out."), kind="refused")
    made = check_in(result_id=result.pk, by=None, **body.model_dump())
    return told(_check_in(made), status=201)


def _result(result_id: int) -> KeyResult:
    return kept(KeyResult.objects.filter(pk=result_id).first(), "key result")


def _objective(held: Held) -> dict[str, Any]:
    objective = held.objective
    ours = {
        "progress": held.progress,
        "grade": None if objective.grade is None else str(objective.grade),
        "results": [_standing(one) for one in held.standings],
        "page": page_address(f"goals/{objective.pk}/"),
    }
    return {name: ours[name] if name in ours else getattr(objective, name) for name in ObjectiveTold.model_fields}


def _standing(standing: Standing) -> dict[str, Any]:
    result = standing.result
    ours = {
        "progress": standing.progress,
        "last": standing.last and _check_in(standing.last),
        "said": standing.said and _check_in(standing.said),
        "idea_ids": [one.idea_id for one in getattr(result, "linked", [])],
    }
    return {name: ours[name] if name in ours else getattr(result, name) for name in KeyResultTold.model_fields}


def _check_in(made: CheckIn) -> dict[str, Any]:
    return {name: getattr(made, name) for name in CheckInTold.model_fields}
