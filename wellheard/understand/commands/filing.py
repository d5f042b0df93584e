"""File what customers told us: which part of the product it is about, and what kind of thing it is."""

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.models import Feedback
from wellheard.workspace.models import Area, Category, Staff

FILED = names.declare("feedback.filed", "Feedback was given an area and a category, or others than before.")
UNFILED = names.declare("feedback.unfiled", "Feedback was taken back to be filed again.")


class FilingError(ValueError):
    """Feedback cannot be filed like this; the text says what to do next."""


@transaction.atomic
def file_feedback(*, feedback_id: int, area_id: int | None, category_id: int | None, by: Staff | None) -> Feedback:
    """Say what feedback is about and of what kind it is. Raises FilingError when one of the three does not exist."""
    feedback = _feedback(feedback_id)
    _check_area(area_id)
    _check_category(category_id)
    old = {"old_area": feedback.area_id, "old_category": feedback.category_id}
    if feedback.is_filed and (area_id, category_id) == (feedback.area_id, feedback.category_id):
        return feedback
    feedback.area_id, feedback.category_id = area_id, category_id
    feedback.filed_at = clock.now()
    feedback.filed_by = by
    feedback.save(update_fields=["area", "category", "filed_at", "filed_by"])
    ledger.record(FILED, feedback, **old, area=area_id, category=category_id)
    return feedback


@transaction.atomic
def unfile_feedback(*, feedback_id: int) -> Feedback:
    """Undo a filing: it waits to be filed again. Raises FilingError when there is no such feedback."""
    feedback = _feedback(feedback_id)
    if not feedback.is_filed:
        return feedback
    old = {"old_area": feedback.area_id, "old_category": feedback.category_id}
    feedback.area = feedback.category = feedback.filed_at = feedback.filed_by = None
    feedback.save(update_fields=["area", "category", "filed_at", "filed_by"])
    ledger.record(UNFILED, feedback, **old)
    return feedback


def _feedback(feedback_id: int) -> Feedback:
    feedback = Feedback.objects.select_for_update(of=("self",), no_key=True).filter(pk=feedback_id).first()
    if feedback is None:
        raise FilingError(_("This feedback does not exist any more; go back to the list and open another."))
    return feedback


def _check_area(area_id: int | None) -> None:
    if area_id is not None and not Area.objects.filter(pk=area_id).exists():
        raise FilingError(_("This area does not exist any more; choose another."))


def _check_category(category_id: int | None) -> None:
    if category_id is not None and not Category.objects.filter(pk=category_id).exists():
        raise FilingError(_("This category does not exist any more; choose another."))
