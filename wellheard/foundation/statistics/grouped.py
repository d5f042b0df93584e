"""Answers that are not independent: colleagues are alike, so ten of one company tell less than ten of ten.

The variance is linearised by company (the ultimate-cluster estimator; Wolter, Introduction to Variance Estimation, 2007, ch. 6);
beside the variance of independent answers it gives the design effect, by which the answers count for fewer.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from wellheard.foundation.statistics.chances import root, z_of
from wellheard.foundation.statistics.moving import Change, moved
from wellheard.foundation.statistics.promoters import Score, Split, net_promoters
from wellheard.foundation.statistics.raking import effective

_SIDES = (1, 0, -1)


@dataclass(frozen=True)
class Answers:
    """Answers as numbers, each with the group (company) it comes from and, where answers are weighted, its weight."""

    values: Sequence[float]
    groups: Sequence[Hashable]
    weights: Sequence[float] | None = None

    @property
    def count(self) -> int:
        """Return how many groups there are."""
        return len(set(self.groups))

    @property
    def mean(self) -> float:
        """Return their (weighted) mean."""
        if self.weights is None:
            return sum(self.values) / len(self.values)
        return sum(map(float.__mul__, map(float, self.values), self.weights)) / sum(self.weights)

    def pulls(self) -> dict[Hashable, float]:
        """Return by how much each group moves the mean: the sum of its answers' distances from it, as shares of the whole."""
        weights = self.weights or [1.0] * len(self.values)
        middle, whole = self.mean, sum(weights)
        pulls: dict[Hashable, float] = defaultdict(float)
        for value, group, weight in zip(self.values, self.groups, weights, strict=True):
            pulls[group] += weight * (value - middle) / whole
        return pulls


def grouped_effect(answers: Answers) -> float:
    """Return how many answers count for one because colleagues are alike; never below 1, where it would only be luck.

    When one company gave all answers nothing is known of others: all of them count for one.
    """
    count, groups = len(answers.values), answers.count
    if count < 2:  # noqa: PLR2004 - one answer has no spread
        return 1.0
    if groups == 1:
        return float(count)
    alone = Answers(answers.values, range(count), answers.weights)
    apart = _variance(alone)
    return max(1.0, _variance(answers) / apart) if apart else 1.0


def grouped_promoters(sides: Answers, *, population: int | None = None) -> Score:
    """Return the net promoter score of answers (1, 0, -1) by company, weighted where they have weights.

    The design effect is the product of what the weights cost (Kish) and of what colleagues' likeness does (Gabler, Häder and
    Lahiri, 1999, Survey Methodology 25, 105-106).
    """
    answers = len(sides.values)
    if not answers:
        return net_promoters(Split())
    weights = sides.weights or [1.0] * answers
    scale = answers / sum(weights)
    parts = {
        side: scale * sum(w for w, one in zip(weights, sides.values, strict=True) if one == side) for side in _SIDES
    }
    effect = answers / effective(weights) * grouped_effect(sides)
    groups = sides.count
    few = groups if groups < answers else None
    return net_promoters(Split(*parts.values()), population=population, effect=effect, groups=few)


def _variance(answers: Answers) -> float:
    pulls = answers.pulls()
    return len(pulls) / (len(pulls) - 1) * sum(pull * pull for pull in pulls.values())


def alike(earlier: Answers, later: Answers) -> float:
    """Return how much two waves move together through those who are in both: people, or companies where groups are companies.

    A correlation; nought when nobody answered twice. When all did, it makes the difference's error that of paired differences.
    """
    before, after = earlier.pulls(), later.pulls()
    together = sum(pull * after[group] for group, pull in before.items() if group in after)
    apart = root(sum(pull * pull for pull in before.values())) * root(sum(pull * pull for pull in after.values()))
    return together / apart if apart else 0.0


def change_between(earlier: Score, later: Score, *, together: float = 0.0) -> Change:
    """Return what lies between two scores, in points; `together` is how much they are `alike` through who answered twice."""
    return moved((earlier.value, earlier.interval), (later.value, later.interval), together=together)


def answers_for_change(points: float, *, spread: float = 0.61, power: float | None = None) -> int:
    """Return how many answers each of two waves needs for a change of so many points to stand out of the noise.

    Without a `power` half of such changes would; 0.8 finds four of five. A `spread` of 0.61 is half promoters, a fifth
    detractors.
    """
    reach = z_of() + (z_of(2 * power - 1) if power else 0.0)
    return round(2 * spread * (100 * reach / points) ** 2)
