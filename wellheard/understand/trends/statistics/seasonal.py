"""What is usual of a daily count: a level that fades with age, times the profile of the week, with how much it varies.

A seasonal negative-binomial baseline, kept as simple as it can be so that a person can check it by hand: the weekday profile
is pooled from all series, the level is each series' own over eight weeks, past outliers are capped so that one old spike does
not hide the next, and the dispersion is measured from the residuals and never below Poisson's 1.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from wellheard.understand.trends.statistics.tails import quantile, tail

WINDOW_DAYS, HALF_LIFE_DAYS, WEEK = 56, 21, 7
# With fewer days than this a weekly pattern cannot be seen, and neither can what is usual.
FEWEST_DAYS = 14
# Expected counts below this are taken for this: nothing is infinitely surprising.
LEAST_EXPECTED = 0.02
_LEAST_VARIANCE, _PRIOR, _CAP = 0.05, 0.1, 0.99
FLAT = (1.0,) * WEEK


@dataclass(frozen=True)
class Usual:
    """What is expected of a count, how much it varies (variance / mean, at least 1), and from how many days we know."""

    expected: float
    dispersion: float = 1.0
    days: int = WINDOW_DAYS

    def chance(self, count: int) -> float:
        """Return how likely this count or more is when nothing is unusual."""
        return tail(count, self.expected, self.dispersion)

    def band(self, share: float = 0.95) -> tuple[int, int]:
        """Return the range in which the count lies with this probability."""
        rest = (1 - share) / 2
        return (
            quantile(rest, self.expected, self.dispersion),
            quantile(1 - rest, self.expected, self.dispersion),
        )

    def times(self, factor: float) -> "Usual":
        """Return what is usual when everything is so many times its own usual."""
        return Usual(max(LEAST_EXPECTED, self.expected * factor), self.dispersion, self.days)


def weekday_profile(series: Iterable[Sequence[int]], first_weekday: int) -> tuple[float, ...]:
    """Return how a day of the week compares with the mean day, over all series together, Monday first; their mean is 1.

    `first_weekday` is the weekday of the first entry (Monday 0). Each weekday is given half a mean day besides its own, so that
    a Sunday on which nobody wrote so far is not impossible. Too little history has no profile: every day is alike.
    """
    sums, days = [0] * WEEK, 0
    for one in series:
        days = max(days, len(one))
        for age, count in enumerate(one):
            sums[(first_weekday + age) % WEEK] += count
    occurrences = [sum(1 for age in range(days) if (first_weekday + age) % WEEK == day) for day in range(WEEK)]
    if days < FEWEST_DAYS or not any(sums):
        return FLAT
    half_a_day = sum(sums) / days / 2
    means = [(total + half_a_day) / (often + 0.5) for total, often in zip(sums, occurrences, strict=True)]
    return tuple(mean * WEEK / sum(means) for mean in means)


def level_of(counts: Sequence[float], factors: Sequence[float], half_life: float = HALF_LIFE_DAYS) -> Usual:
    """Return the usual count of a step with factor 1, from past counts, oldest first, and the factor of each."""
    weights = _weights(len(counts), half_life)
    weighed = sum(weight * factor for weight, factor in zip(weights, factors, strict=True))
    first = sum(weight * count for weight, count in zip(weights, counts, strict=True)) / weighed if weighed else 0.0
    capped = [min(count, _most_usual(first * factor)) for count, factor in zip(counts, factors, strict=True)]
    total = sum(weight * count for weight, count in zip(weights, capped, strict=True))
    level = (total + _PRIOR) / (weighed + _PRIOR)
    return Usual(level, _dispersion(capped, [level * factor for factor in factors]), len(counts))


def usual_day(counts: Sequence[float], factors: Sequence[float], factor: float) -> Usual:
    """Return what is usual of a day with this factor, after these counts."""
    return level_of(counts, factors).times(factor)


def _dispersion(counts: Sequence[float], expected: Sequence[float]) -> float:
    if not counts:
        return 1.0
    squares = ((count - mean) ** 2 / max(mean, _LEAST_VARIANCE) for count, mean in zip(counts, expected, strict=True))
    return max(1.0, sum(squares) / len(counts))


def _most_usual(mean: float) -> int:
    # Rounded up a little, so that few different means are asked for.
    return _cap(max(1, round(mean * 20)))


@lru_cache(maxsize=4096)
def _cap(twentieths: int) -> int:
    return quantile(_CAP, twentieths / 20, 1.0) + 1


@lru_cache(maxsize=512)
def _weights(length: int, half_life: float) -> tuple[float, ...]:
    return tuple(0.5 ** ((length - place) / half_life) for place in range(length))
