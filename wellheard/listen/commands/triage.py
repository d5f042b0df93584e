"""What triage does with feedback besides filing it. Nothing is ever deleted that a customer said."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line
from wellheard.listen.commands.feedback import PLACED, FeedbackError, UnknownFeedbackError
from wellheard.listen.models import UNDO_FOR, AsideReason, Feedback, TriageBatch, TriageStep
from wellheard.workspace.models import Staff

ASSIGNED = names.declare("feedback.assigned", "A colleague was asked to look at feedback, or no longer is.")
SET_ASIDE = names.declare("feedback.set_aside", "There is nothing to do about feedback; `reason` says why.")
PUT_TOGETHER = names.declare("feedback.put_together", "The same person had said the same before; it counts once.")
QUOTABLE_SET = names.declare("feedback.quotable_set", "Whether others may read what a customer said was noted.")
RESTORED = names.declare("feedback.restored", "A step of triage was taken back; the feedback stands as before it.")

NOTE_LIMIT = 500
# What a step of triage may change and its undo sets back; names of columns.
COLUMNS = (
    "area_id",
    "category_id",
    "filed_at",
    "filed_by_id",
    "assignee_id",
    "assigned_note",
    "set_aside_at",
    "set_aside_reason",
    "set_aside_note",
    "set_aside_by_id",
    "split_at",
    "same_as_id",
    "quotable",
    "published_at",
    "hidden_at",
    "contact_id",
    "company_id",
)


@transaction.atomic
def assign_feedback(*, feedback_id: int, to: Staff | None, note: str = "") -> Feedback:
    """Ask a colleague to look at feedback, with a note for them; None asks nobody any more. Raises FeedbackError."""
    feedback = locked_feedback(feedback_id)
    note = _note(note) if to else ""
    if to and not to.is_active:
        raise FeedbackError(_("%(name)s does not work here any more; ask somebody else.") % {"name": to})
    if (feedback.assignee, feedback.assigned_note) == (to, note):
        return feedback
    old = feedback.assignee_id
    feedback.assignee, feedback.assigned_note = to, note
    feedback.save(update_fields=["assignee", "assigned_note"])
    ledger.record(ASSIGNED, feedback, old=old, to=to.pk if to else None)
    return feedback


@transaction.atomic
def set_aside_feedback(*, feedback_id: int, reason: str, note: str = "", by: Staff | None) -> Feedback:
    """Note that there is nothing to do about feedback, and why. It stays readable for ever. Raises FeedbackError."""
    if reason not in AsideReason.values:
        raise FeedbackError(_("Choose why there is nothing to do about it."))
    feedback = locked_feedback(feedback_id)
    note = _note(note)
    if feedback.set_aside_at and (feedback.set_aside_reason, feedback.set_aside_note) == (reason, note):
        return feedback
    feedback.set_aside_at, feedback.set_aside_by = clock.now(), by
    feedback.set_aside_reason, feedback.set_aside_note = reason, note
    feedback.save(update_fields=["set_aside_at", "set_aside_by", "set_aside_reason", "set_aside_note"])
    ledger.record(SET_ASIDE, feedback, reason=reason)
    return feedback


@transaction.atomic
def bring_back_feedback(*, feedback_id: int) -> Feedback:
    """Put what was set aside back into the queue."""
    feedback = locked_feedback(feedback_id)
    if feedback.set_aside_at is None:
        return feedback
    aside = {"set_aside_at": None, "set_aside_reason": "", "set_aside_note": "", "set_aside_by_id": None}
    return restore_feedback(feedback_id=feedback_id, columns=aside | {"filed_at": None, "filed_by_id": None})


@transaction.atomic
def put_together(*, feedback_id: int, same_as_id: int) -> Feedback:
    """Count what the same person said twice once: the earlier one stands for both. Raises FeedbackError."""
    first, second = sorted((feedback_id, same_as_id))
    rows = {pk: locked_feedback(pk) for pk in (first, second)}
    feedback, other = rows[feedback_id], rows[same_as_id]
    if feedback.same_as_id == other.pk:
        return feedback
    if feedback_id == same_as_id or feedback.contact_id is None or feedback.contact_id != other.contact_id:
        raise FeedbackError(_("Only what the same person said twice can be put together."))
    if not (feedback.may_be_evidence and other.may_be_evidence):
        raise FeedbackError(_("One of the two was set aside, split or put together already; open it to see."))
    feedback.same_as = other
    feedback.save(update_fields=["same_as"])
    ledger.record(PUT_TOGETHER, feedback, same_as=other.pk)
    return feedback


@transaction.atomic
def set_quotable(*, feedback_id: int, quotable: str) -> Feedback:
    """Note whether others may read it, and with a name. What may no longer be quoted leaves the portal at once."""
    if quotable not in Feedback.Quotable.values:
        raise FeedbackError(_("Choose whether it may be quoted."))
    feedback = locked_feedback(feedback_id)
    if feedback.quotable == quotable:
        return feedback
    feedback.quotable = quotable
    if quotable == Feedback.Quotable.NO:
        feedback.published_at = None
    feedback.save(update_fields=["quotable", "published_at"])
    ledger.record(QUOTABLE_SET, feedback, quotable=quotable)
    return feedback


@transaction.atomic
def restore_feedback(*, feedback_id: int, columns: Mapping[str, Any]) -> Feedback:
    """Set columns of triage back to what they were, as when a step is taken back; the same again changes nothing."""
    feedback = locked_feedback(feedback_id)
    different = {name: value for name, value in columns.items() if getattr(feedback, name) != value}
    if not different:
        return feedback
    old = {"old_contact": feedback.contact_id, "old_company": feedback.company_id}
    for name, value in different.items():
        setattr(feedback, name, value)
    feedback.save(update_fields=[name.removesuffix("_id") for name in different])
    if (feedback.contact_id, feedback.company_id) != (old["old_contact"], old["old_company"]):
        ledger.record(PLACED, feedback, **old)
    ledger.record(RESTORED, feedback)
    return feedback


@transaction.atomic
def forget_old_steps() -> int:
    """Forget steps of triage that are too old to be taken back; return how many. What they did stays."""
    old = clock.now() - 2 * UNDO_FOR
    batches = TriageBatch.objects.filter(made_at__lt=old).exclude(finished_at=None).delete()[0]
    return batches + TriageStep.objects.filter(made_at__lt=old, batch=None).delete()[0]


def locked_feedback(feedback_id: int) -> Feedback:
    """Return feedback that nobody else can change until this transaction ends. Raises UnknownFeedbackError."""
    feedback = Feedback.objects.select_for_update(of=("self",), no_key=True).filter(pk=feedback_id).first()
    if feedback is None:
        raise UnknownFeedbackError(_("This feedback does not exist any more; look for it in the list of feedback."))
    return feedback


def _note(note: str) -> str:
    note = clean_line(note)
    if len(note) > NOTE_LIMIT:
        raise FeedbackError(_("The note is longer than 500 characters; shorten it."))
    return note
