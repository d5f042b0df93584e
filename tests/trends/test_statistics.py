"""What counts say, held against answers known from elsewhere and against what must always be so."""

from math import comb, exp, factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellheard.understand.trends.statistics.discovery import Observed, beside, discoveries, rate_for, unusual
from wellheard.understand.trends.statistics.seasonal import FLAT, Usual, level_of, usual_day, weekday_profile
from wellheard.understand.trends.statistics.slopes import change_between, slope_of
from wellheard.understand.trends.statistics.tails import quantile, tail

MEANS = st.floats(0.02, 400)
DISPERSIONS = st.floats(1, 12)


# 1 - P(X ≤ k - 1) as printed in tables of the Poisson distribution.
@pytest.mark.parametrize(
    ("count", "mean", "chance"),
    [(1, 0.1, 0.0952), (4, 1.0, 0.0190), (7, 3.0, 0.0335), (10, 4.0, 0.0081), (16, 10.0, 0.0487), (5, 10.0, 0.9707)],
)
def test_a_poisson_tail_is_what_the_tables_print(count: int, mean: float, chance: float) -> None:
    assert tail(count, mean, 1.0) == pytest.approx(chance, abs=5e-5)


@pytest.mark.parametrize(("count", "mean"), [(3, 0.02), (25, 2.0), (60, 20.0)])
def test_a_small_poisson_tail_is_exact_where_one_minus_the_rest_would_be_nought(count: int, mean: float) -> None:
    direct = sum(exp(-mean) * mean**k / factorial(k) for k in range(count, count + 90))
    assert tail(count, mean, 1.0) == pytest.approx(direct, rel=1e-9)


@pytest.mark.parametrize("mean", [0.3, 2.0, 17.0])
@pytest.mark.parametrize("count", [1, 4, 40, 200])
def test_with_size_one_the_tail_is_that_of_the_geometric_distribution(mean: float, count: int) -> None:
    assert tail(count, mean, mean + 1) == pytest.approx((mean / (mean + 1)) ** count, rel=1e-9)


@pytest.mark.parametrize("size", [2, 5, 8])
@pytest.mark.parametrize(("count", "mean"), [(4, 1.0), (12, 3.0), (30, 20.0), (5, 20.0)])
def test_with_a_whole_size_the_tail_is_that_of_binomial_trials(size: int, count: int, mean: float) -> None:
    """So many misses before the size-th hit: among count + size - 1 trials there are fewer hits than size."""
    hit, trials = size / (size + mean), count + size - 1
    binomial = sum(comb(trials, k) * hit**k * (1 - hit) ** (trials - k) for k in range(size))
    assert tail(count, mean, 1 + mean / size) == pytest.approx(binomial, rel=1e-9)


@given(st.integers(0, 300), MEANS, DISPERSIONS)
def test_a_tail_is_a_chance_and_falls_with_the_count(count: int, mean: float, dispersion: float) -> None:
    here, next_one = tail(count, mean, dispersion), tail(count + 1, mean, dispersion)
    assert 0 <= next_one <= here + 1e-12 <= 1 + 1e-9


@given(st.floats(0.01, 0.999), MEANS, DISPERSIONS)
def test_a_quantile_is_the_first_count_with_enough_below_it(share: float, mean: float, dispersion: float) -> None:
    count = quantile(share, mean, dispersion)
    assert 1 - tail(count + 1, mean, dispersion) >= share - 1e-6
    assert count == 0 or 1 - tail(count, mean, dispersion) <= share + 1e-6


@pytest.mark.parametrize(("mean", "dispersion"), [(800.0, 1.0), (5_000.0, 2.0), (30_000.0, 40.0), (100_000.0, 1_000.0)])
def test_of_thousands_the_usual_range_is_that_of_the_normal_distribution(mean: float, dispersion: float) -> None:
    """What the two have in common for large counts: 1.96 standard deviations on each side, the right one a little longer."""
    reach = 1.96 * (mean * dispersion) ** 0.5
    low, high = quantile(0.025, mean, dispersion), quantile(0.975, mean, dispersion)

    assert mean - low == pytest.approx(reach, rel=0.08)
    assert high - mean == pytest.approx(reach, rel=0.08)
    assert tail(int(mean), mean, dispersion) == pytest.approx(0.5, abs=0.06)


def test_an_enormous_count_takes_no_time_and_no_harm() -> None:
    assert tail(1_000_000, 5.0, 1.0) == 0.0
    assert tail(1_000_000, 5.0, 3.0) < 1e-300


def test_the_week_has_the_shape_of_its_days_and_a_mean_of_one() -> None:
    wednesday_first = [3, 2, 2, 0, 0, 5, 4] * 4
    profile = weekday_profile([wednesday_first, wednesday_first], 2)
    assert sum(profile) / 7 == pytest.approx(1)
    assert profile[0] / profile[1] == pytest.approx(5 / 4, rel=0.05)
    assert 0 < profile[5] < 0.2


def test_a_week_of_history_has_no_profile() -> None:
    assert weekday_profile([[9, 0, 0, 0, 0, 0, 0]], 0) == FLAT
    assert weekday_profile([[0] * 28], 0) == FLAT


def test_the_level_follows_lately_more_than_long_ago() -> None:
    grown = level_of([2] * 28 + [6] * 28, [1.0] * 56)
    assert 4.5 < grown.expected < 6


def test_one_old_spike_hides_no_new_one() -> None:
    calm = usual_day([3, 2, 4, 3] * 14, FLAT * 8, 1.0)
    after = usual_day([3, 2, 4, 3] * 13 + [3, 300, 4, 3], FLAT * 8, 1.0)
    assert after.expected < 1.4 * calm.expected
    assert after.chance(15) < 0.01


def test_what_varies_more_surprises_less() -> None:
    steady = usual_day([4] * 56, FLAT * 8, 1.0)
    wild = usual_day([0, 8] * 28, FLAT * 8, 1.0)
    assert steady.dispersion == 1
    assert wild.dispersion > 3
    assert wild.chance(12) > 10 * steady.chance(12)


@given(st.lists(st.integers(0, 50), max_size=56))
def test_what_is_usual_is_a_number_whatever_was_counted(counts: list[int]) -> None:
    usual = usual_day(counts, [1.0] * len(counts), 1.0)
    low, high = usual.band()
    assert usual.expected > 0
    assert usual.dispersion >= 1
    assert low <= high


def test_benjamini_and_hochberg_name_those_of_their_own_example() -> None:
    """The fifteen p-values of their section 3.1: at 0.05 the four smallest are named."""
    chances = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240]
    chances += [0.4262, 0.5719, 0.6528, 0.7590, 1.0000]
    assert discoveries(chances, rate=0.05) == {0, 1, 2, 3}


@given(st.lists(st.floats(0, 1), max_size=40), st.floats(0.01, 0.5))
def test_whoever_is_named_is_no_likelier_than_whoever_is_not(chances: list[float], rate: float) -> None:
    named = discoveries(chances, rate=rate)
    assert all(chances[i] <= chances[j] for i in named for j in set(range(len(chances))) - named)
    assert discoveries(chances, rate=rate / 2) <= named


def test_more_alarms_put_up_with_find_more() -> None:
    assert rate_for(0.1) < rate_for(1) < rate_for(3) <= 0.5


def seen(count: int, expected: float, *, companies: int = 5, days: int = 56, key: str = "bugs") -> Observed[str]:
    return Observed(key, count, companies, Usual(expected, 1.0, days))


@pytest.mark.parametrize(
    ("what", "one"),
    [
        ("three are too few", seen(3, 0.02)),
        ("half as many again is no spike", seen(90, 55)),
        ("one noisy customer is no spike", seen(12, 1, companies=2)),
    ],
)
def test_what_is_unlikely_but_does_not_matter_is_not_named(what: str, one: Observed[str]) -> None:
    assert unusual([one], rate=0.2) == []


def test_what_is_unlikely_and_matters_is_named_the_least_likely_first() -> None:
    found = unusual([seen(9, 1.5, key="texts"), seen(14, 1.5, key="bugs"), seen(2, 1.5, key="calm")], rate=0.14)
    assert [one.key for one in found] == ["bugs", "texts"]


def test_what_is_new_goes_by_a_count_alone() -> None:
    assert unusual([seen(8, 0.02, days=3)], rate=0.14)
    assert not unusual([seen(7, 0.02, days=3)], rate=0.14)


def test_in_an_outage_everything_is_one_alarm_and_not_sixty() -> None:
    everything = seen(240, 60, key="everything")
    tags = [beside(seen(4, 1, key=str(number)), everything) for number in range(60)]
    assert unusual(tags, rate=0.14) == []
    standing_out = beside(seen(40, 1, key="billing"), everything)
    assert unusual([*tags, standing_out], rate=0.14) == [standing_out]


def test_a_steady_growth_is_told_from_a_spike_and_from_noise() -> None:
    grows = slope_of([10, 11, 13, 12, 14, 15, 15, 17, 18, 18, 20, 21])
    spikes = slope_of([10, 11, 9, 10, 11, 10, 9, 90, 10, 9, 11, 10])
    assert grows
    assert grows.is_steady
    assert 0.8 < grows.a_step < 1.2
    assert spikes
    assert not spikes.is_steady


def test_sens_slope_is_the_median_of_all_pairs() -> None:
    """Eight points on a line with one astray keep the line's slope."""
    slope = slope_of([2, 4, 6, 8, 60, 12, 14, 16])
    assert slope
    assert slope.a_step == 2


def test_a_short_run_has_no_slope() -> None:
    assert slope_of([1, 2, 3, 4, 5, 6, 7]) is None


@given(st.lists(st.integers(0, 60), min_size=8, max_size=30))
def test_a_slope_lies_in_its_interval_and_turns_with_its_run(counts: list[int]) -> None:
    slope, back = slope_of(counts), slope_of(counts[::-1])
    assert slope
    assert back
    assert slope.low <= slope.a_step <= slope.high
    assert back.a_step == pytest.approx(-slope.a_step)


def test_a_change_that_halved_is_real_and_one_of_noise_is_not() -> None:
    halved = change_between([6, 8, 7, 5, 9, 7] * 5, [3, 4, 3, 4, 2, 5] * 5)
    same = change_between([6, 8, 7, 5, 9, 7], [7, 6, 9, 5, 8, 6])
    assert halved
    assert halved.is_real
    assert 0.4 < halved.ratio < 0.6
    assert same
    assert not same.is_real


def test_wild_days_make_a_change_less_sure() -> None:
    wild = change_between([0, 0, 21, 0, 0, 21], [0, 0, 10, 0, 0, 11])
    assert wild
    assert not wild.is_real


def test_without_days_or_counts_there_is_no_change_to_speak_of() -> None:
    assert change_between([], [1]) is None
    assert change_between([0, 0], [0]) is None
