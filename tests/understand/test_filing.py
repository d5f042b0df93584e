"""Filing what customers told us."""

import pytest

from tests.makers import make_area, make_category, make_feedback, make_staff
from wellheard.foundation.facts.models import Fact
from wellheard.understand.commands import FilingError, file_feedback, unfile_feedback

pytestmark = pytest.mark.django_db


def test_filing_says_what_it_is_about_and_who_said_so() -> None:
    feedback, area, category, staff = make_feedback(), make_area(), make_category(), make_staff()

    filed = file_feedback(feedback_id=feedback.pk, area_id=area.pk, category_id=category.pk, by=staff)

    assert (filed.area, filed.category, filed.filed_by, filed.is_filed) == (area, category, staff, True)
    details = Fact.objects.get(name="feedback.filed").details
    assert details == {"old_area": None, "old_category": None, "area": area.pk, "category": category.pk}


def test_filing_the_same_twice_is_one_fact() -> None:
    feedback, area, category = make_feedback(), make_area(), make_category()

    for _time in range(2):
        file_feedback(feedback_id=feedback.pk, area_id=area.pk, category_id=category.pk, by=None)

    assert Fact.objects.filter(name="feedback.filed").count() == 1


def test_a_filing_can_be_undone() -> None:
    feedback, area = make_feedback(), make_area()
    file_feedback(feedback_id=feedback.pk, area_id=area.pk, category_id=None, by=None)

    undone = unfile_feedback(feedback_id=feedback.pk)
    unfile_feedback(feedback_id=feedback.pk)

    assert (undone.area, undone.filed_at) == (None, None)
    assert Fact.objects.filter(name="feedback.unfiled").count() == 1


def test_what_does_not_exist_is_said() -> None:
    feedback, area, category = make_feedback(), make_area(), make_category()

    with pytest.raises(FilingError, match="area does not exist"):
        file_feedback(feedback_id=feedback.pk, area_id=area.pk + 9, category_id=category.pk, by=None)
    with pytest.raises(FilingError, match="category does not exist"):
        file_feedback(feedback_id=feedback.pk, area_id=area.pk, category_id=category.pk + 9, by=None)
    with pytest.raises(FilingError, match="feedback does not exist"):
        file_feedback(feedback_id=feedback.pk + 9, area_id=area.pk, category_id=category.pk, by=None)
    feedback.refresh_from_db()
    assert not feedback.is_filed
