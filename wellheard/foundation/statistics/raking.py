"""Weights that make who answered look like whom they stand for, and what that costs.

Raking (iterative proportional fitting; Deming and Stephan, 1940, Ann. Math. Statist. 11, 427-444) fits the answers' shares to
known shares of each trait in turn until all fit. It mends only the bias those traits explain.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FEWEST, MOST_UNEVEN = 5, 3.0
# Above this design effect two thirds of the answers are lost to the weights: better to ask those who are missing.
TOO_SKEWED = 3.0
_ROUNDS, _CLOSE, _TRIMS, _HALVINGS = 500, 1e-10, 12, 60
_JOINED = " + "

Cell = tuple[str, ...]


@dataclass(frozen=True)
class Margin:
    """One known trait of everybody we want to speak for: its name, and the share of each value in a fixed order."""

    name: str
    shares: Mapping[str, float]


@dataclass(frozen=True)
class Raked:
    """A weight for each answer with a mean of 1, the margins as they were used, and how far the shares still miss them."""

    weights: list[float]
    margins: list[Margin]
    miss: float

    @property
    def effective(self) -> float:
        """Return how many equally weighted answers these are worth."""
        return effective(self.weights)

    @property
    def effect(self) -> float:
        """Return the design effect: how many answers count for one."""
        return len(self.weights) / self.effective if self.weights else 1.0


def effective(weights: Sequence[float]) -> float:
    """Return the effective number of answers, (Σw)² / Σw² (L. Kish, Survey Sampling, 1965, 11.7)."""
    squares = sum(weight * weight for weight in weights)
    return sum(weights) ** 2 / squares if squares else 0.0


def raked(answers: Sequence[Cell], margins: Sequence[Margin]) -> Raked:
    """Weigh answers so that each margin is met, as far as weights from a third to three times the mean allow.

    An answer names its value of each margin, in the margins' order. Values with fewer than five answers are joined with a
    neighbour first, since one person must not speak for hundreds.
    """
    if not answers:
        return Raked([], list(margins), 0.0)
    renamed = [_joined(margin, Counter(cell[place] for cell in answers)) for place, margin in enumerate(margins)]
    used = [_under_new_names(margin, names) for margin, names in zip(margins, renamed, strict=True)]
    cells = [tuple(names[value] for names, value in zip(renamed, cell, strict=True)) for cell in answers]
    counts = Counter(cells)
    weights = _trimmed(counts, used)
    return Raked([weights[cell] for cell in cells], used, largest_miss(counts, weights, used))


def fitted(counts: Mapping[Cell, float], margins: Sequence[Margin], start: Mapping[Cell, float]) -> dict[Cell, float]:
    """Return weights of the cells, with a mean of 1 over the answers, that meet every margin: plain raking."""
    weights, whole = dict(start), sum(counts.values())
    for _round in range(_ROUNDS):
        furthest = 0.0
        for place, margin in enumerate(margins):
            sums: Counter[str] = Counter()
            for cell, count in counts.items():
                sums[cell[place]] += count * weights[cell]  # type: ignore[assignment]
            factors = {value: margin.shares[value] * whole / has for value, has in sums.items() if has}
            for cell in weights:
                weights[cell] *= factors.get(cell[place], 1.0)
            furthest = max([furthest, *(abs(factor - 1) for factor in factors.values())])
        if furthest < _CLOSE:
            break
    return weights


def _trimmed(counts: Mapping[Cell, float], margins: Sequence[Margin]) -> dict[Cell, float]:
    """Rake, cut what is out of bounds, and rake again; what cannot be met within the bounds is missed, and said."""
    weights = fitted(counts, margins, dict.fromkeys(counts, 1.0))
    for _turn in range(_TRIMS):
        if all(1 / MOST_UNEVEN <= weight <= MOST_UNEVEN for weight in weights.values()):
            return weights
        weights = fitted(counts, margins, _cut(counts, weights))
    return _cut(counts, weights)


def _cut(counts: Mapping[Cell, float], weights: Mapping[Cell, float]) -> dict[Cell, float]:
    """Return weights within the bounds whose mean is still 1: the scale that does it lies between two, halved until found."""
    low, high, whole = 0.0, MOST_UNEVEN / min(weights.values(), default=1.0), sum(counts.values())
    cut = dict(weights)
    for _step in range(_HALVINGS):
        scale = (low + high) / 2
        cut = {cell: min(MOST_UNEVEN, max(1 / MOST_UNEVEN, scale * weight)) for cell, weight in weights.items()}
        is_heavy = sum(count * cut[cell] for cell, count in counts.items()) > whole
        low, high = (low, scale) if is_heavy else (scale, high)
    return cut


def largest_miss(counts: Mapping[Cell, float], weights: Mapping[Cell, float], margins: Sequence[Margin]) -> float:
    """Return the largest distance between a weighted share and the one it should have, in shares of one."""
    whole = sum(count * weights[cell] for cell, count in counts.items())
    furthest = 0.0
    for place, margin in enumerate(margins):
        for value, share in margin.shares.items():
            has = sum(count * weights[cell] for cell, count in counts.items() if cell[place] == value)
            furthest = max(furthest, abs(has / whole - share))
    return furthest


def _joined(margin: Margin, counts: Mapping[str, int]) -> dict[str, str]:
    """Return for each value the name it goes by once values of too few answers are joined with a neighbour."""
    groups = [[value] for value in margin.shares] + [[value] for value in counts if value not in margin.shares]
    while len(groups) > 1:
        sizes = [sum(counts.get(value, 0) for value in group) for group in groups]
        shares = [sum(margin.shares.get(value, 0) for value in group) for group in groups]
        small = [place for place, size in enumerate(sizes) if size < FEWEST or not shares[place]]
        if not small:
            break
        place = min(small, key=lambda at: sizes[at])
        beside = [at for at in (place - 1, place + 1) if 0 <= at < len(groups)]
        other = min(beside, key=lambda at: sizes[at])
        first, second = sorted((place, other))
        groups[first : second + 1] = [groups[first] + groups[second]]
    return {value: _JOINED.join(group) for group in groups for value in group}


def _under_new_names(margin: Margin, names: Mapping[str, str]) -> Margin:
    whole = sum(margin.shares.values()) or 1.0
    shares: dict[str, float] = dict.fromkeys(names.values(), 0.0)
    for value, share in margin.shares.items():
        shares[names[value]] += share / whole
    return Margin(margin.name, shares)
