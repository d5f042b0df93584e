"""Contacts: the people of your customers."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Field, Query, Schema

from wellheard.customers.commands import Place, add_contact, edit_contact
from wellheard.customers.models import Company, Contact, ContactIdentity, Membership, SegmentMember
from wellheard.foundation.paging import page_of
from wellheard.foundation.text.clean import clean_email
from wellheard.workspace.api import (
    ChangeSaid,
    Id,
    Line,
    Listing,
    ProblemError,
    Said,
    ScopedRouter,
    TokenRequest,
    at_version,
    listed,
    page_address,
    told,
    unmerged,
)

router = ScopedRouter("companies", "contacts")

_Email = Annotated[str, Field(max_length=320)]


class PlaceSaid(Said):
    """A contact's place in a company."""

    company_id: Id
    role: Membership.Role = Membership.Role.USER


class NewContact(Said):
    """A person. The first place is the company they speak for when nothing else is said."""

    name: Line = ""
    language: Annotated[str, Field(max_length=10, description="ISO 639 code")] = ""
    emails: Annotated[list[_Email], Field(max_length=10)] = []
    places: Annotated[list[PlaceSaid], Field(max_length=20)] = []
    attributes: Annotated[dict[str, str | int | float | bool | None], Field(max_length=50)] = {}


class ContactChange(NewContact, ChangeSaid):
    """What is different about a person now. Lists replace what was there."""


class PlaceTold(Schema):
    """Where a contact belongs."""

    company_id: int
    role: str
    is_primary: bool


class ContactTold(Schema):
    """A person as we know them."""

    id: int
    name: str
    language: str
    emails: list[str]
    external_ids: list[str]
    places: list[PlaceTold]
    attributes: dict[str, Any]
    created_at: datetime
    version: int
    page: str = Field(description="Where your team reads it")


class Contacts(Schema):
    """A page of contacts."""

    items: list[ContactTold]
    next: str | None


class ContactsAsked(Listing):
    """Which contacts are wanted."""

    email: _Email = ""
    external_id: Annotated[str, Field(max_length=320, description="Your product's id of this person")] = ""
    company: Id | None = None
    segment: Id | None = None


@router.reads("/contacts", Contacts, "List contacts")
def list_contacts(request: TokenRequest, asked: Query[ContactsAsked]) -> HttpResponse:
    """Return contacts, the oldest first."""
    rows = Contact.objects.prefetch_related("identities", "memberships")
    if asked.email:
        rows = rows.filter(pk__in=_known("email", clean_email(asked.email)))
    if asked.external_id:
        rows = rows.filter(pk__in=_known("external", asked.external_id))
    if asked.company:
        rows = rows.filter(pk__in=Membership.objects.filter(company=asked.company).values("contact"))
    if asked.segment:
        members = SegmentMember.objects.filter(segment=asked.segment).values("company")
        rows = rows.filter(pk__in=Membership.objects.filter(company__in=members).values("contact"))
    return listed(request, page_of(rows, order=("pk",), cursor=asked.cursor, size=asked.limit), contact_row)


@router.reads("/contacts/{contact_id}", ContactTold, "Read a contact")
def read_contact(request: TokenRequest, contact_id: int) -> HttpResponse:  # noqa: ARG001 - its token was checked
    """Return one contact; one that was merged leads on to where they went."""
    return told(contact_row(contact_of(contact_id)))


@router.writes("POST", "/contacts", {201: ContactTold}, "Add a contact")
def create_contact(request: TokenRequest, body: NewContact) -> HttpResponse:  # noqa: ARG001
    """Add a contact. 422 where an address belongs to another one; `identify` finds or adds one by your own id."""
    return told(contact_row(add_contact(**_fields(body))), status=201)


@router.writes("PATCH", "/contacts/{contact_id}", {200: ContactTold}, "Change a contact")
def change_contact(request: TokenRequest, contact_id: int, body: ContactChange) -> HttpResponse:
    """Change what you name; the rest stays."""
    version = at_version(request, contact_of(contact_id), body.version)
    return told(contact_row(edit_contact(contact_id=contact_id, version=version, **_fields(body))))


def contact_of(contact_id: int) -> Contact:
    """Return a contact. Raises ProblemError 404, or MovedError for one that was merged."""
    return unmerged(Contact.with_merged.all(), contact_id, "contact", "contacts")


def contact_row(contact: Contact) -> dict[str, Any]:
    """Return a contact as programs read it."""
    identities = sorted(contact.identities.all(), key=lambda one: one.pk)
    return {
        "id": contact.pk,
        "name": contact.name,
        "language": contact.language,
        "emails": [one.value for one in identities if one.kind == ContactIdentity.Kind.EMAIL],
        "external_ids": [one.value for one in identities if one.kind == ContactIdentity.Kind.EXTERNAL],
        "places": [
            {"company_id": one.company_id, "role": one.role, "is_primary": one.is_primary}
            for one in contact.memberships.all()
        ],
        "attributes": contact.attributes,
        "created_at": contact.created_at,
        "version": contact.version,
        "page": page_address(f"contacts/{contact.pk}/"),
    }


def _known(kind: str, value: str) -> Any:
    return ContactIdentity.objects.filter(kind=kind, value=value).values("contact")


def _fields(body: NewContact) -> Any:
    said = body.model_dump(exclude_unset=True, exclude={"version", "places"})
    if "places" in body.model_fields_set:
        said["places"] = [Place(place.company_id, place.role.value) for place in body.places]
        wanted = {place.company_id for place in body.places}
        if Company.objects.filter(pk__in=wanted).count() < len(wanted):
            raise ProblemError(422, "places: there is no company with one of these ids; check them.", kind="refused")
    return said
