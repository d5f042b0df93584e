"""Link what customers said to ideas. The unit of demand is the company: one row per company and idea, the pieces behind it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, Exists, Max, Min, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from wellheard.decide.commands.ideas import leading, locked
from wellheard.decide.deal_money import weigh_deals, weigh_deals_of
from wellheard.decide.models import Evidence, EvidenceItem, EvidenceTurn, Idea
from wellheard.decide.queries import family_of
from wellheard.decide.tally import Place, counted
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_words
from wellheard.listen.deals.models import LOST, DealMissing
from wellheard.listen.models import Feedback
from wellheard.workspace.models import Staff

LINKED = names.declare("feedback.linked", "Feedback became evidence for an idea.")
UNLINKED = names.declare("feedback.unlinked", "Feedback is no longer evidence for an idea.")
IMPORTANCE_SET = names.declare("evidence.importance_set", "How much a company needs an idea was set.")
NEEDED_BY_SET = names.declare("evidence.needed_by_set", "A customer said until when a company needs an idea.")
WITHDRAWN = names.declare("evidence.withdrawn", "A company no longer needs an idea.")
REAFFIRMED = names.declare("evidence.reaffirmed", "A company still needs an idea.")

# A day farther away is a slip of the finger.
FARTHEST = timedelta(days=3_653)

# What was missing in a deal that is not lost may still be forgiven.
_NOT_LOST = Exists(DealMissing.objects.filter(feedback=OuterRef("feedback")).exclude(deal__outcome__in=LOST))

# How good a piece of evidence is; what somebody did about it says most.
_GRADE = Case(
    When(feedback=None, then=Value(Evidence.Grade.VOTED)),
    When(feedback__source=Feedback.Source.DEPARTURE, then=Value(Evidence.Grade.REVEALED)),
    When(Q(feedback__source=Feedback.Source.LOST_DEAL) & ~Q(_NOT_LOST), then=Value(Evidence.Grade.REVEALED)),
    When(feedback__voice=Feedback.Voice.OWN, then=Value(Evidence.Grade.SAID)),
    default=Value(Evidence.Grade.REPORTED),
)


class LinkError(ValueError):
    """Feedback and idea cannot be linked so."""


@transaction.atomic
def link_feedback(*, feedback_id: int, idea_id: int, by: Staff | None, importance: int | None = None) -> EvidenceItem:
    """Make feedback evidence for an idea; linking it again returns the link that is there. Raises LinkError, IdeaError."""
    idea = leading(idea_id)
    feedback = Feedback.objects.filter(pk=feedback_id).first()
    if feedback is None:
        raise LinkError(_("This feedback does not exist any more. Go back to the list."))
    if there := EvidenceItem.objects.filter(idea=idea, feedback=feedback).first():
        return there
    if not feedback.may_be_evidence:
        raise LinkError(_("This was set aside, split or put together with another; bring it back before you link it."))
    place = _place(feedback)
    with counted(idea, place):
        evidence = row_for(idea, place, said_at=feedback.heard_at)
        item = EvidenceItem.objects.create(
            evidence=evidence, idea=idea, feedback=feedback, linked_by=by, linked_at=clock.now()
        )
        settle(evidence)
    if importance is not None:
        _weigh(evidence, importance, Evidence.SetBy.STAFF)
    ledger.record(LINKED, feedback, idea=idea.pk, evidence=evidence.pk)
    return item


@transaction.atomic
def unlink_feedback(*, feedback_id: int, idea_id: int) -> None:
    """Take a link back; a row of evidence with nothing behind it any more is withdrawn, not deleted."""
    idea = leading(idea_id)
    # The same may have been linked to an idea that was merged into this one.
    links = EvidenceItem.objects.filter(idea__in=family_of([idea.pk]), feedback_id=feedback_id)
    for item in links.select_related("evidence", "feedback", "idea"):
        with counted(item.idea, place_of(item.evidence)):
            item.delete()
            settle(item.evidence)
        if item.feedback and item.idea_id == idea.pk:
            ledger.record(UNLINKED, item.feedback, idea=idea.pk)


@transaction.atomic
def set_importance(*, evidence_id: int, importance: int, set_by: str) -> Evidence:
    """Set how much a company needs an idea: 1 nice, 2 important, 3 cannot work without; the latest word counts."""
    return _weigh(_locked_evidence(evidence_id), importance, set_by)


def _weigh(evidence: Evidence, importance: int, set_by: str) -> Evidence:
    if (evidence.importance, evidence.importance_set_by) == (importance, set_by):
        return evidence
    with counted(evidence.idea, place_of(evidence)):
        evidence.importance, evidence.importance_set_by = Evidence.Importance(importance), Evidence.SetBy(set_by)
        evidence.save(update_fields=["importance", "importance_set_by"])
    ledger.record(IMPORTANCE_SET, evidence, idea=evidence.idea_id, importance=importance, by=set_by)
    return evidence


@transaction.atomic
def weigh_evidence(*, evidence_ids: Iterable[int], importance: int, set_by: str) -> int:
    """Set how much several companies need an idea; return of how many. What was said the same before changes nothing."""
    ids = list(
        Evidence.objects.standing()
        .filter(pk__in=list(evidence_ids))
        .order_by("idea_id", "pk")
        .values_list("pk", flat=True)
    )
    for evidence_id in ids:
        set_importance(evidence_id=evidence_id, importance=importance, set_by=set_by)
    return len(ids)


@transaction.atomic
def set_needed_by(*, evidence_id: int, needed_by: date | None) -> Evidence:
    """Note until when a company needs an idea, as it said; None when no day matters. Raises LinkError for a day in the past."""
    evidence = _locked_evidence(evidence_id)
    if evidence.needed_by == needed_by:
        return evidence
    if needed_by and not clock.today() <= needed_by <= clock.today() + FARTHEST:
        raise LinkError(_("Choose a day that is still to come, within the next ten years; or leave it empty."))
    evidence.needed_by = needed_by
    evidence.save(update_fields=["needed_by"])
    ledger.record(NEEDED_BY_SET, evidence, idea=evidence.idea_id, day=needed_by.isoformat() if needed_by else None)
    return evidence


@transaction.atomic
def withdraw_evidence(
    *, evidence_id: int, reason: str, set_by: str = Evidence.SetBy.STAFF, by: Staff | None = None
) -> Evidence:
    """Note that a company no longer needs an idea, why, and who says so. The row stays; it no longer counts."""
    evidence = _locked_evidence(evidence_id)
    reason = clean_words(reason)
    if not reason:
        raise LinkError(_("Write why they no longer need it, so that nobody asks them again."))
    if evidence.withdrawn_at and evidence.withdrawn_reason == reason:
        return evidence
    with counted(evidence.idea, place_of(evidence)):
        evidence.withdrawn_at, evidence.withdrawn_reason = clock.now(), reason
        evidence.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    _turn(evidence, EvidenceTurn.Kind.WITHDRAWN, set_by, by)
    ledger.record(WITHDRAWN, evidence, idea=evidence.idea_id)
    return evidence


@transaction.atomic
def reaffirm_evidence(*, evidence_id: int, set_by: str = Evidence.SetBy.STAFF, by: Staff | None = None) -> Evidence:
    """Note that a company still needs an idea, also when it had been withdrawn; why it had been stays in its turns."""
    evidence = _locked_evidence(evidence_id)
    if not evidence.items.exists():
        raise LinkError(_("Nothing they said is linked to this idea any more. Link what they said instead."))
    with counted(evidence.idea, place_of(evidence)):
        evidence.reaffirmed_at, evidence.withdrawn_at, evidence.withdrawn_reason = clock.now(), None, ""
        evidence.save(update_fields=["reaffirmed_at", "withdrawn_at", "withdrawn_reason"])
    _turn(evidence, EvidenceTurn.Kind.REAFFIRMED, set_by, by)
    ledger.record(REAFFIRMED, evidence, idea=evidence.idea_id)
    return evidence


@transaction.atomic
def place_evidence(*, feedback_id: int) -> None:
    """Move the links of feedback whose company or contact became known to the row where they belong; safe to repeat."""
    feedback = Feedback.objects.get(pk=feedback_id)
    # Ideas are locked in one order, so that two reactions at once do not wait for each other for ever.
    for item in EvidenceItem.objects.filter(feedback=feedback).select_related("evidence").order_by("idea_id"):
        old = item.evidence
        if place_of(old) == _place(feedback):
            continue
        idea = locked(item.idea_id)
        with counted(idea, place_of(old), _place(feedback)):
            item.evidence = row_for(idea, _place(feedback), said_at=feedback.heard_at)
            item.save(update_fields=["evidence"])
            settle(item.evidence)
            settle(old)


def row_for(idea: Idea, place: Place, *, said_at: datetime) -> Evidence:
    """Find or make the one row of this company (or contact) for this idea. Whoever speaks again needs it again."""
    whose: dict[str, Any] = dict(zip(("company_id", "contact_id"), place, strict=True))
    evidence, is_new = Evidence.objects.get_or_create(
        idea=idea,
        **whose,
        defaults={"grade": Evidence.Grade.VOTED, "first_at": said_at, "last_at": said_at},
    )
    evidence.idea = idea
    if not is_new and evidence.withdrawn_at:
        if evidence.withdrawn_reason:
            _turn(evidence, EvidenceTurn.Kind.REAFFIRMED, Evidence.SetBy.CUSTOMER, None)
        evidence.withdrawn_at, evidence.withdrawn_reason = None, ""
        evidence.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    return evidence


def settle(evidence: Evidence) -> None:
    """Let a row show the best grade and the dates of what stands behind it; withdraw it when nothing does any more."""
    said_at = Coalesce("feedback__heard_at", "vote__voted_at")
    behind = evidence.items.aggregate(grade=Min(_GRADE), first_at=Min(said_at), last_at=Max(said_at))
    if behind["grade"] is None:
        evidence.withdrawn_at = evidence.withdrawn_at or clock.now()
        evidence.save(update_fields=["withdrawn_at"])
        return
    for column, value in behind.items():
        setattr(evidence, column, value)
    evidence.save(update_fields=list(behind))
    # Votes alone name no deal.
    if behind["grade"] != Evidence.Grade.VOTED or evidence.lost_deal_minor or evidence.open_deal_minor:
        weigh_deals_of(evidence.pk)


@transaction.atomic
def settle_deal(*, deal_id: int) -> None:
    """Let the rows of evidence that a deal stands behind say how it ended and what it is worth now; safe to repeat."""
    said = DealMissing.objects.filter(deal=deal_id).values("feedback")
    behind = Evidence.objects.filter(items__feedback__in=said).distinct()
    # Ideas are locked in one order, as everywhere.
    for evidence in behind.order_by("idea_id", "pk"):
        idea = locked(evidence.idea_id)
        with counted(idea, place_of(evidence)):
            settle(evidence)


def settle_deals(*, deal_ids: Sequence[int]) -> None:
    """As settle_deal, for many deals: each idea that they missed is weighed and counted once, some ideas at a time."""
    if len(deal_ids) == 1:
        # Its own rows alone: an idea may have thousands of others.
        settle_deal(deal_id=deal_ids[0])
        return
    said = EvidenceItem.objects.filter(feedback__in=DealMissing.objects.filter(deal__in=deal_ids).values("feedback"))
    if ideas := list(said.order_by().values_list("idea_id", flat=True).distinct()):
        weigh_deals(ideas)


def _turn(evidence: Evidence, kind: str, said_by: str, staff: Staff | None) -> None:
    EvidenceTurn.objects.create(
        evidence=evidence,
        kind=kind,
        reason=evidence.withdrawn_reason if kind == EvidenceTurn.Kind.WITHDRAWN else "",
        said_by=said_by,
        staff=staff,
        happened_at=clock.now(),
    )


def place_of(evidence: Evidence) -> Place:
    """Return whose need a row is."""
    return evidence.company_id, evidence.contact_id


def _place(feedback: Feedback) -> Place:
    """Return the company, else the contact, that feedback counts for; neither for voices nobody could place."""
    return feedback.company_id, None if feedback.company_id else feedback.contact_id


def _locked_evidence(evidence_id: int) -> Evidence:
    """Return a row nobody else can change now. Its idea is locked first, as everywhere: two changes never wait for each other."""
    idea_id = Evidence.objects.filter(pk=evidence_id).values_list("idea_id", flat=True).first()
    if idea_id is None:
        raise LinkError(_("This evidence does not exist any more. Go back to the idea."))
    idea = locked(idea_id)
    evidence = Evidence.objects.select_for_update(no_key=True).get(pk=evidence_id)
    if evidence.idea_id == idea.pk:
        evidence.idea = idea
    return evidence
