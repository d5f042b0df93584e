"""What grows or shrinks steadily, and whether a change changed anything: both with an interval, both robust.

The slope is Theil's and Sen's: the median of the slopes between all pairs of steps, which a spike or two do not move (up to
29 % of wild values), with Sen's interval from Kendall's statistic (P. K. Sen, 1968, J. Amer. Statist. Assoc. 63, 1379-1389).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist, median

# With fewer steps the interval says nothing.
FEWEST_STEPS = 8
_CONTINUITY = 0.5


@dataclass(frozen=True)
class Slope:
    """How much is added a step, between which bounds, and the level in the middle of the run."""

    a_step: float
    low: float
    high: float
    middle: float
    steps: int

    @property
    def is_steady(self) -> bool:
        """Whether it surely grows or surely shrinks."""
        return self.low > 0 or self.high < 0

    @property
    def change(self) -> float:
        """The change over the whole run as a share of where its line begins."""
        begins = self.middle - self.a_step * (self.steps - 1) / 2
        return self.a_step * (self.steps - 1) / max(begins, 1.0)


def slope_of(counts: Sequence[float], *, confidence: float = 0.99) -> Slope | None:
    """Return the slope of a run of counts; None when it is too short to say anything."""
    steps = len(counts)
    if steps < FEWEST_STEPS:
        return None
    pairs = sorted((counts[j] - counts[i]) / (j - i) for i in range(steps) for j in range(i + 1, steps))
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * sqrt(_variance_of_order(counts))
    low, high = (len(pairs) - reach) / 2, (len(pairs) + reach) / 2
    return Slope(
        a_step=median(pairs),
        low=pairs[max(0, round(low) - 1)],
        high=pairs[min(len(pairs) - 1, round(high))],
        middle=median(counts),
        steps=steps,
    )


@dataclass(frozen=True)
class Change:
    """A rate after over the rate before, with its interval: 0.5 is half as many."""

    ratio: float
    low: float
    high: float

    @property
    def is_real(self) -> bool:
        return self.high < 1 or self.low > 1


def change_between(before: Sequence[int], after: Sequence[int], *, confidence: float = 0.95) -> Change | None:
    """Return how a daily rate changed; None when one side has no day or nothing was ever counted.

    Quasi-Poisson (McCullagh and Nelder, Generalized Linear Models, 6.2): the logarithm of the ratio has the variance
    φ (1/n + 1/m) for the two counts n and m, φ being how much the days vary beyond Poisson, at least 1.
    """
    if not (before and after) or not (sum(before) + sum(after)):
        return None
    counts = [sum(part) + _CONTINUITY for part in (before, after)]
    middle = log(counts[1] / len(after)) - log(counts[0] / len(before))
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * sqrt(_excess(before, after) * (1 / counts[0] + 1 / counts[1]))
    return Change(exp(middle), exp(middle - reach), exp(middle + reach))


def _excess(before: Sequence[int], after: Sequence[int]) -> float:
    """Return φ: Pearson's statistic over its degrees of freedom, each side around its own mean."""
    total = 0.0
    for part in (before, after):
        mean = sum(part) / len(part)
        total += sum((count - mean) ** 2 for count in part) / mean if mean else 0.0
    return max(1.0, total / max(1, len(before) + len(after) - 2))


def _variance_of_order(counts: Sequence[float]) -> float:
    """Return the variance of Kendall's S, corrected for equal values."""

    def part(size: int) -> int:
        return size * (size - 1) * (2 * size + 5)

    return (part(len(counts)) - sum(part(often) for often in Counter(counts).values())) / 18
