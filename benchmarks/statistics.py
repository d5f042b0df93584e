"""How often intervals hold the truth and weights find it, by simulation: what we show of surveys, beside what is usual.

Coverage is the share of simulated surveys whose interval holds the true value; 95 % is promised. The plain interval is the
usual ±1.96 standard errors.
"""

import random
import time
from collections.abc import Callable
from math import sqrt
from statistics import fmean

import numpy as np

from wellheard.foundation.statistics.grouped import Answers, change_between, grouped_effect
from wellheard.foundation.statistics.preferring import Choice, ranked
from wellheard.foundation.statistics.promoters import Score, Split, net_promoters
from wellheard.foundation.statistics.raking import Margin, raked

TRUTHS, SIZES = ((0.5, 0.2), (0.75, 0.05), (0.9, 0.02)), (10, 20, 30, 50, 100, 400)
DRAWS, CROWDS, SURVEYS, SEED = 20_000, 2_000, 500, 20_261_122
USERS, POLLS = 10_000, 500
# Three companies of ten are large and pay thirteen times as much; they want "a" in seven of ten cases, the others in three.
_LARGE, _PAYS = 0.3, 13.0
_BY_MONEY = 100 * (_LARGE * _PAYS * 0.7 + (1 - _LARGE) * 0.3) / (_LARGE * _PAYS + 1 - _LARGE)


def main() -> None:
    """Print the coverage of intervals, and how near weighted answers come to the truth."""
    _plain_and_adjusted()
    _few_customers()
    _companies()
    _changes()
    _weights()
    _preferences()
    _speed()


def _plain_and_adjusted() -> None:
    print(f"NPS interval, {DRAWS} surveys each: share that holds the truth, plain -> ours")
    print("promoters/detractors  " + "".join(f"{size:>12}" for size in SIZES))
    for promoters, detractors in TRUTHS:
        cells = []
        for size in SIZES:
            drawn = np.random.default_rng(SEED).multinomial(
                size, [promoters, 1 - promoters - detractors, detractors], DRAWS
            )
            splits, often = np.unique(drawn, axis=0, return_counts=True)
            truth = 100 * (promoters - detractors)
            shares = [_share(splits, often, truth, way) for way in (_is_plain_right, _is_ours_right)]
            cells.append(f"{shares[0]:.1%}→{shares[1]:.1%}".replace("%", ""))
        print(f"{promoters:>12}/{detractors:<8} " + "".join(f"{cell:>12}" for cell in cells))


def _share(splits: "np.ndarray", often: "np.ndarray", truth: float, is_right: Callable[[Split, float], bool]) -> float:
    hits = sum(int(times) for row, times in zip(splits, often, strict=True) if is_right(Split(*map(int, row)), truth))
    return hits / DRAWS


def _is_plain_right(split: Split, truth: float) -> bool:
    return abs(split.score - truth) <= 196 * sqrt(split.spread / split.answers)


def _is_ours_right(split: Split, truth: float) -> bool:
    return net_promoters(split).interval.holds(truth)


def _few_customers() -> None:
    everybody = [1] * 30 + [0] * 18 + [-1] * 12
    chance, ours, without, width = random.Random(SEED), 0, 0, []
    for _draw in range(DRAWS):
        sample = chance.sample(everybody, 36)
        split = Split(*(sample.count(side) for side in (1, 0, -1)))
        score, wide = net_promoters(split, population=60), net_promoters(split)
        ours += score.interval.holds(30)
        without += wide.interval.holds(30)
        width.append(score.interval.half / wide.interval.half)
    print(
        f"36 of 60 customers answer: ours {ours / DRAWS:.1%} with intervals {fmean(width):.2f} times as wide; "
        f"as if they were endless {without / DRAWS:.1%}"
    )


def _companies() -> None:
    print(f"Answers in companies of 1 to 12, who differ; {CROWDS} surveys each: as strangers -> by company")
    for companies in (10, 20, 50, 100):
        chance, hits = random.Random(SEED), [0, 0]
        for _draw in range(CROWDS):
            strangers, ours = _crowd(chance, companies)
            hits[0] += strangers.interval.holds(20)
            hits[1] += ours.interval.holds(20)
        print(f"{companies:>6} companies: {hits[0] / CROWDS:.1%} -> {hits[1] / CROWDS:.1%}")


def _crowd(chance: random.Random, companies: int) -> tuple[Score, Score]:
    sides: list[int] = []
    groups: list[int] = []
    for company in range(companies):
        # Promoters 0.4, detractors 0.2 in the mean of companies of every size: 20 points.
        weights = [chance.gammavariate(share * 3, 1) for share in (0.4, 0.4, 0.2)]
        size = chance.randint(1, 12)
        sides += chance.choices((1, 0, -1), weights, k=size)
        groups += [company] * size
    split = Split(*(sides.count(side) for side in (1, 0, -1)))
    effect = grouped_effect(Answers(sides, groups))
    return net_promoters(split), net_promoters(split, effect=effect, groups=companies)


def _changes() -> None:
    print(f"Two months of the same minds, {CROWDS} pairs each: share in which a change is found, which 5 % may be")
    for few, many in ((4, 30), (10, 10), (30, 30), (200, 200)):
        chance, found = random.Random(SEED), 0
        for _draw in range(CROWDS):
            sides = [chance.choices((1, 0, -1), (0.5, 0.3, 0.2), k=size) for size in (few, many)]
            earlier, later = (net_promoters(Split(*(one.count(side) for side in (1, 0, -1)))) for one in sides)
            found += change_between(earlier, later).is_real
        print(f"{few:>6} and {many} answers: {found / CROWDS:.1%}")


def _weights() -> None:
    chance, users = random.Random(SEED), _users()
    truth = 100 * fmean(side for _cell, side, _answers in users)
    margins = [
        Margin(name, {value: sum(cell[at] == value for cell, _side, _answers in users) for value in values})
        for at, (name, values) in enumerate((("plan", ("free", "team", "large")), ("tenure", ("new", "year", "old"))))
    ]
    raw, weighted, effects, hits = [], [], [], 0
    for _survey in range(SURVEYS):
        came = [(cell, side) for cell, side, answers in users if chance.random() < answers]
        found = raked([cell for cell, _side in came], margins)
        parts = [
            sum(w for w, (_cell, side) in zip(found.weights, came, strict=True) if side == one) for one in (1, 0, -1)
        ]
        score = net_promoters(Split(*parts), effect=found.effect, population=USERS)
        raw.append(100 * fmean(side for _cell, side in came))
        weighted.append(score.value)
        effects.append(found.effect)
        hits += score.interval.holds(truth)
    print(
        f"Raking, {USERS} users who answer at 3 to 40 %, {SURVEYS} surveys: truth {truth:.1f}, raw {fmean(raw):.1f}, "
        f"raked {fmean(weighted):.1f}; design effect {fmean(effects):.2f}, coverage {hits / SURVEYS:.1%}"
    )


def _preferences() -> None:
    """Companies that pay more want something else: which share of intervals holds what all money together wants."""
    print(
        f"Choices between two, three of each company, {POLLS} surveys: share that holds the truth, each vote -> by money"
    )
    for companies in (5, 10, 20, 60):
        chance, hits = random.Random(SEED), [0, 0]
        for _draw in range(POLLS):
            votes = _votes(chance, companies)
            alike = [Choice("a", "b", vote.chosen, vote.group) for vote in votes]
            for way, cast, truth in ((0, alike, 42.0), (1, votes, _BY_MONEY)):
                found = next(one for one in ranked(cast, ("a", "b"), draws=200) if one.key == "a")
                hits[way] += found.interval.holds(truth)
        print(f"{companies:>6} companies: {hits[0] / POLLS:.1%} -> {hits[1] / POLLS:.1%}")


def _votes(chance: random.Random, companies: int) -> list[Choice[str]]:
    votes = []
    for company in range(companies):
        is_large = chance.random() < _LARGE
        likes = chance.betavariate(7, 3) if is_large else chance.betavariate(3, 7)
        votes += [
            Choice("a", "b", "a" if chance.random() < likes else "b", company, _PAYS if is_large else 1.0)
            for _vote in range(3)
        ]
    return votes


def _users() -> list[tuple[tuple[str, str], int, float]]:
    """Return everybody with what they would say and how likely they answer: the happier, the likelier, by plan and tenure."""
    chance = random.Random(SEED)
    plans, tenures = (
        {"free": (0.6, 0.0), "team": (0.3, 0.5), "large": (0.1, 1.0)},
        {"new": 0.0, "year": 0.5, "old": 1.0},
    )
    users = []
    for _user in range(USERS):
        plan = chance.choices(list(plans), [share for share, _pull in plans.values()])[0]
        tenure = chance.choices(list(tenures), [0.45, 0.35, 0.2])[0]
        pull = (plans[plan][1] + tenures[tenure]) / 2
        side = chance.choices((1, 0, -1), (0.25 + 0.4 * pull, 0.4 - 0.1 * pull, 0.35 - 0.3 * pull))[0]
        users.append(((plan, tenure), side, 0.03 + 0.37 * pull))
    return users


def _speed() -> None:
    chance = random.Random(SEED)
    votes = []
    for _vote in range(USERS):
        left, right = chance.sample(range(30), 2)
        votes.append(Choice(left, right, chance.choice((left, right, None)), chance.randrange(700)))
    cells = [(chance.choice("abcdef"), chance.choice("uvw"), chance.choice("xyz")) for _answer in range(USERS)]
    margins = [
        Margin("", dict.fromkeys("abcdef", 1.0)),
        Margin("", dict.fromkeys("uvw", 1.0)),
        Margin("", {"x": 3, "y": 1, "z": 1}),
    ]
    print(f"{USERS} votes between 30 ideas with intervals: {_timed(lambda: ranked(votes, range(30))):.0f} ms of CPU")
    print(f"{USERS} answers raked to three margins: {_timed(lambda: raked(cells, margins)):.0f} ms of CPU")


def _timed(work: Callable[[], object]) -> float:
    begins = time.process_time()
    work()
    return 1000 * (time.process_time() - begins)
