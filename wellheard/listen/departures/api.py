"""Departures for programs: who left, why, with how much money, and who came back."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema

from wellheard.customers.models import Company
from wellheard.customers.queries import company_known_as
from wellheard.foundation.paging import page_of
from wellheard.foundation.text.clean import clean_line
from wellheard.listen.departures.commands import DepartureError, Helped, Leaving, record_departure, record_return
from wellheard.listen.departures.models import Departure
from wellheard.workspace.api import (
    Day,
    Id,
    Listing,
    Minor,
    ProblemError,
    Said,
    ScopedRouter,
    TokenRequest,
    kept,
    listed,
    named,
    page_address,
    told,
)
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Competitor, Reason

router = ScopedRouter("departures", "departures")

_Mrr = Annotated[Minor | None, Field(description="Per month, in minor units of the reporting currency")]


class NewDeparture(Said):
    """That a company left, as your billing system or your own program knows it."""

    source: Annotated[
        str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$", description="Your system's name, such as billing")
    ]
    external_id: Annotated[str, Field(min_length=1, max_length=200, description="Your own id of this departure")]
    company_id: Id | None = None
    company_external_id: Annotated[
        str, Field(max_length=100, description="Your id of the company, instead of ours")
    ] = ""
    left_on: Annotated[Day, Field(description="The day they left or gave notice")]
    reported_by: Literal["customer", "billing"] = "billing"
    reason_id: Annotated[Id | None, Field(description="One of our reasons for leaving")] = None
    reason_said: Annotated[
        str, Field(max_length=200, description="The reason in your system's word; its meaning is said once")
    ] = ""
    competitor_id: Id | None = None
    contact_id: Annotated[Id | None, Field(description="Who told you, of this company")] = None
    words: Annotated[str, Field(max_length=20_000, description="What the customer said; it becomes feedback")] = ""
    could_have: Annotated[str, Field(max_length=5_000, description="What we could have done")] = ""
    mrr_minor: _Mrr = None


class NewReturn(Said):
    """That a company came back."""

    returned_on: Day
    mrr_minor: _Mrr = None
    helped: Annotated[str, Field(max_length=5_000, description="What brought them back")] = ""


class DepartureTold(Schema):
    """One time a company left. Amounts are per month, in minor units of `currency`; null where nobody knows."""

    id: int
    company_id: int
    contact_id: int | None
    left_on: date
    reason_id: int | None
    reason_said: str
    competitor_id: int | None
    mrr_minor: int | None
    currency: str
    feedback_id: int | None
    could_have: str
    reported_by: str
    recorded_at: datetime
    source: str
    external_id: str
    is_away: bool = Field(description="Whether they are away now")
    returned_on: date | None
    returned_mrr_minor: int | None
    return_from: str
    helped: str
    helped_idea_id: int | None = Field(description="The idea of theirs that brought them back")
    version: int
    page: str = Field(description="Where your team reads it")


class Departures(Schema):
    """A page of departures."""

    items: list[DepartureTold]
    next: str | None


class DeparturesAsked(Listing):
    """Which departures are wanted."""

    company: Id | None = None
    reason: Annotated[Id | None, Field(description="This reason, and those below it")] = None
    source: Annotated[str, Field(max_length=40)] = ""
    state: Literal["away", "returned"] | None = None


@router.reads("/departures", Departures, "List departures")
def list_departures(request: TokenRequest, asked: Query[DeparturesAsked]) -> HttpResponse:
    """Return departures, the newest first."""
    rows = Departure.objects.all()
    if asked.company:
        rows = rows.filter(company=asked.company)
    if asked.reason:
        rows = rows.filter(Q(reason=asked.reason) | Q(reason__parent=asked.reason))
    if asked.source:
        rows = rows.filter(source=asked.source)
    if asked.state:
        rows = rows.open() if asked.state == "away" else rows.returned()
    return listed(request, page_of(rows, order=("-left_on", "-pk"), cursor=asked.cursor, size=asked.limit), _row)


@router.reads("/departures/{departure_id}", DepartureTold, "Read a departure")
def read_departure(request: TokenRequest, departure_id: int) -> HttpResponse:  # noqa: ARG001 - its token was checked
    """Return one departure."""
    return told(_row(_found(departure_id)))


@router.writes("POST", "/departures", {201: DepartureTold, 200: DepartureTold}, "Record a departure")
@transaction.atomic
def create_departure(request: TokenRequest, body: NewDeparture) -> HttpResponse:  # noqa: ARG001
    """Record that a company left. 201 when it is new; 200 when this source told us of this id before, which changes nothing."""
    leaving = _leaving(body)
    is_new = not Departure.objects.filter(source=leaving.source, external_id=leaving.external_id).exists()
    departure = record_departure(leaving=leaving, by=None)
    return told(_row(_found(departure.pk)), status=201 if is_new else 200)


@router.writes("POST", "/departures/{departure_id}/return", {200: DepartureTold}, "Record that a company came back")
def record_company_return(request: TokenRequest, departure_id: int, body: NewReturn) -> HttpResponse:  # noqa: ARG001
    """Record a return; the same day once more changes nothing. What they pay is asked of their subscriptions where left out."""
    departure = _found(departure_id)
    record_return(
        departure_id=departure.pk,
        returned_on=body.returned_on,
        mrr_minor=body.mrr_minor,
        helped=Helped(words=body.helped),
        return_from="api",
    )
    return told(_row(_found(departure.pk)))


def _leaving(body: NewDeparture) -> Leaving:
    same = ("left_on", "reported_by", "reason_said", "words", "could_have", "mrr_minor", "source")
    reasons = Reason.objects.filter(kind=Reason.Kind.DEPARTURE)
    company = _company(body)
    return Leaving(
        company_id=company.pk,
        external_id=_key(body),
        reason=named(reasons, body.reason_id, "reason_id"),
        competitor=named(Competitor.objects.all(), body.competitor_id, "competitor_id"),
        contact=named(company.contacts.filter(merged_into=None), body.contact_id, "contact_id"),
        **{name: getattr(body, name) for name in same},
    )


def _key(body: NewDeparture) -> str:
    """Return their id of a departure as we keep it. Raises DepartureError for none: the same told twice would be two."""
    key = clean_line(body.external_id)
    if not key:
        raise DepartureError(_("Say your own id of this departure; by it we know it again."), field="external_id")
    return key


def _company(body: NewDeparture) -> Company:
    """Return who left, by our id or by yours. Raises ProblemError 422."""
    ours = named(Company.objects.filter(merged_into=None), body.company_id, "company_id")
    company = ours or company_known_as(body.company_external_id)
    if company is None:
        sentence = _("Say who left: company_id, or company_external_id of a company we know.")
        raise ProblemError(422, sentence, kind="refused")
    return company


def _found(departure_id: int) -> Departure:
    return kept(Departure.objects.filter(pk=departure_id).first(), "departure")


def _row(departure: Departure) -> dict[str, Any]:
    ours = {"currency": installation().currency, "is_away": departure.is_open}
    ours["page"] = page_address(f"departures/{departure.pk}/")
    return {name: ours[name] if name in ours else getattr(departure, name) for name in DepartureTold.model_fields}
