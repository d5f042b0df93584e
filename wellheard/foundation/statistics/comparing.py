"""Two groups beside each other: how many times as often, and whether one lies higher."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

from wellheard.foundation.statistics.chances import CONFIDENCE, two_sided, z_of
from wellheard.foundation.statistics.intervals import Interval, Share


@dataclass(frozen=True)
class Times:
    """How many times as large one share is as another."""

    value: float
    interval: Interval


@dataclass(frozen=True)
class Higher:
    """How often somebody of the first group lies above somebody of the second (ties count half), and how likely that is by
    chance.
    """

    share: float
    chance: float

    @property
    def is_real(self) -> bool:
        """Whether such a difference comes by chance less than once in 20 times."""
        return self.chance < 1 - CONFIDENCE


def times_as_large(one: Share, other: Share) -> Times | None:
    """Return the ratio of two shares with its interval (Katz et al., 1978, Biometrics 34, 469-474); None where one is nought."""
    if not (one.hits and other.hits):
        return None
    ratio = one.value / other.value
    error = sqrt(max(0.0, 1 / one.hits - 1 / one.answers + 1 / other.hits - 1 / other.answers))
    reach = z_of() * error
    return Times(ratio, Interval(exp(log(ratio) - reach), exp(log(ratio) + reach)))


def lies_higher(first: Sequence[float], second: Sequence[float]) -> Higher | None:
    """Compare two groups by rank (H. Mann and D. Whitney, 1947, Ann. Math. Statist. 18, 50-60); None where one is empty."""
    if not first or not second:
        return None
    counts, ours = Counter([*first, *second]), Counter(first)
    ranks, ties, before = 0.0, 0.0, 0
    for value in sorted(counts):
        many = counts[value]
        ranks += ours[value] * (before + (many + 1) / 2)
        ties += many**3 - many
        before += many
    wins = ranks - len(first) * (len(first) + 1) / 2
    pairs, both = len(first) * len(second), before
    variance = pairs / 12 * (both + 1 - (ties / (both * (both - 1)) if both > 1 else 0))
    chance = two_sided((wins - pairs / 2) / sqrt(variance)) if variance > 0 else 1.0
    return Higher(wins / pairs, chance)
