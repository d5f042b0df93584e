"""A number and how sure it is: shares (Wilson), means (Student), and what a population of a few dozen adds to that."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, sqrt
from statistics import fmean, variance

from wellheard.foundation.statistics.chances import CONFIDENCE, t_of, z_of


@dataclass(frozen=True)
class Interval:
    """Between which values the true one lies, 19 times in 20 where nothing else is said."""

    low: float
    high: float

    @property
    def half(self) -> float:
        """Return how far it reaches to either side of its middle."""
        return (self.high - self.low) / 2

    def holds(self, value: float) -> bool:
        """Tell whether a value may be the true one."""
        return self.low <= value <= self.high

    def overlaps(self, other: "Interval") -> bool:
        """Tell whether both may have the same true value."""
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True)
class Share:
    """A share of answers: how many of how many, and its interval; `answers` may be fewer than counted where weights cost some."""

    hits: float
    answers: float
    interval: Interval

    @property
    def value(self) -> float:
        """Return the share of one."""
        return self.hits / self.answers if self.answers else 0.0


@dataclass(frozen=True)
class Mean:
    """A mean of answers and its interval; without two answers nothing is known of its spread and there is none."""

    value: float
    answers: int
    interval: Interval | None


def finite(answers: float, population: int | None) -> float:
    """Return by what an interval shrinks when the answers are a good part of all there are: √((N - n) / (N - 1)).

    Cochran, Sampling Techniques, 1977, 2.6. Nothing is left of it when everybody has answered.
    """
    if not population or population <= 1 or answers <= 0:
        return 1.0 if not population or answers < population else 0.0
    return sqrt(max(0.0, population - answers) / (population - 1))


def wilson(
    hits: float, of: float, *, confidence: float = CONFIDENCE, population: int | None = None, effect: float = 1.0
) -> Share:
    """Return a share with its score interval (E. B. Wilson, 1927, J. Amer. Statist. Assoc. 22, 209-212).

    Right for few answers, and for none or all. `effect` is the design effect: so many answers count for one.
    """
    if of <= 0:
        return Share(0, 0, Interval(0.0, 1.0))
    share, answers, z = hits / of, of / effect, z_of(confidence)
    spread = z * z / answers
    middle = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / answers + spread / answers / 4) / (1 + spread)
    factor = finite(of, population)
    middle = share + (middle - share) * factor**2
    return Share(hits, of, Interval(max(0.0, middle - half * factor), min(1.0, middle + half * factor)))


def events(count: int, *, confidence: float = CONFIDENCE) -> Interval:
    """Return between which numbers of events the usual one lies, where each happens by itself: Poisson's interval.

    Byar's approximation (N. Breslow and N. Day, Statistical Methods in Cancer Research, volume 2, 1987, page 69); right to
    a hundredth from one event on, and of none it says up to 3.7.
    """
    z, more = z_of(confidence), count + 1
    low = count * (1 - 1 / (9 * count) - z / (3 * sqrt(count))) ** 3 if count else 0.0
    return Interval(max(0.0, low), more * (1 - 1 / (9 * more) + z / (3 * sqrt(more))) ** 3)


def mean(values: Sequence[float], *, confidence: float = CONFIDENCE, population: int | None = None) -> Mean:
    """Return the mean of answers on a scale with Student's interval."""
    count = len(values)
    if not count:
        return Mean(0.0, 0, None)
    middle = fmean(values)
    half = (
        t_of(count - 1, confidence) * sqrt(variance(values) / count) * finite(count, population) if count > 1 else inf
    )
    return Mean(middle, count, Interval(middle - half, middle + half) if half < inf else None)
