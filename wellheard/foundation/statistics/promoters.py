"""The net promoter score: the share of nines and tens less the share of nought to six, in points from -100 to 100.

Its interval is the adjusted-Wald one: three answers are added, three quarters of one to either end, before the usual formula.
J. Sauro and J. Lewis found it best of three (measuringu.com/nps-three-confidence-intervals), in agreement with B. Rocks, 2016,
The American Statistician 70, 365-372; `bin/bench statistics` shows its coverage beside that of the plain one.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from wellheard.foundation.statistics.chances import CONFIDENCE, root, t_of, z_of
from wellheard.foundation.statistics.intervals import Interval, finite

LOWEST_PROMOTER, LOWEST_PASSIVE, HIGHEST = 9, 7, 10
_ADDED, _TO_EITHER_END = 3, 0.75
# What is assumed of answers nobody has given yet: half promoters, a fifth detractors.
_USUAL = (0.5, 0.2)


@dataclass(frozen=True)
class Split:
    """How many (or how much weight of) promoters, passives and detractors there are."""

    promoters: float = 0
    passives: float = 0
    detractors: float = 0

    @property
    def answers(self) -> float:
        """Return how many there are in all."""
        return self.promoters + self.passives + self.detractors

    @property
    def score(self) -> float:
        """Return the plain score in points; nought without an answer."""
        return 100 * (self.promoters - self.detractors) / self.answers if self.answers else 0.0

    @property
    def spread(self) -> float:
        """Return the variance of one answer, each a 1, 0 or -1."""
        if not self.answers:
            return 0.0
        net = (self.promoters - self.detractors) / self.answers
        return (self.promoters + self.detractors) / self.answers - net * net


@dataclass(frozen=True)
class Score:
    """A net promoter score in points: the plain number, the interval around an adjusted middle, and what stands behind it."""

    split: Split
    interval: Interval
    error: float
    effective: float
    population: int | None = None

    @property
    def value(self) -> float:
        """Return the plain score: what is shown as the number."""
        return self.split.score

    @property
    def answers(self) -> float:
        """Return how many answers it comes from."""
        return self.split.answers


def side_of(score: int) -> int:
    """Return 1 for a promoter, 0 for a passive, -1 for a detractor."""
    if score >= LOWEST_PROMOTER:
        return 1
    return 0 if score >= LOWEST_PASSIVE else -1


def split_of(scores: Iterable[int]) -> Split:
    """Count answers from nought to ten by their side."""
    sides = Counter(map(side_of, scores))
    return Split(sides[1], sides[0], sides[-1])


def net_promoters(
    split: Split,
    *,
    population: int | None = None,
    effect: float = 1.0,
    groups: int | None = None,
    confidence: float = CONFIDENCE,
) -> Score:
    """Return the score with its interval.

    `population` are all who might have answered; `effect` is the design effect of weights and companies; `groups` the number of
    companies where several of one answered, whose few degrees of freedom widen the interval once more.
    """
    answers = split.answers
    if not answers:
        return Score(split, Interval(-100.0, 100.0), 100.0, 0.0, population)
    effective = answers / effect
    ends = effective / answers, _TO_EITHER_END
    promoters, detractors = (
        (part * ends[0] + ends[1]) / (effective + _ADDED) for part in (split.promoters, split.detractors)
    )
    net, factor = promoters - detractors, finite(answers, population)
    error = 100 * root((promoters + detractors - net * net) / (effective + _ADDED)) * factor
    # The smaller the part we do not know, the less the middle leans towards nought.
    middle = split.score + (100 * net - split.score) * factor**2
    reach = z_of(confidence) if groups is None else t_of(groups - 1, confidence)
    half = error * reach if error else 0.0
    return Score(split, Interval(max(-100.0, middle - half), min(100.0, middle + half)), error, effective, population)


def answers_needed(
    points: float,
    *,
    split: Split | None = None,
    population: int | None = None,
    effect: float = 1.0,
    confidence: float = CONFIDENCE,
) -> int:
    """Return how many answers make the interval reach no farther than so many points to either side.

    Without a `split` of answers so far, half promoters and a fifth detractors are assumed.
    """
    expected = split or Split(_USUAL[0], 1 - sum(_USUAL), _USUAL[1])
    needed = effect * expected.spread * (100 * z_of(confidence) / points) ** 2
    if population:
        needed = needed / (1 + (needed - 1) / population)
    return max(1, ceil(needed))
