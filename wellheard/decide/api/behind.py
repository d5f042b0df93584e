"""What stands behind ideas: who needs them, by which words, and feedback that nothing is to be done about."""

from datetime import date, datetime
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpResponse
from ninja import Field, Query, Schema

from wellheard.decide.api.ideas import IdeaTold, idea_of, idea_row
from wellheard.decide.commands import (
    link_feedback,
    reaffirm_evidence,
    set_importance,
    unlink_feedback,
    withdraw_evidence,
)
from wellheard.decide.models import Evidence, EvidenceItem
from wellheard.foundation.paging import page_of
from wellheard.listen.api.feedback import FeedbackKept, feedback_of, feedback_row
from wellheard.listen.commands import bring_back_feedback, set_aside_feedback
from wellheard.listen.models import AsideReason
from wellheard.workspace.api import Id, Listing, Said, ScopedRouter, TokenRequest, kept, listed, told

router = ScopedRouter("ideas", "evidence")

_Importance = Annotated[int, Field(ge=1, le=3, description="1 nice, 2 important, 3 cannot work without")]


class EvidenceTold(Schema):
    """That one company (a contact, where no company is known) needs an idea."""

    id: int
    idea_id: int
    company_id: int | None
    contact_id: int | None
    importance: int | None
    importance_set_by: str
    grade: str = Field(description="A left or bought elsewhere, B said so, C reported by staff, D voted only")
    first_at: datetime
    last_at: datetime
    needed_by: date | None
    reaffirmed_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_reason: str


class EvidencePage(Schema):
    """A page of evidence."""

    items: list[EvidenceTold]
    next: str | None


class Linked(Said):
    """What a customer said, and how much they need it where you know."""

    feedback_id: Id
    importance: _Importance | None = None


class EvidenceChange(Said):
    """How much a company needs it now, or that it does not any more."""

    importance: _Importance | None = None
    withdrawn_reason: Annotated[str | None, Field(max_length=2000, description="Why they no longer need it")] = None
    reaffirmed: Annotated[bool, Field(description="They still need it, also where it had been withdrawn")] = False


class Aside(Said):
    """Why there is nothing to do about it."""

    reason: AsideReason
    note: Annotated[str, Field(max_length=500)] = ""


@router.reads("/ideas/{idea_id}/evidence", EvidencePage, "List who needs an idea")
def list_evidence(request: TokenRequest, idea_id: int, listing: Query[Listing]) -> HttpResponse:
    """Return who needs an idea, one row a company, also what was withdrawn; the oldest first."""
    rows = Evidence.objects.filter(idea=idea_of(idea_id))
    return listed(request, page_of(rows, order=("pk",), cursor=listing.cursor, size=listing.limit), _row)


@router.writes(
    "POST", "/ideas/{idea_id}/feedback", {200: EvidenceTold}, "Link feedback to an idea", name="link_feedback"
)
def create_link(request: TokenRequest, idea_id: int, body: Linked) -> HttpResponse:  # noqa: ARG001
    """Make feedback evidence for an idea; linking it again changes nothing."""
    item = link_feedback(
        feedback_id=feedback_of(body.feedback_id).pk, idea_id=idea_of(idea_id).pk, by=None, importance=body.importance
    )
    return told(_row(Evidence.objects.get(pk=item.evidence_id)))


@router.writes(
    "DELETE", "/ideas/{idea_id}/feedback/{feedback_id}", {200: IdeaTold}, "Take a link back", name="unlink_feedback"
)
def delete_link(request: TokenRequest, idea_id: int, feedback_id: int) -> HttpResponse:  # noqa: ARG001
    """Let feedback be no evidence for an idea any more; the feedback stays."""
    unlink_feedback(feedback_id=feedback_of(feedback_id).pk, idea_id=idea_of(idea_id).pk)
    return told(idea_row(idea_of(idea_id)))


@router.writes("PATCH", "/evidence/{evidence_id}", {200: EvidenceTold}, "Say how much it is needed")
@transaction.atomic
def change_evidence(request: TokenRequest, evidence_id: int, body: EvidenceChange) -> HttpResponse:  # noqa: ARG001
    """Set how much a company needs an idea, withdraw it with a reason, or reaffirm it."""
    kept(Evidence.objects.filter(pk=evidence_id).first(), "evidence")
    if body.importance is not None:
        set_importance(evidence_id=evidence_id, importance=body.importance, set_by=Evidence.SetBy.STAFF)
    if body.withdrawn_reason is not None:
        withdraw_evidence(evidence_id=evidence_id, reason=body.withdrawn_reason)
    if body.reaffirmed:
        reaffirm_evidence(evidence_id=evidence_id)
    return told(_row(Evidence.objects.get(pk=evidence_id)))


@router.writes(
    "PUT", "/feedback/{feedback_id}/aside", {200: FeedbackKept}, "Set feedback aside", name="set_feedback_aside"
)
@transaction.atomic
def put_aside(request: TokenRequest, feedback_id: int, body: Aside) -> HttpResponse:  # noqa: ARG001
    """Note that there is nothing to do about it: it leaves the queue and is evidence for nothing. It stays readable."""
    feedback_of(feedback_id)
    set_aside_feedback(feedback_id=feedback_id, reason=body.reason, note=body.note, by=None)
    linked = EvidenceItem.objects.filter(feedback=feedback_id).order_by("idea_id").values_list("idea_id", flat=True)
    for idea_id in list(linked):
        unlink_feedback(feedback_id=feedback_id, idea_id=idea_id)
    return told(feedback_row(feedback_of(feedback_id)))


@router.writes(
    "DELETE", "/feedback/{feedback_id}/aside", {200: FeedbackKept}, "Bring feedback back", name="bring_feedback_back"
)
def delete_aside(request: TokenRequest, feedback_id: int) -> HttpResponse:  # noqa: ARG001
    """Put what was set aside back into the queue."""
    bring_back_feedback(feedback_id=feedback_of(feedback_id).pk)
    return told(feedback_row(feedback_of(feedback_id)))


def _row(evidence: Evidence) -> dict[str, Any]:
    return {name: getattr(evidence, name) for name in EvidenceTold.model_fields}
