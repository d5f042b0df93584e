"""The public API of customers: the vendor's own server tells us who uses its product."""

from typing import Annotated, Any, cast

from django.http import HttpResponse
from ninja import Field, Schema

from wellheard.customers.commands import CompanyFields, Known, Trust, identify, join_device, set_stated_mrr
from wellheard.customers.models import Contact, Membership
from wellheard.workspace.api import Day, Line, Minor, Said, ScopedRouter, TokenRequest, told

router = ScopedRouter("companies", "people")

_Traits = Annotated[dict[str, str | int | float | bool | None], Field(max_length=50)]


class Money(Said):
    """What a company pays a month."""

    amount_minor: Annotated[Minor, Field(description="Per month, in minor units of the currency")]
    currency: Annotated[str, Field(pattern=r"^[A-Za-z]{3}$", description="ISO 4217")]
    since: Annotated[Day | None, Field(description="From which day; today when left out")] = None


class CompanyTraits(Said):
    """The person's company. One with a new external id and a name is added; what is left out stays as it is."""

    external_id: Annotated[str, Field(min_length=1, max_length=100, description="Its id in your CRM or billing system")]
    name: Line = ""
    domain: Annotated[str, Field(max_length=253)] = ""
    plan: Annotated[str, Field(max_length=80)] = ""
    industry: Annotated[str, Field(max_length=80)] = ""
    mrr: Money | None = None


class Identification(Said):
    """Who uses your product."""

    external_id: Annotated[str, Field(min_length=1, max_length=320, description="Your product's own id of this person")]
    email: Annotated[str, Field(max_length=320)] = ""
    email_verified: Annotated[
        bool,
        Field(description="They proved to you that they read this address; only then it joins what its owner told us"),
    ] = False
    name: Line = ""
    language: Annotated[str, Field(max_length=10, description="ISO 639 code")] = ""
    traits: Annotated[_Traits, Field(description="Anything else: texts, numbers, yes or no")] = {}
    device_id: Annotated[
        str, Field(max_length=320, description="The id under which they were here before you knew them")
    ] = ""
    company: CompanyTraits | None = None


class Identified(Schema):
    """The contact and company as we know them now."""

    contact_id: int
    company_id: int | None


@router.writes("POST", "/identify", {200: Identified}, "Tell who uses your product", name="identify")
def create_identification(request: TokenRequest, body: Identification) -> HttpResponse:  # noqa: ARG001
    """Make the contact and their company, or bring them up to date. Sending the same again changes nothing."""
    contact = _identified(body)
    home = Membership.objects.filter(contact=contact)
    if body.company:
        home = home.filter(company__in=contact.companies.all())
    company_id = home.order_by("-is_primary").values_list("company", flat=True).first()
    return told({"contact_id": contact.pk, "company_id": company_id})


def _identified(body: Identification) -> Contact:
    known = Known(
        external_id=body.external_id,
        email=body.email,
        trust=Trust.PROVED if body.email_verified else Trust.VOUCHED,
        name=body.name,
        language=body.language,
        attributes=dict(body.traits),
    )
    contact = identify(known=known, company=_company(body.company))
    if body.device_id:
        contact = join_device(contact=contact, device_id=body.device_id)
    if body.company and body.company.mrr:
        money = body.company.mrr
        set_stated_mrr(
            external_id=body.company.external_id,
            amount_minor=money.amount_minor,
            currency=money.currency,
            since=money.since,
        )
    return contact


def _company(said: CompanyTraits | None) -> CompanyFields | None:
    if said is None:
        return None
    fields: dict[str, Any] = said.model_dump(exclude={"mrr"})
    return cast("CompanyFields", {name: value for name, value in fields.items() if value})
