"""Which of many is preferred, from choices between two (Bradley and Terry, 1952, Biometrika 39, 324-345).

Each pair is given a tenth of a win either way before anybody is asked, so that what was never beaten is not infinitely strong.
A score is the chance, in percent, of being chosen over another one taken at random. The order of the votes does not matter.
Weights say how much a vote counts beside others, never how many there are: together they come to what they are worth (Kish),
so that few heavy votes do not outweigh that tenth of a win as many would.
"""

import random
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from math import exp, log, sqrt
from typing import TYPE_CHECKING, Generic, TypeVar

from wellheard.foundation.statistics.chances import t_of
from wellheard.foundation.statistics.intervals import Interval, Share, wilson
from wellheard.foundation.statistics.raking import effective

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

PRIOR, DRAWS, SEED = 0.1, 400, 20_261_122
_ROUNDS, _CLOSE = 20_000, 1e-12
_DRAWN_CLOSE = 1e-5

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Choice(Generic[Key]):
    """One answer to “this or that”: which stood left and right, which was chosen (None: neither), whose, and its weight."""

    left: Key
    right: Key
    chosen: Key | None
    group: Hashable
    weight: float = 1.0


@dataclass(frozen=True)
class Preferred(Generic[Key]):
    """One of the options: its score in percent, its interval, how often it was shown, and its tier, 1 the most preferred."""

    key: Key
    score: float
    interval: Interval
    shown: int
    tier: int


def ranked(choices: Sequence[Choice[Key]], keys: Sequence[Key], *, draws: int = DRAWS) -> list[Preferred[Key]]:
    """Return the options, the most preferred first, with intervals from redrawing whole companies (bootstrap).

    A company that is drawn brings all its votes with their weights: one that alone weighs much leaves wide intervals. Options
    whose interval overlaps that of the first in a tier share the tier: nobody can say that one is preferred.
    """
    place = {key: number for number, key in enumerate(keys)}
    if len(keys) < 2:  # noqa: PLR2004 - one option is beaten by nobody
        return [Preferred(key, 50.0, Interval(0.0, 100.0), 0, 1) for key in keys]
    choices = _levelled(choices)
    table = wins_table(choices, place)
    scores = [100 * score for score in scores_of(strengths(table))]
    intervals = _intervals(choices, place, table, draws)
    shown = _shown(choices)
    order = sorted(range(len(keys)), key=lambda at: (-scores[at], at))
    tiers = _tiers([intervals[at] for at in order])
    return [
        Preferred(keys[at], scores[at], intervals[at], shown[keys[at]], tier)
        for at, tier in zip(order, tiers, strict=True)
    ]


def _levelled(choices: Sequence[Choice[Key]]) -> list[Choice[Key]]:
    """Return votes whose weights come to what they are worth together; of votes that weigh the same that is 1 each."""
    weights = [choice.weight for choice in choices]
    if not weights or min(weights) == max(weights) == 1:
        return list(choices)
    scale = effective(weights) / sum(weights)
    return [replace(choice, weight=choice.weight * scale) for choice in choices]


def left_share(choices: Sequence[Choice[Key]]) -> Share:
    """Return how often the left one was chosen; sides are drawn, so far from a half the layout itself decides."""
    decided = [choice for choice in choices if choice.chosen is not None]
    return wilson(sum(1 for choice in decided if choice.chosen == choice.left), len(decided))


def wins_table(choices: Sequence[Choice[Key]], place: dict[Key, int]) -> list[list[float]]:
    """Return how often (by weight) each beat each other, with the prior; “neither” is half a win for both."""
    size = len(place)
    table = [[0.0 if row == column else PRIOR for column in range(size)] for row in range(size)]
    for choice in choices:
        left, right = place[choice.left], place[choice.right]
        share = 0.5 if choice.chosen is None else float(choice.chosen == choice.left)
        table[left][right] += choice.weight * share
        table[right][left] += choice.weight * (1 - share)
    return table


def strengths(table: Sequence[Sequence[float]]) -> list[float]:
    """Return how strong each is, with a mean of 1, by Hunter's way (2004, Ann. Statist. 32, 384-406)."""
    size = len(table)
    wins = [sum(row) for row in table]
    met = [[table[row][column] + table[column][row] for column in range(size)] for row in range(size)]
    strong = [1.0] * size
    for _round in range(_ROUNDS):
        following = [
            wins[row]
            / sum(met[row][column] / (strong[row] + strong[column]) for column in range(size) if column != row)
            for row in range(size)
        ]
        scale = size / sum(following)
        following = [one * scale for one in following]
        moved = max(abs(new - old) / new for new, old in zip(following, strong, strict=True))
        strong = following
        if moved < _CLOSE:
            break
    return strong


def scores_of(strong: Sequence[float]) -> list[float]:
    """Return the chance of each to be chosen over another one taken at random."""
    others = len(strong) - 1
    return [(sum(one / (one + other) for other in strong) - 0.5) / others for one in strong]


def _shown(choices: Sequence[Choice[Key]]) -> dict[Key, int]:
    shown: dict[Key, int] = defaultdict(int)
    for choice in choices:
        shown[choice.left] += 1
        shown[choice.right] += 1
    return shown


def _tiers(intervals: Sequence[Interval]) -> list[int]:
    tiers: list[int] = []
    leader: Interval | None = None
    for interval in intervals:
        if leader is None or not leader.overlaps(interval):
            leader = interval
            tiers.append(tiers[-1] + 1 if tiers else 1)
        else:
            tiers.append(tiers[-1])
    return tiers


def _intervals(
    choices: Sequence[Choice[Key]], place: dict[Key, int], table: Sequence[Sequence[float]], draws: int
) -> list[Interval]:
    """Return where the true scores lie; with one company nothing is known of others.

    The spread is that of the scores (as logits) over companies drawn anew; its few degrees of freedom are those of the number of
    companies the votes are worth. Never narrower than Wilson's interval of strangers: when all agree, drawing anew finds none.
    """
    weighs: dict[Hashable, float] = defaultdict(float)
    for choice in choices:
        weighs[choice.group] += choice.weight
    if len(weighs) < 2:  # noqa: PLR2004 - as written
        return [Interval(0.0, 100.0)] * len(place)
    import numpy as np

    groups, strong = sorted(weighs, key=repr), np.array(strengths(table))
    drawn = _drawn_scores(choices, place, groups, strong, draws)
    reach = t_of(max(1.0, effective(list(weighs.values())) - 1)) * sqrt(len(groups) / (len(groups) - 1))
    spreads = reach * np.std(np.log(drawn / (1 - drawn)), axis=0)
    return [
        _hull(score, float(spread), votes)
        for score, spread, votes in zip(scores_of(strong.tolist()), spreads, _votes_of(choices, place), strict=True)
    ]


def _hull(score: float, spread: float, votes: float) -> Interval:
    """Return in percent the interval that holds both: the logit with its spread, and Wilson's of so many votes."""
    odds, alone = log(score / (1 - score)), wilson(score * votes, votes).interval
    low, high = (1 / (1 + exp(-one)) for one in (odds - spread, odds + spread))
    return Interval(100 * min(low, alone.low), 100 * max(high, alone.high))


def _votes_of(choices: Sequence[Choice[Key]], place: dict[Key, int]) -> list[float]:
    """Return how many votes that count the same those on each option are worth."""
    weights: list[list[float]] = [[] for _option in place]
    for choice in choices:
        for key in (choice.left, choice.right):
            weights[place[key]].append(choice.weight)
    return [effective(found) for found in weights]


def _drawn_scores(
    choices: Sequence[Choice[Key]], place: dict[Key, int], groups: Sequence[Hashable], start: "Numbers", draws: int
) -> "Numbers":
    import numpy as np

    # The same draws every time: who reads the page twice sees the same intervals.
    chance = random.Random(SEED)  # noqa: S311 - no secret
    size, number = len(place), {group: at for at, group in enumerate(groups)}
    owner = np.array([number[choice.group] for choice in choices])
    left, right = (np.array([place[getattr(choice, side)] for choice in choices]) for side in ("left", "right"))
    weight = np.array([choice.weight for choice in choices])
    share = np.array([0.5 if one.chosen is None else float(one.chosen == one.left) for one in choices])
    tables = np.empty((draws, size, size))
    for draw in range(draws):
        often = np.bincount(chance.choices(range(len(groups)), k=len(groups)), minlength=len(groups))[owner] * weight
        beat = np.bincount(left * size + right, often * share, minlength=size * size)
        lost = np.bincount(right * size + left, often * (1 - share), minlength=size * size)
        tables[draw] = (beat + lost).reshape(size, size) + PRIOR * (1 - np.eye(size))
    return _all_scores(tables, start)


def _all_scores(tables: "Numbers", start: "Numbers") -> "Numbers":
    """Return the scores of many tables at once, each begun at the strengths of the real one."""
    import numpy as np

    size = tables.shape[1]
    wins, met = tables.sum(axis=2), tables + tables.transpose(0, 2, 1)
    strong = np.tile(start, (len(tables), 1))
    for _round in range(_ROUNDS):
        following = wins / (met / (strong[:, :, None] + strong[:, None, :])).sum(axis=2)
        following *= size / following.sum(axis=1, keepdims=True)
        moved = np.abs(following / strong - 1).max()
        strong = following
        if moved < _DRAWN_CLOSE:
            break
    chances: Numbers = strong[:, :, None] / (strong[:, :, None] + strong[:, None, :])
    scores: Numbers = (chances.sum(axis=2) - 0.5) / (size - 1)
    return scores
