"""Counts stop at a limit and say so."""

import pytest

from tests.makers import make_feedback
from wellheard.foundation.counts import UpTo, is_more, up_to
from wellheard.listen.models import Feedback
from wellheard.web.templatetags.figures import number


@pytest.mark.django_db
def test_a_count_stops_at_its_limit() -> None:
    for _ in range(3):
        make_feedback()
    exact, capped = up_to(Feedback.objects.all(), most=3), up_to(Feedback.objects.all(), most=2)
    assert (exact, is_more(exact), number(exact)) == (3, False, "3")
    assert (capped, is_more(capped), number(capped)) == (2, True, "2+")


def test_a_sum_of_counts_says_when_there_is_more() -> None:
    total = sum([UpTo(5, most=10), UpTo(11, most=10)])
    assert (total, number(total)) == (15, "15+")
    assert number(sum([UpTo(1_000, most=2_000), UpTo(1, most=2)])) == "1,001"
