"""What customers said: other programs tell it, read it, and say who it was."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema

from wellheard.customers.models import Company, Contact
from wellheard.foundation import clock
from wellheard.foundation.paging import page_of
from wellheard.listen.commands import (
    MOST_CHARACTERS,
    Heard,
    Organisation,
    Person,
    place_feedback,
    receive_feedback,
    set_quotable,
)
from wellheard.listen.models import Feedback
from wellheard.workspace.api import (
    Id,
    Line,
    Listing,
    Moment,
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

router = ScopedRouter("feedback", "feedback")


class ContactSaid(Said):
    """Who said it. An address or your own id is enough; without both, the name is only kept beside the words."""

    email: Annotated[str, Field(max_length=320, description="Compared without case; never taken for proved")] = ""
    external_id: Annotated[str, Field(max_length=320, description="Your product's id of this person")] = ""
    name: Line = ""


class CompanySaid(Said):
    """For which company. A company with a new external id and a name is added; a name alone only finds one."""

    external_id: Annotated[str, Field(max_length=100, description="The company's id in your CRM or billing system")] = (
        ""
    )
    name: Line = ""


class NewFeedback(Said):
    """One thing one customer told you, in their own words."""

    words: str = Field(min_length=1, max_length=MOST_CHARACTERS, description="What the customer said, as they said it")
    contact: ContactSaid | None = None
    company: CompanySaid | None = None
    heard_at: Annotated[Moment | None, Field(description="When it was said; now when left out")] = None
    url: Annotated[str, Field(max_length=2000, description="Where in your product it was said")] = ""
    version: Annotated[str, Field(max_length=60, description="Version of your product")] = ""
    language: Annotated[str, Field(max_length=10, description="ISO 639 code; told from the words when left out")] = ""
    quotable: Annotated[Feedback.Quotable, Field(description="Whether the customer may be quoted, and how")] = (
        Feedback.Quotable.NO
    )
    origin: Annotated[str, Field(max_length=60, description="Your system's name, where several send to us")] = ""
    origin_key: Annotated[
        str, Field(max_length=200, description="Your own id of this; sending it again changes nothing")
    ] = ""
    acknowledge: Annotated[
        Literal["mail", "none"], Field(description="mail: thank the contact and say when we answer")
    ] = "none"


class FeedbackKept(Schema):
    """Feedback as we keep it."""

    id: int
    words: str
    source: str
    voice: str
    language: str
    quotable: str
    heard_at: datetime
    recorded_at: datetime
    contact_id: int | None
    company_id: int | None
    area_id: int | None
    category_id: int | None
    filed_at: datetime | None
    set_aside_at: datetime | None
    set_aside_reason: str
    published_at: datetime | None
    url: str
    version: str
    origin: str
    origin_key: str
    page: str = Field(description="Where your team reads it")


class FeedbackPage(Schema):
    """A page of feedback."""

    items: list[FeedbackKept]
    next: str | None


class FeedbackChange(Said):
    """Who said it, now that you know, and whether it may be quoted. What is left out stays."""

    contact_id: Id | None = None
    company_id: Id | None = None
    quotable: Feedback.Quotable | None = None


class FeedbackAsked(Listing):
    """Which feedback is wanted. What was split or said twice is counted once."""

    contact: Id | None = None
    company: Id | None = None
    area: Annotated[Id | None, Field(description="This area alone, without its parts")] = None
    category: Id | None = None
    source: Feedback.Source | None = None
    state: Annotated[Literal["waiting", "filed", "aside"] | None, Field(description="Where it stands in triage")] = None
    heard_after: Moment | None = None


@router.writes("POST", "/feedback", {201: FeedbackKept, 200: FeedbackKept}, "Tell what a customer said")
def create_feedback(request: TokenRequest, body: NewFeedback) -> HttpResponse:  # noqa: ARG001 - its token was checked
    """Keep what a customer said. 201 when it is new, 200 when the same origin_key told us before."""
    heard = _receive(body)
    return _told(heard.feedback, status=201 if heard.is_new else 200)


@router.reads("/feedback", FeedbackPage, "List what customers said")
def list_feedback(request: TokenRequest, asked: Query[FeedbackAsked]) -> HttpResponse:
    """Return what customers said, the newest first."""
    rows = Feedback.objects.counted()
    for name in ("contact", "company", "area", "category", "source"):
        if wanted := getattr(asked, name):
            rows = rows.filter(**{name: wanted})
    if asked.state:
        rows = {"waiting": rows.unfiled, "filed": rows.filed, "aside": rows.set_aside}[asked.state]()
    if asked.heard_after:
        rows = rows.filter(heard_at__gt=moment_of(asked.heard_after))
    page = page_of(rows, order=("-heard_at", "-pk"), cursor=asked.cursor, size=asked.limit)
    return listed(request, page, feedback_row)


@router.reads("/feedback/{feedback_id}", FeedbackKept, "Read it")
def read_feedback(request: TokenRequest, feedback_id: int) -> HttpResponse:  # noqa: ARG001 - its token was checked
    """Return one piece of feedback."""
    return _told(feedback_of(feedback_id))


@router.writes("PATCH", "/feedback/{feedback_id}", {200: FeedbackKept}, "Say who said it, or whether it may be quoted")
@transaction.atomic
def change_feedback(request: TokenRequest, feedback_id: int, body: FeedbackChange) -> HttpResponse:  # noqa: ARG001
    """Place feedback with a contact or company, and note whether it may be quoted."""
    feedback_of(feedback_id)
    contact = named(Contact.objects.all(), body.contact_id, "contact_id")
    company = named(Company.objects.all(), body.company_id, "company_id")
    if contact or company:
        place_feedback(feedback_id=feedback_id, contact=contact, company=company)
    if body.quotable:
        set_quotable(feedback_id=feedback_id, quotable=body.quotable)
    return _told(feedback_of(feedback_id))


def feedback_of(feedback_id: int) -> Feedback:
    """Return one piece of feedback. Raises ProblemError 404."""
    return kept(Feedback.objects.filter(pk=feedback_id).first(), "feedback")


def feedback_row(feedback: Feedback) -> dict[str, Any]:
    """Return feedback as programs read it."""
    same = {name: getattr(feedback, name) for name in FeedbackKept.model_fields if name != "page"}
    return {**same, "page": page_address(f"feedback/{feedback.pk}/")}


def moment_of(said: datetime) -> datetime:
    """Return a moment; one without a zone is in the installation's. Raises ProblemError for years nobody lives in."""
    if not 1900 <= said.year < 2200:  # noqa: PLR2004 - beyond them zones cannot be reckoned
        raise ProblemError(422, _("Send a moment of this or the last century."), kind="refused")
    return said if timezone.is_aware(said) else timezone.make_aware(said, clock.zone())


def _told(feedback: Feedback, *, status: int = 200) -> HttpResponse:
    response = told(feedback_row(feedback), status=status)
    # Its version is that of the customer's product, no state of ours.
    del response.headers["ETag"]
    return response


def _receive(body: NewFeedback) -> Heard:
    contact, company = body.contact or ContactSaid(), body.company or CompanySaid()
    return receive_feedback(
        words=body.words,
        source=Feedback.Source.API,
        acknowledge=body.acknowledge,
        person=Person(contact.email, contact.external_id, contact.name),
        organisation=Organisation(company.external_id, company.name),
        heard_at=body.heard_at,
        url=body.url,
        version=body.version,
        language=body.language,
        quotable=body.quotable,
        origin=body.origin,
        origin_key=body.origin_key,
    )
