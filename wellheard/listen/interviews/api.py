"""Talks with customers for programs: what is planned, what took place, and planning one."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Schema

from wellheard.customers.models import Company, Contact
from wellheard.foundation.paging import page_of
from wellheard.listen.api.feedback import moment_of
from wellheard.listen.interviews.commands import MOST_GUESTS, MOST_MINUTES, TalkDraft, plan_interview
from wellheard.listen.interviews.commands.planning import the_same
from wellheard.listen.interviews.models import Guest, Guide, Interview
from wellheard.workspace.api import (
    Id,
    Line,
    Listing,
    Moment,
    Said,
    ScopedRouter,
    TokenRequest,
    kept,
    listed,
    named,
    page_address,
    told,
)
from wellheard.workspace.models import Staff

router = ScopedRouter("talks", "talks")

_SAME = (
    "kind",
    "state",
    "company_id",
    "host_id",
    "title",
    "planned_at",
    "minutes",
    "place",
    "guide_id",
    "notes",
    "version",
)


class NewTalk(Said):
    """A talk that is to take place; one that began in the past is written down as one that did."""

    kind: Interview.Kind = Interview.Kind.CHECK_IN
    company_id: Id
    planned_at: Annotated[Moment, Field(description="When it begins")]
    minutes: Annotated[int, Field(ge=1, le=MOST_MINUTES)] = 30
    title: Annotated[Line, Field(description="What it is about, as those invited read it")] = ""
    place: Annotated[str, Field(max_length=500, description="A link or a room")] = ""
    contact_ids: Annotated[list[Id], Field(max_length=MOST_GUESTS, description="Who comes of that company")] = []
    host_id: Annotated[Id | None, Field(description="Who of ours leads it")] = None
    companion_ids: Annotated[list[Id], Field(max_length=MOST_GUESTS, description="Who of ours comes too")] = []
    guide_id: Annotated[Id | None, Field(description="The questions we ask")] = None
    invites: Annotated[bool, Field(description="Whether those who come get an invitation by mail")] = False


class GuestTold(Schema):
    """Somebody of theirs who takes part, and what their calendar answered to the invitation."""

    contact_id: int
    answer: Literal["", "accepted", "declined", "tentative"] = Field(
        description="To the talk as it is planned now; empty while none came, and after it was moved"
    )
    answered_at: datetime | None


class TalkTold(Schema):
    """A talk: when, with whom, how it went, and the feedback its quotes became."""

    id: int
    kind: str
    state: str
    company_id: int
    host_id: int | None
    companion_ids: list[int]
    contact_ids: list[int]
    guests: list[GuestTold] = Field(description="The same people, each with their answer")
    title: str
    planned_at: datetime
    minutes: int
    place: str
    guide_id: int | None
    notes: str
    feedback_ids: list[int]
    version: int
    page: str = Field(description="Where your team reads it")


class Talks(Schema):
    """A page of talks."""

    items: list[TalkTold]
    next: str | None


class TalksAsked(Listing):
    """Which talks are wanted."""

    company: Id | None = None
    host: Id | None = None
    kind: Interview.Kind | None = None
    state: Interview.State | None = None
    planned_after: Moment | None = None


@router.reads("/talks", Talks, "List talks")
def list_talks(request: TokenRequest, asked: Query[TalksAsked]) -> HttpResponse:
    """Return talks, the latest first, those to come too."""
    rows = _talks()
    for name in ("company", "host", "kind", "state"):
        if wanted := getattr(asked, name):
            rows = rows.filter(**{name: wanted})
    if asked.planned_after:
        rows = rows.filter(planned_at__gt=moment_of(asked.planned_after))
    return listed(request, page_of(rows, order=("-planned_at", "-pk"), cursor=asked.cursor, size=asked.limit), _row)


@router.reads("/talks/{talk_id}", TalkTold, "Read a talk")
def read_talk(request: TokenRequest, talk_id: int) -> HttpResponse:  # noqa: ARG001 - its token was checked
    """Return one talk."""
    return told(_row(_found(talk_id)))


@router.writes("POST", "/talks", {201: TalkTold, 200: TalkTold}, "Plan a talk")
@transaction.atomic
def plan_talk(request: TokenRequest, body: NewTalk) -> HttpResponse:  # noqa: ARG001
    """Plan a talk. 201 when it is new; 200 when the same is there: company, kind, moment and host."""
    draft = _draft(body)
    is_new = the_same(draft) is None
    talk = plan_interview(draft=draft, by=None)
    return told(_row(_found(talk.pk)), status=201 if is_new else 200)


def _draft(body: NewTalk) -> TalkDraft:
    company = named(Company.objects.filter(merged_into=None), body.company_id, "company_id")
    people = Contact.objects.filter(merged_into=None)
    same = ("kind", "minutes", "title", "place", "invites")
    return TalkDraft(
        company=kept(company, "company"),
        planned_at=moment_of(body.planned_at),
        contacts=_each(people, body.contact_ids, "contact_ids"),
        host=named(Staff.objects.all(), body.host_id, "host_id"),
        companions=_each(Staff.objects.all(), body.companion_ids, "companion_ids"),
        guide=named(Guide.objects.filter(retired_at=None), body.guide_id, "guide_id"),
        **{name: getattr(body, name) for name in same},
    )


def _each(rows: "QuerySet[Any]", ids: Iterable[int], field: str) -> Sequence[Any]:
    return [named(rows, pk, field) for pk in dict.fromkeys(ids)]


def _talks() -> "QuerySet[Interview]":
    return Interview.objects.prefetch_related("guests", "companions", "quotes")


def _found(talk_id: int) -> Interview:
    return kept(_talks().filter(pk=talk_id).first(), "talk")


def _row(talk: Interview) -> dict[str, Any]:
    return {
        "id": talk.pk,
        **{name: getattr(talk, name) for name in _SAME},
        "companion_ids": sorted(one.staff_id for one in talk.companions.all()),
        "contact_ids": sorted(one.contact_id for one in talk.guests.all()),
        "guests": [_guest(one) for one in sorted(talk.guests.all(), key=lambda one: one.contact_id)],
        "feedback_ids": sorted(one.feedback_id for one in talk.quotes.all()),
        "page": page_address(f"talks/{talk.pk}/"),
    }


def _guest(one: Guest) -> dict[str, Any]:
    return {"contact_id": one.contact_id, "answer": one.answer, "answered_at": one.answered_at}
