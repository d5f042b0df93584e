"""What share of many needs something, when a few were asked."""

import random

import pytest

from wellheard.decide.demand.believing import Belief, believed, over_all


def test_of_48_asked_21_yes_the_share_lies_around_their_share_and_what_was_volunteered_pulls_little() -> None:
    none = believed(volunteered=0, companies=1000, asked=48, yes=21).interval
    many = believed(volunteered=900, companies=1000, asked=48, yes=21).interval

    assert (round(none.low, 2), round(none.high, 2)) == (0.30, 0.47)
    assert (round(many.low, 2), round(many.high, 2)) == (0.42, 0.59)


def test_nobody_asked_leaves_a_wide_range_and_nobody_volunteering_no_certainty() -> None:
    nothing = believed(volunteered=0, companies=0, asked=0, yes=0).interval
    silent = believed(volunteered=0, companies=500, asked=0, yes=0)

    assert nothing.high - nothing.low > 0.4
    assert silent.mean > 0.05
    assert 0 <= silent.interval.low < silent.interval.high < 0.25


@pytest.mark.parametrize(("yes", "no"), [(0.5, 7.5), (4, 4), (30, 90)])
def test_quantiles_are_those_of_drawn_shares(yes: float, no: float) -> None:
    chance, belief = random.Random(7), Belief(yes, no)
    drawn = sorted(chance.betavariate(yes, no) for _draw in range(40_000))

    assert belief.quantile(0.1) == pytest.approx(drawn[4_000], abs=0.01)
    assert belief.quantile(0.9) == pytest.approx(drawn[36_000], abs=0.01)


def test_four_ranges_in_five_hold_the_truth_when_shares_are_as_believed_beforehand() -> None:
    chance, held = random.Random(3), 0
    for _world in range(400):
        truth = chance.betavariate(2, 6)
        yes = sum(chance.random() < truth for _asked in range(40))
        held += believed(volunteered=250, companies=1000, asked=40, yes=yes).interval.holds(truth)

    assert 0.75 <= held / 400 <= 0.86


def test_all_groups_together_weigh_by_their_companies_not_by_who_was_asked() -> None:
    small = believed(volunteered=0, companies=900, asked=10, yes=1)
    large = believed(volunteered=50, companies=100, asked=40, yes=36)

    every = over_all([(small, 900), (large, 100)])

    assert every is not None
    assert every.mean == pytest.approx(0.9 * small.mean + 0.1 * large.mean)
    assert over_all([]) is None
