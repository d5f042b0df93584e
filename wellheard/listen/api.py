"""The public API of listening: other programs tell us what customers said."""

from datetime import datetime
from typing import Annotated, Literal

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status
from ninja.errors import HttpError
from pydantic import ConfigDict

from wellheard.foundation.facts.actors import Actor, acting
from wellheard.foundation.facts.models import Fact
from wellheard.listen.commands import MOST_CHARACTERS, Heard, Organisation, Person, receive_feedback
from wellheard.listen.models import Feedback
from wellheard.workspace.models import ApiToken

router = Router(tags=["feedback"])

_Line = Annotated[str, Field(max_length=200)]


class Said(Schema):
    """A part of a request; fields we do not know are refused, so that a slip of the pen is not lost in silence."""

    model_config = ConfigDict(extra="forbid")


class ContactSaid(Said):
    """Who said it. An address or your own id is enough; without both, the name is only kept beside the words."""

    email: Annotated[str, Field(max_length=320, description="Compared without case; never taken for proved")] = ""
    external_id: Annotated[str, Field(max_length=320, description="Your product's id of this person")] = ""
    name: _Line = ""


class CompanySaid(Said):
    """For which company. A company with a new external id and a name is added; a name alone only finds one."""

    external_id: Annotated[str, Field(max_length=100, description="The company's id in your CRM or billing system")] = (
        ""
    )
    name: _Line = ""


class NewFeedback(Said):
    """One thing one customer told you, in their own words."""

    words: str = Field(min_length=1, max_length=MOST_CHARACTERS, description="What the customer said, as they said it")
    contact: ContactSaid | None = None
    company: CompanySaid | None = None
    heard_at: Annotated[datetime | None, Field(description="When it was said; now when left out")] = None
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
    language: str
    quotable: str
    heard_at: datetime
    recorded_at: datetime
    contact_id: int | None
    company_id: int | None
    url: str
    version: str
    origin: str
    origin_key: str
    page: str = Field(description="Where your team reads it")

    @staticmethod
    def resolve_page(feedback: Feedback) -> str:
        """Return the address of its page."""
        return settings.BASE_URL.rstrip("/") + reverse("feedback", args=[feedback.pk])


class Problem(Schema):
    """What is wrong, and what to do next."""

    detail: str
    problems: list[str] = []


_PROBLEMS = {400: Problem, 401: Problem, 413: Problem, 415: Problem, 422: Problem, 429: Problem}


class TokenRequest(HttpRequest):
    """A request that brought a usable API token."""

    auth: ApiToken


@router.post(
    "/feedback", response={201: FeedbackKept, 200: FeedbackKept, **_PROBLEMS}, summary="Tell what a customer said"
)
def create_feedback(request: TokenRequest, body: NewFeedback) -> Status[Feedback]:
    """Keep what a customer said. 201 when it is new, 200 when the same origin_key told us before."""
    with acting(Actor(Fact.Actor.API, request.auth.pk)):
        heard = _receive(body)
    return Status(201 if heard.is_new else 200, heard.feedback)


@router.get(
    "/feedback/{feedback_id}",
    response={200: FeedbackKept, 401: Problem, 404: Problem, 422: Problem, 429: Problem},
    summary="Read it",
)
def read_feedback(request: TokenRequest, feedback_id: int) -> Feedback:  # noqa: ARG001 - its token was checked
    """Return one piece of feedback."""
    feedback = Feedback.objects.filter(pk=feedback_id).first()
    if feedback is None:
        raise HttpError(404, _("There is no feedback with this id; check the number."))
    return feedback


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
