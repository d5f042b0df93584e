"""How many injected spikes each rule finds, and how many false alarms a week it raises: ours beside what others use.

A hundred tags of 0.1 to 20 a day for 420 days, busier on Mondays than on Sundays, drifting slowly, varying more than chance
(negative binomial, k = 8); 150 spikes of two days, each adding the larger of 5 and three times the tag's day. The first 120
days only warm the rules up.
"""

import math
import random
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wellheard.understand.trends.statistics.discovery import FEWEST, LEAST_RATIO, Observed, discoveries, rate_for
from wellheard.understand.trends.statistics.seasonal import WEEK, WINDOW_DAYS, usual_day, weekday_profile

TAGS, DAYS, WARM_UP, SPIKES, SPIKE_DAYS, SIZE = 100, 420, 120, 150, 2, 8.0
LOWEST, HIGHEST, MONTH, LEAST = 0.1, 20.0, 30, 5
FACTORS = (1.35, 1.2, 1.1, 1.05, 0.9, 0.25, 0.2)
WEEKS = (DAYS - WARM_UP) / WEEK
SEEDS = (1, 2, 3, 4, 5)

Tag = Sequence[int]
Rule = Callable[[list[Tag], int], set[int]]


@dataclass(frozen=True)
class World:
    """Counts of each tag by day, and on which days of which tags there was a spike."""

    tags: list[Tag]
    spikes: list[tuple[int, int]]


def main() -> None:
    """Print recall and false alarms a week of each rule, the mean of several worlds and how far they lay apart."""
    worlds = [_world(random.Random(seed), SPIKES) for seed in SEEDS]
    judged = [_chances(world) for world in worlds]
    print(f"Spikes: {TAGS} tags, {DAYS - WARM_UP} days, {SPIKES} spikes of {SPIKE_DAYS} days, {len(SEEDS)} worlds")
    print(f"{'rule':<48}{'found':>16}{'false a week':>18}")
    for name, rule in _rules().items():
        scores = [_score(world, rule(world, chances)) for world, chances in zip(worlds, judged, strict=True)]
        found, false = zip(*scores, strict=True)
        print(f"{name:<48}{_spread(found, 2):>16}{_spread(false, 1):>18}")

    calm = [_world(random.Random(seed), 0) for seed in SEEDS]
    alarms = [len(_ours(_chances(world), rate=rate_for(2))) / WEEKS for world in calm]
    print(f"Where nothing is unusual, ours as it is set to 2 a week raises {_spread(alarms, 1)} a week.")


def _spread(values: Sequence[float], digits: int) -> str:
    return f"{statistics.mean(values):.{digits}f} ± {statistics.stdev(values):.{digits}f}"


def _world(chance: random.Random, many: int) -> World:
    mean = sum(FACTORS) / WEEK
    week = [factor / mean for factor in FACTORS]
    rates = [LOWEST * (HIGHEST / LOWEST) ** (tag / (TAGS - 1)) for tag in range(TAGS)]
    spikes: set[tuple[int, int]] = set()
    while len(spikes) < many:
        spikes.add((chance.randrange(TAGS), chance.randrange(WARM_UP, DAYS - SPIKE_DAYS)))
    extra = {(tag, day + more) for tag, day in spikes for more in range(SPIKE_DAYS)}
    tags: list[Tag] = []
    for tag, rate in enumerate(rates):
        drift, counts = 0.0, []
        for day in range(DAYS):
            drift = 0.98 * drift + chance.gauss(0, 0.03)
            today = rate * math.exp(drift) * week[day % WEEK]
            more = max(5.0, 3 * rate) if (tag, day) in extra else 0.0
            counts.append(_poisson(chance, chance.gammavariate(SIZE, today / SIZE)) + _poisson(chance, more))
        tags.append(counts)
    return World(tags, sorted(spikes))


def _poisson(chance: random.Random, mean: float) -> int:
    # Knuth's way, in parts: its product of uniform numbers underflows for large means.
    count = 0
    while mean > 0:
        part, product = min(mean, 30.0), 1.0
        limit = math.exp(-part)
        while (product := product * chance.random()) > limit:
            count += 1
        mean -= part
    return count


def _chances(world: World) -> list[list[Observed[int]]]:
    """Return for each day after the warm-up what our baseline makes of each tag."""
    days = []
    for day in range(WARM_UP, DAYS):
        past = [tag[day - WINDOW_DAYS : day] for tag in world.tags]
        first = (day - WINDOW_DAYS) % WEEK
        profile = weekday_profile(past, first)
        factors = [profile[(first + age) % WEEK] for age in range(WINDOW_DAYS)]
        days.append(
            [
                Observed(number, tag[day], 3, usual_day(counts, factors, profile[day % WEEK]))
                for number, (tag, counts) in enumerate(zip(world.tags, past, strict=True))
            ]
        )
    return days


Alarms = set[tuple[int, int]]


def _rules() -> dict[str, Callable[[World, list[list[Observed[int]]]], Alarms]]:
    return {
        "mean + 2σ of 30 days": lambda world, _: _each(world, lambda past, now: now > _sigmas(past, 2)),
        "mean + 3σ of 30 days, at least 5": lambda world, _: _each(
            world, lambda past, now: now >= LEAST and now > _sigmas(past, 3)
        ),
        "half as many again as a week before": lambda world, _: _each(
            world, lambda past, now: 0 < 1.5 * past[-WEEK] < now
        ),
        f"ours, each tag alone (p < 0.01, ≥{FEWEST}, ≥{LEAST_RATIO:g}×)": lambda _, seen: _ours(seen, alone=0.01),
        f"ours, all together (rate 0.2, ≥{FEWEST}, ≥{LEAST_RATIO:g}×)": lambda _, seen: _ours(seen, rate=0.2),
        "ours, as it is set: 2 false alarms a week": lambda _, seen: _ours(seen, rate=rate_for(2)),
        "ours, set to 1 a week": lambda _, seen: _ours(seen, rate=rate_for(1)),
    }


def _sigmas(past: Sequence[int], times: int) -> float:
    return statistics.fmean(past) + times * statistics.pstdev(past)


def _each(world: World, is_unusual: Callable[[Sequence[int], int], bool]) -> Alarms:
    return {
        (number, day)
        for number, tag in enumerate(world.tags)
        for day in range(WARM_UP, DAYS)
        if is_unusual(tag[day - MONTH : day], tag[day])
    }


def _ours(seen: list[list[Observed[int]]], *, alone: float = 0.0, rate: float = 0.0) -> Alarms:
    alarms: Alarms = set()
    for day, tags in enumerate(seen, start=WARM_UP):
        chances = [one.usual.chance(one.count) for one in tags]
        named = discoveries(chances, rate=rate) if rate else {i for i, p in enumerate(chances) if p < alone}
        alarms |= {(number, day) for number in named if tags[number].is_enough}
    return alarms


def _score(world: World, alarms: Alarms) -> tuple[float, float]:
    """Return the share of spikes that were found on one of their days, and the alarms a week that no spike explains."""
    found = sum(any((tag, day + more) in alarms for more in range(SPIKE_DAYS)) for tag, day in world.spikes)
    real = {(tag, day + more) for tag, day in world.spikes for more in range(SPIKE_DAYS)}
    return found / len(world.spikes), len(alarms - real) / WEEKS
