"""Numbers from few answers and how sure they are: against published and recorded values, and against known truths."""

from itertools import product
from math import comb

import pytest

from wellheard.foundation.statistics.chances import binomial_chance, holm, t_of
from wellheard.foundation.statistics.intervals import Interval, mean, wilson
from wellheard.foundation.statistics.promoters import Split, answers_needed, net_promoters, split_of


@pytest.mark.parametrize(
    ("split", "population", "value", "middle", "half"),
    [
        (Split(16, 13, 7), None, 25.0, 23.08, 23.80),
        (Split(200, 120, 80), None, 30.0, 29.78, 7.62),
        (Split(16, 13, 7), 60, 25.0, 24.22, 15.18),
    ],
)
def test_a_score_has_the_adjusted_interval(
    split: Split, population: int | None, value: float, middle: float, half: float
) -> None:
    score = net_promoters(split, population=population)
    assert score.value == pytest.approx(value)
    assert (score.interval.low + score.interval.high) / 2 == pytest.approx(middle, abs=0.005)
    assert score.interval.half == pytest.approx(half, abs=0.005)


def test_when_everybody_answered_nothing_is_unsure() -> None:
    score = net_promoters(Split(16, 13, 7), population=36)
    assert (score.interval.low, score.interval.high) == pytest.approx((25.0, 25.0))


def test_without_answers_the_score_may_be_anything() -> None:
    assert net_promoters(Split()).interval == Interval(-100, 100)


def test_answers_fall_to_their_side() -> None:
    assert split_of(range(11)) == Split(2, 2, 7)


@pytest.mark.parametrize("truth", [(0.5, 0.2), (0.75, 0.05), (0.9, 0.02)])
def test_the_interval_holds_the_truth_19_times_in_20(truth: tuple[float, float]) -> None:
    """Every possible outcome of 20, 30 and 50 answers, with its chance: exact, where a simulation would waver."""
    promoters, detractors = truth
    covered = []
    for answers in (20, 30, 50):
        chance = 0.0
        for first, last in product(range(answers + 1), repeat=2):
            if first + last <= answers:
                rest = answers - first - last
                interval = net_promoters(Split(first, rest, last)).interval
                if interval.holds(100 * (promoters - detractors)):
                    ways = comb(answers, first) * comb(answers - first, last)
                    chance += ways * promoters**first * detractors**last * (1 - promoters - detractors) ** rest
        covered.append(chance)
    assert min(covered) >= 0.94
    assert max(covered) <= 0.97


def test_how_many_answers_a_margin_needs() -> None:
    assert answers_needed(10) == 235
    assert answers_needed(5) == pytest.approx(940, abs=5)
    assert answers_needed(10, population=60) == 48
    assert answers_needed(10, effect=2) == pytest.approx(2 * 234.3, abs=1)


def test_a_share_has_the_score_interval() -> None:
    for hits, of, low, high in [(81, 263, 0.2553, 0.3662), (0, 20, 0.0, 0.1611), (29, 29, 0.8830, 1.0)]:
        interval = wilson(hits, of).interval
        assert (interval.low, interval.high) == pytest.approx((low, high), abs=1e-4)


def test_a_mean_has_students_interval() -> None:
    found = mean([4, 5, 6, 6, 7, 7, 5, 6, 3, 7])
    assert found.value == pytest.approx(5.6)
    assert found.interval is not None
    # As scipy writes it.
    assert (found.interval.low, found.interval.high) == pytest.approx((4.6343, 6.5657), abs=1e-4)
    assert mean([7]).interval is None


def test_quantiles_of_students_t() -> None:
    # Of the printed tables.
    assert [t_of(freedom) for freedom in (1, 9, 35, 1000)] == pytest.approx([12.706, 2.262, 2.030, 1.962], abs=0.001)


def test_exact_chances_of_a_single_pair() -> None:
    # As scipy writes them.
    assert binomial_chance(2, 10) == pytest.approx(0.109375)
    assert binomial_chance(3, 20, 0.3) == pytest.approx(0.2205, abs=1e-3)
    assert binomial_chance(5, 10) == pytest.approx(1.0)


def test_looking_often_makes_each_find_weaker() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
