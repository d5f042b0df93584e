"""Link what customers said to ideas. The unit of demand is the company: one row per company and idea, the pieces behind it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.decide.commands.ideas import locked
from wellheard.decide.counters import recount
from wellheard.decide.models import Evidence, EvidenceItem, Idea
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_words
from wellheard.listen.models import Feedback
from wellheard.workspace.models import Staff

LINKED = names.declare("feedback.linked", "Feedback became evidence for an idea.")
UNLINKED = names.declare("feedback.unlinked", "Feedback is no longer evidence for an idea.")
IMPORTANCE_SET = names.declare("evidence.importance_set", "How much a company needs an idea was set.")
WITHDRAWN = names.declare("evidence.withdrawn", "A company no longer needs an idea.")
REAFFIRMED = names.declare("evidence.reaffirmed", "A company still needs an idea.")

_GRADES = {
    Feedback.Source.LOST_DEAL: Evidence.Grade.REVEALED,
    Feedback.Source.DEPARTURE: Evidence.Grade.REVEALED,
}


class LinkError(ValueError):
    """Feedback and idea cannot be linked so."""


@transaction.atomic
def link_feedback(
    *, feedback_id: int, idea_id: int, by: Staff | None, importance: int | None = None
) -> EvidenceItem:
    """Make feedback evidence for an idea; linking it again returns the link that is there. Raises LinkError, IdeaError."""
    idea = locked(idea_id)
    feedback = Feedback.objects.filter(pk=feedback_id).first()
    if feedback is None:
        raise LinkError(_("This feedback does not exist any more. Go back to the list."))
    if there := EvidenceItem.objects.filter(idea=idea, feedback=feedback).first():
        return there
    evidence = evidence_row(idea, feedback)
    item = EvidenceItem.objects.create(
        evidence=evidence, idea=idea, feedback=feedback, linked_by=by, linked_at=clock.now()
    )
    if importance is not None:
        set_importance(evidence_id=evidence.pk, importance=importance, set_by=Evidence.SetBy.STAFF)
    recount([idea.pk])
    ledger.record(LINKED, feedback, idea=idea.pk, evidence=evidence.pk)
    return item


@transaction.atomic
def unlink_feedback(*, feedback_id: int, idea_id: int) -> None:
    """Take a link back; a row of evidence with nothing behind it any more is withdrawn, not deleted."""
    idea = locked(idea_id)
    item = EvidenceItem.objects.filter(idea=idea, feedback_id=feedback_id).select_related("evidence", "feedback").first()
    if item is None or item.feedback is None:
        return
    item.delete()
    withdraw_if_bare(item.evidence)
    recount([idea.pk])
    ledger.record(UNLINKED, item.feedback, idea=idea.pk)


@transaction.atomic
def set_importance(*, evidence_id: int, importance: int, set_by: str) -> Evidence:
    """Set how much a company needs an idea: 1 nice, 2 important, 3 cannot work without; the latest word counts."""
    evidence = Evidence.objects.select_for_update().get(pk=evidence_id)
    evidence.importance, evidence.importance_set_by = Evidence.Importance(importance), set_by
    evidence.save(update_fields=["importance", "importance_set_by"])
    ledger.record(IMPORTANCE_SET, evidence, importance=importance, by=set_by)
    return evidence


@transaction.atomic
def withdraw_evidence(*, evidence_id: int, reason: str) -> Evidence:
    """Note that a company no longer needs an idea, and why. The row stays; it no longer counts."""
    evidence = Evidence.objects.select_for_update().get(pk=evidence_id)
    reason = clean_words(reason)
    if not reason:
        raise LinkError(_("Write why they no longer need it, so that nobody asks them again."))
    evidence.withdrawn_at, evidence.withdrawn_reason = clock.now(), reason
    evidence.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    recount([evidence.idea_id])
    ledger.record(WITHDRAWN, evidence, idea=evidence.idea_id)
    return evidence


@transaction.atomic
def reaffirm_evidence(*, evidence_id: int) -> Evidence:
    """Note that a company still needs an idea, also when it had been withdrawn."""
    evidence = Evidence.objects.select_for_update().get(pk=evidence_id)
    evidence.reaffirmed_at, evidence.withdrawn_at, evidence.withdrawn_reason = clock.now(), None, ""
    evidence.save(update_fields=["reaffirmed_at", "withdrawn_at", "withdrawn_reason"])
    recount([evidence.idea_id])
    ledger.record(REAFFIRMED, evidence, idea=evidence.idea_id)
    return evidence


@transaction.atomic
def place_evidence(*, feedback_id: int) -> None:
    """Move the links of feedback whose company or contact became known to the row where they belong; safe to repeat."""
    feedback = Feedback.objects.get(pk=feedback_id)
    items = EvidenceItem.objects.filter(feedback=feedback).select_related("evidence")
    for item in items:
        idea = locked(item.idea_id)
        right = evidence_row(idea, feedback)
        if right.pk == item.evidence_id:
            continue
        old, item.evidence = item.evidence, right
        item.save(update_fields=["evidence"])
        withdraw_if_bare(old)
        recount([idea.pk])


def evidence_row(idea: Idea, feedback: Feedback) -> Evidence:
    """Return the row this feedback belongs to: its company's, else its contact's, else the one of voices nobody could place."""
    grade = _GRADES.get(
        Feedback.Source(feedback.source),
        Evidence.Grade.SAID if feedback.voice == Feedback.Voice.OWN else Evidence.Grade.REPORTED,
    )
    return row_for(
        idea,
        company_id=feedback.company_id,
        contact_id=None if feedback.company_id else feedback.contact_id,
        grade=grade,
        said_at=feedback.heard_at,
    )


def row_for(
    idea: Idea, *, company_id: int | None, contact_id: int | None, grade: Evidence.Grade, said_at: datetime
) -> Evidence:
    """Find or make the one row of this company (or contact) for this idea, and let it show the best grade and both dates."""
    evidence, is_new = Evidence.objects.get_or_create(
        idea=idea,
        company_id=company_id,
        contact_id=contact_id,
        defaults={"grade": grade, "first_at": said_at, "last_at": said_at},
    )
    if not is_new:
        evidence.grade = min(evidence.grade, grade)
        evidence.first_at = min(evidence.first_at, said_at)
        evidence.last_at = max(evidence.last_at, said_at)
        evidence.withdrawn_at, evidence.withdrawn_reason = None, ""
        evidence.save(update_fields=["grade", "first_at", "last_at", "withdrawn_at", "withdrawn_reason"])
    return evidence


def withdraw_if_bare(evidence: Evidence) -> None:
    """Withdraw a row nothing stands behind any more."""
    if not evidence.items.exists():
        evidence.withdrawn_at = clock.now()
        evidence.save(update_fields=["withdrawn_at"])
