"""Two groups beside each other."""

import pytest

from wellheard.foundation.statistics.comparing import lies_higher, times_as_large
from wellheard.foundation.statistics.grouped import Answers, grouped_promoters
from wellheard.foundation.statistics.intervals import wilson


def test_how_many_times_as_often() -> None:
    found = times_as_large(wilson(60, 200), wilson(10, 100))
    assert found is not None
    assert found.value == pytest.approx(3)
    # By hand: 3 times or through e to the power of 1.96 standard errors of the logarithm.
    assert (found.interval.low, found.interval.high) == pytest.approx((1.6059, 5.6044), abs=1e-4)
    assert times_as_large(wilson(0, 20), wilson(5, 20)) is None


def test_which_group_lies_higher() -> None:
    found = lies_higher([1, 2, 2, 3, 5, 8, 9, 9], [1, 1, 2, 2, 3, 3, 4, 4, 5])
    assert found is not None
    # As scipy's mannwhitneyu(method="asymptotic", use_continuity=False) writes it.
    assert found.share * 72 == pytest.approx(47.5)
    assert found.chance == pytest.approx(0.26224, abs=1e-5)
    assert lies_higher([], [1]) is None


def test_each_company_speaks_once_where_companies_are_asked() -> None:
    """One company of nine promoters and three of one detractor each: people like us, companies do not."""
    sides, companies = [1] * 9 + [-1] * 3, ["big"] * 9 + ["a", "b", "c"]
    by_person = grouped_promoters(Answers(sides, companies))
    by_company = grouped_promoters(Answers(sides, companies, [1 / 9] * 9 + [1.0] * 3))
    assert by_person.value == pytest.approx(50)
    assert by_company.value == pytest.approx(-50)
    assert by_company.effective < 4.1
    assert by_person.interval.half > 50
