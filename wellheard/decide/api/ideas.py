"""Ideas: what we might do, ranked by who asks and what they pay."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Field, Query, Schema

from wellheard.customers.models import Segment
from wellheard.decide.commands import (
    change_status,
    edit_idea,
    hide_idea,
    merge_ideas,
    open_idea,
    publish_idea,
    record_decision,
)
from wellheard.decide.models import Decision, Idea
from wellheard.decide.queries import standing_for
from wellheard.decide.queries.listing import listed_ideas
from wellheard.foundation.paging import page_of
from wellheard.workspace.api import (
    ChangeSaid,
    Id,
    Listing,
    MovedError,
    Said,
    ScopedRouter,
    TokenRequest,
    at_version,
    kept,
    listed,
    named,
    page_address,
    told,
)
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Area, Staff

router = ScopedRouter("ideas", "ideas")

_Text = Annotated[str, Field(max_length=20_000)]
_Reason = Annotated[str, Field(max_length=5_000)]


class NewIdea(Said):
    """Something you might do for customers. Customers see it only once it is published."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    problem: _Text = ""
    workaround: _Text = ""
    public_text: _Text = ""
    internal_text: _Text = ""
    area_id: Id | None = None
    language: Annotated[str, Field(max_length=10)] = ""


class IdeaChange(ChangeSaid):
    """What is different about an idea now. What is left out stays."""

    title: Annotated[str | None, Field(max_length=200)] = None
    problem: _Text | None = None
    workaround: _Text | None = None
    public_text: _Text | None = None
    internal_text: _Text | None = None
    area_id: Id | None = None
    owner_id: Id | None = None


class StatusSaid(Said):
    """A status that is set by hand; the others need a decision or a release."""

    status: Literal["heard", "under_review", "building", "beta"]


class Visibility(Said):
    """Whether customers see it."""

    is_public: bool


class MergeSaid(Said):
    """The idea it becomes part of."""

    into: Id


class NewDecision(ChangeSaid):
    """What was decided and why. Everyone who asked is owed `public_reason` as an answer."""

    outcome: Decision.Outcome
    reason: _Reason
    public_reason: _Reason
    revisit_on: date | None = None


class IdeaInList(Schema):
    """An idea in a list. With a segment, the figures are those of its companies, and what they do not tell is null."""

    id: int
    title: str
    status: str
    area_id: int | None
    owner_id: int | None
    is_public: bool
    language: str
    created_at: datetime
    status_changed_at: datetime
    version: int
    mrr_minor: int = Field(
        description="What the asking companies pay a month, in minor units of the reporting currency"
    )
    worth_minor: int = Field(description="That, times how much they need it: what ideas rank by")
    risk_minor: int
    lost_minor: int
    company_count: int
    contact_count: int | None
    vote_count: int | None
    feedback_count: int | None


class IdeaTold(IdeaInList):
    """An idea with its texts."""

    problem: str
    workaround: str
    public_text: str
    internal_text: str
    comment_count: int
    currency: str
    page: str = Field(description="Where your team reads it")


class Ideas(Schema):
    """A page of ideas."""

    items: list[IdeaInList]
    next: str | None


class DecisionTold(Schema):
    """What was decided, and why."""

    id: int
    idea_id: int
    outcome: str
    reason: str
    public_reason: str
    revisit_on: date | None
    decided_at: datetime


class Decisions(Schema):
    """A page of decisions."""

    items: list[DecisionTold]
    next: str | None


class IdeasAsked(Listing):
    """Which ideas are wanted, and in which order."""

    status: Idea.Status | None = None
    area: Id | None = None
    owner: Id | None = None
    segment: Annotated[Id | None, Field(description="Ranked for the companies of this segment")] = None
    sort: Annotated[
        Literal["worth", "money", "new"],
        Field(description="By what it is worth to those who ask (pay × need), by what they pay, or the newest first"),
    ] = "worth"
    public: Annotated[bool | None, Field(description="Whether customers see it")] = None


@router.reads("/ideas", Ideas, "List ideas by what they are worth to those who ask")
def list_ideas(request: TokenRequest, asked: Query[IdeasAsked]) -> HttpResponse:
    """Return ideas that stand for themselves, those that are worth most first."""
    wanted = {"status": asked.status, "area_id": asked.area, "owner_id": asked.owner, "is_public": asked.public}
    wanted = {column: value for column, value in wanted.items() if value is not None}
    segment = kept(Segment.objects.filter(pk=asked.segment).first(), "segment") if asked.segment else None
    page = listed_ideas(wanted, segment=segment, sort=asked.sort, cursor=asked.cursor, size=asked.limit)
    return listed(request, page, dict)


@router.reads("/ideas/{idea_id}", IdeaTold, "Read an idea")
def read_idea(request: TokenRequest, idea_id: int) -> HttpResponse:  # noqa: ARG001 - its token was checked
    """Return one idea; one that was merged leads on to where it went."""
    return told(idea_row(idea_of(idea_id)))


@router.writes("POST", "/ideas", {201: IdeaTold}, "Write an idea down")
def create_idea(request: TokenRequest, body: NewIdea) -> HttpResponse:  # noqa: ARG001
    """Write down something you might do for customers."""
    texts = {name: getattr(body, name) for name in ("problem", "workaround", "public_text", "internal_text")}
    area = named(Area.objects.all(), body.area_id, "area_id")
    idea = open_idea(title=body.title, by=None, area=area, language=body.language, **texts)
    return told(idea_row(idea), status=201)


@router.writes("PATCH", "/ideas/{idea_id}", {200: IdeaTold}, "Change an idea")
def change_idea(request: TokenRequest, idea_id: int, body: IdeaChange) -> HttpResponse:
    """Change what you name; the rest stays."""
    idea = idea_of(idea_id)
    version = at_version(request, idea, body.version)
    changes = body.model_fields_set
    texts = {
        name: getattr(body, name) or "" for name in changes & {"problem", "workaround", "public_text", "internal_text"}
    }
    changed = edit_idea(
        idea_id=idea.pk,
        version=version,
        title=(body.title or "") if "title" in changes else idea.title,
        area=named(Area.objects.all(), body.area_id, "area_id") if "area_id" in changes else idea.area,
        owner=named(Staff.objects.at_work(), body.owner_id, "owner_id") if "owner_id" in changes else idea.owner,
        **texts,
    )
    return told(idea_row(changed))


@router.writes("PUT", "/ideas/{idea_id}/status", {200: IdeaTold}, "Move an idea", name="move_idea")
def put_status(request: TokenRequest, idea_id: int, body: StatusSaid) -> HttpResponse:  # noqa: ARG001
    """Move an idea by hand. Planned, not now and already possible come with a decision, shipped with a release."""
    return told(idea_row(change_status(idea_id=idea_of(idea_id).pk, status=body.status)))


@router.writes(
    "PUT", "/ideas/{idea_id}/visibility", {200: IdeaTold}, "Publish or hide an idea", name="set_idea_visibility"
)
def put_visibility(request: TokenRequest, idea_id: int, body: Visibility) -> HttpResponse:  # noqa: ARG001
    """Show an idea on the portal, or take it off."""
    show = publish_idea if body.is_public else hide_idea
    return told(idea_row(show(idea_id=idea_of(idea_id).pk)))


@router.writes("POST", "/ideas/{idea_id}/merge", {200: IdeaTold}, "Merge an idea into another", name="merge_idea")
def create_merge(request: TokenRequest, idea_id: int, body: MergeSaid) -> HttpResponse:  # noqa: ARG001
    """Make an idea part of another with everybody who asked; it answers with the one that stands for both."""
    kept(Idea.objects.filter(pk=idea_id).first(), "idea")
    kept(Idea.objects.filter(pk=body.into).first(), "idea")
    merge = merge_ideas(source_id=idea_id, target_id=body.into, by=None)
    return told(idea_row(Idea.objects.get(pk=merge.target_id)))


@router.reads("/ideas/{idea_id}/decisions", Decisions, "List the decisions about an idea")
def list_decisions(request: TokenRequest, idea_id: int, listing: Query[Listing]) -> HttpResponse:
    """Return what was decided about an idea, the newest first."""
    rows = Decision.objects.filter(idea=idea_of(idea_id))
    page = page_of(rows, order=("-decided_at", "-pk"), cursor=listing.cursor, size=listing.limit)
    return listed(request, page, _decision_row)


@router.writes("POST", "/ideas/{idea_id}/decisions", {201: DecisionTold}, "Record a decision")
def create_decision(request: TokenRequest, idea_id: int, body: NewDecision) -> HttpResponse:
    """Record what was decided and why; everyone who asked is owed an answer. Deciding the same again changes nothing."""
    decision = record_decision(
        idea_id=idea_id,
        version=at_version(request, idea_of(idea_id), body.version),
        by=None,
        **body.model_dump(exclude={"version"}),
    )
    return told(_decision_row(decision), status=201)


def idea_of(idea_id: int) -> Idea:
    """Return an idea. Raises ProblemError 404, or MovedError for one that was merged."""
    idea = kept(Idea.objects.select_related("area", "owner").filter(pk=idea_id).first(), "idea")
    if idea.merged_into_id:
        into = standing_for(idea.pk)
        raise MovedError("idea", into, f"ideas/{into}")
    return idea


def idea_row(idea: Idea) -> dict[str, Any]:
    """Return an idea as programs read it."""
    same = {name: getattr(idea, name) for name in IdeaTold.model_fields if name not in {"currency", "page"}}
    return {**same, "currency": installation().currency, "page": page_address(f"ideas/{idea.pk}/")}


def _decision_row(decision: Decision) -> dict[str, Any]:
    return {name: getattr(decision, name) for name in DecisionTold.model_fields}
