"""What share of many needs something, when few of a random sample were asked: Beta-binomial, with what was volunteered as prior.

What was volunteered weighs as much as 8 answers (it was chosen by simulation: docs/demand.md) and answers of a sample update it.
Gelman and others, Bayesian Data Analysis, 2013, 2.4. Pure functions.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from wellheard.foundation.statistics.chances import beta_share
from wellheard.foundation.statistics.intervals import Interval

PRIOR_ANSWERS = 8
CONFIDENCE = 0.80
# Nobody, or everybody, having volunteered is half an answer, not certainty.
LEAST = 0.5
_STEPS = 60


@dataclass(frozen=True)
class Belief:
    """A Beta distribution: what we believe of a share."""

    yes: float
    no: float

    @property
    def mean(self) -> float:
        return self.yes / (self.yes + self.no)

    @property
    def variance(self) -> float:
        every = self.yes + self.no
        return self.yes * self.no / (every * every * (every + 1))

    @property
    def interval(self) -> Interval:
        """Return where the share lies with 80 %, as much left out on either side."""
        outside = (1 - CONFIDENCE) / 2
        return Interval(self.quantile(outside), self.quantile(1 - outside))

    def quantile(self, chance: float) -> float:
        """Return the share that the true one stays below with this chance, by halving."""
        low, high = 0.0, 1.0
        for _step in range(_STEPS):
            middle = (low + high) / 2
            low, high = (middle, high) if beta_share(self.yes, self.no, middle) < chance else (low, middle)
        return (low + high) / 2


def believed(*, volunteered: int, companies: int, asked: int, yes: int) -> Belief:
    """Return what to believe of a group of so many companies, of which some asked by themselves and some were asked."""
    share = volunteered / companies if companies else 0.5
    wish = min(max(PRIOR_ANSWERS * share, LEAST), PRIOR_ANSWERS - LEAST)
    return Belief(wish + yes, PRIOR_ANSWERS - wish + asked - yes)


def over_all(groups: Sequence[tuple[Belief, int]]) -> Belief | None:
    """Return what to believe of all groups together, each weighing as many companies as it has; none without companies.

    A Beta distribution of the same mean and variance (Cochran, Sampling Techniques, 1977, 5.3, for the mean of strata).
    """
    every = sum(size for _belief, size in groups)
    if not every:
        return None
    mean = sum(belief.mean * size for belief, size in groups) / every
    variance = sum(belief.variance * size * size for belief, size in groups) / (every * every)
    worth = mean * (1 - mean) / variance - 1
    return Belief(mean * worth, (1 - mean) * worth)
