"""Companies, as your CRM or billing system keeps them in step."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Field, Query, Schema

from wellheard.customers.commands import add_company, edit_company, save_company
from wellheard.customers.models import Company, SegmentMember
from wellheard.customers.queries import company_known_as
from wellheard.foundation.paging import page_of
from wellheard.workspace.api import (
    ChangeSaid,
    Day,
    Id,
    Line,
    Listing,
    Said,
    ScopedRouter,
    TokenRequest,
    at_version,
    listed,
    named,
    page_address,
    told,
    unmerged,
)
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Staff, Tier

router = ScopedRouter("companies", "companies")

_ORDER = ("pk",)
_ExternalId = Annotated[str, Field(max_length=100, description="Its id in your CRM or billing system")]


class CompanyFieldsSaid(Said):
    """What you know of a company. What is left out stays as it is."""

    name: Line = ""
    domain: Annotated[str, Field(max_length=253)] = ""
    stage: Company.Stage = Company.Stage.ACTIVE
    industry: Annotated[str, Field(max_length=80)] = ""
    country: Annotated[str, Field(max_length=2, description="ISO 3166, two letters")] = ""
    plan: Annotated[str, Field(max_length=80)] = ""
    seats: Annotated[int | None, Field(ge=0, lt=2**31)] = None
    joined_on: Day | None = None
    renews_on: Day | None = None
    tags: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=20)] = []
    attributes: Annotated[
        dict[str, str | int | float | bool | None], Field(max_length=50, description="Your own; they replace the old")
    ] = {}
    owner_id: Annotated[Id | None, Field(description="Who of your staff looks after it")] = None
    tier_id: Annotated[Id | None, Field(description="Its tier")] = None


class NewCompany(CompanyFieldsSaid):
    """A company that is not there yet."""

    external_id: _ExternalId = ""


class CompanyChange(NewCompany, ChangeSaid):
    """What is different about a company now."""


class CompanyTold(Schema):
    """A company as we know it. Its MRR is the sum of its running subscriptions."""

    id: int
    external_id: str
    name: str
    domain: str
    stage: str
    industry: str
    country: str
    plan: str
    seats: int | None
    joined_on: date | None
    renews_on: date | None
    tags: list[str]
    attributes: dict[str, Any]
    owner_id: int | None
    tier_id: int | None
    mrr_minor: int = Field(description="Per month, in minor units of the reporting currency")
    currency: str
    created_at: datetime
    version: int
    page: str = Field(description="Where your team reads it")


class Companies(Schema):
    """A page of companies."""

    items: list[CompanyTold]
    next: str | None


class CompaniesAsked(Listing):
    """Which companies are wanted."""

    q: Annotated[str, Field(max_length=100, description="Part of the name")] = ""
    external_id: _ExternalId = ""
    stage: Company.Stage | None = None
    segment: Id | None = None


@router.reads("/companies", Companies, "List companies")
def list_companies(request: TokenRequest, asked: Query[CompaniesAsked]) -> HttpResponse:
    """Return companies, the oldest first."""
    rows = Company.objects.all()
    if asked.external_id:
        rows = rows.filter(external_id=asked.external_id)
    if asked.q:
        rows = rows.filter(name__icontains=asked.q)
    if asked.stage:
        rows = rows.filter(stage=asked.stage)
    if asked.segment:
        rows = rows.filter(pk__in=SegmentMember.objects.filter(segment=asked.segment).values("company"))
    return listed(request, page_of(rows, order=_ORDER, cursor=asked.cursor, size=asked.limit), company_row)


@router.reads("/companies/{company_id}", CompanyTold, "Read a company")
def read_company(request: TokenRequest, company_id: int) -> HttpResponse:  # noqa: ARG001 - its token was checked
    """Return one company; one that was merged leads on to where it went."""
    return told(company_row(company_of(company_id)))


@router.writes("POST", "/companies", {201: CompanyTold}, "Add a company")
def create_company(request: TokenRequest, body: NewCompany) -> HttpResponse:  # noqa: ARG001
    """Add a company. 422 where another one has its external id."""
    return told(company_row(add_company(**_fields(body))), status=201)


@router.writes("PATCH", "/companies/{company_id}", {200: CompanyTold}, "Change a company")
def change_company(request: TokenRequest, company_id: int, body: CompanyChange) -> HttpResponse:
    """Change what you name; the rest stays."""
    version = at_version(request, company_of(company_id), body.version)
    return told(company_row(edit_company(company_id=company_id, version=version, **_fields(body))))


@router.writes(
    "PUT",
    "/companies/external/{external_id}",
    {200: CompanyTold, 201: CompanyTold},
    "Add or change a company by your own id",
)
def put_company(request: TokenRequest, external_id: str, body: CompanyFieldsSaid) -> HttpResponse:  # noqa: ARG001
    """Add the company your system knows by this id, or bring it up to date. Sending the same again changes nothing."""
    known = company_known_as(_storable(external_id))
    company = save_company(**{**_fields(body), "external_id": known.external_id if known else external_id})
    return told(company_row(company), status=200 if known else 201)


def company_of(company_id: int) -> Company:
    """Return a company. Raises ProblemError 404, or MovedError for one that was merged."""
    return unmerged(Company.with_merged.all(), company_id, "company", "companies")


def company_row(company: Company) -> dict[str, Any]:
    """Return a company as programs read it."""
    same = {name: getattr(company, name) for name in CompanyTold.model_fields if name not in {"currency", "page"}}
    return {**same, "currency": installation().currency, "page": page_address(f"companies/{company.pk}/")}


def _fields(body: CompanyFieldsSaid) -> Any:
    """Return what was said, as commands take it. Raises ProblemError for an owner or a tier that does not exist."""
    said = body.model_dump(exclude_unset=True, exclude={"version", "owner_id", "tier_id"})
    if "owner_id" in body.model_fields_set:
        said["owner"] = named(Staff.objects.at_work(), body.owner_id, "owner_id")
    if "tier_id" in body.model_fields_set:
        said["tier"] = named(Tier.objects.all(), body.tier_id, "tier_id")
    return said


def _storable(text: str) -> str:
    """Return a text from an address as the database can compare it."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()
