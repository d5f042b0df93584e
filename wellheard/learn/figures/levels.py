"""Figures that are a score or a mean of answers: the number, its interval, and what has really changed since the step before."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wellheard.foundation.statistics.grouped import Answers, alike, change_between, grouped_promoters
from wellheard.foundation.statistics.intervals import Interval, mean
from wellheard.foundation.statistics.moving import Change, moved
from wellheard.foundation.statistics.promoters import side_of
from wellheard.learn.figures.figure import LEVELS, Figure, Kind, Numbers

# Colleagues are alike; somebody without a company stands alone.
ANSWERS = """
SELECT cases.number, cases.good, answer.score, coalesce('c' || cases.company_id, 'p' || cases.contact_id,
    'd' || nullif(answer.device, ''), '#' || cases.key)
FROM cases JOIN surveys_response answer ON answer.id = cases.key::bigint
"""


@dataclass(frozen=True)
class _Step:
    """The answers of one stretch of time."""

    good: list[bool | None]
    scores: list[int]
    groups: list[Hashable]

    @property
    def sides(self) -> Answers:
        return Answers([side_of(score) for score in self.scores], self.groups)


def levels(figure: Figure, rows: Sequence[tuple[Any, ...]]) -> dict[int, Numbers]:
    """Return the numbers of each stretch from its answers, each with what changed since the last one before that had any."""
    steps: dict[int, _Step] = defaultdict(lambda: _Step([], [], []))
    for number, good, score, group in rows:
        step = steps[number]
        step.good.append(good)
        step.scores.append(score)
        step.groups.append(group)
    found: dict[int, Numbers] = {}
    before: int | None = None
    for number in sorted(steps):
        found[number] = _numbers(figure, steps[number])
        if number and before:
            found[number] = _since(figure, found[number], found[before], (steps[before], steps[number]))
        before = number or before
    return found


def _numbers(figure: Figure, step: _Step) -> Numbers:
    rated = [good for good in step.good if good is not None]
    plain = Numbers(cases=len(step.good), rated=len(rated), good=sum(rated))
    if figure.kind is Kind.SCORE:
        score = grouped_promoters(step.sides)
        return replace(plain, level=score.value, low=score.interval.low, high=score.interval.high)
    middle = mean(step.scores)
    ends = middle.interval or _whole(figure)
    return replace(
        plain, level=middle.value, low=max(ends.low, _whole(figure).low), high=min(ends.high, _whole(figure).high)
    )


def _whole(figure: Figure) -> Interval:
    """Return the ends of the scale: of one answer's mean no more is known."""
    return Interval(*LEVELS[figure.unit])


def _since(figure: Figure, now: Numbers, before: Numbers, steps: tuple[_Step, _Step]) -> Numbers:
    if figure.kind is Kind.SCORE:
        earlier, later = (step.sides for step in steps)
        change = change_between(grouped_promoters(earlier), grouped_promoters(later), together=alike(earlier, later))
        return _changed(now, change)
    return _changed(now, _moved(before, now))


def with_changes(figure: Figure, numbers: Mapping[int, Numbers]) -> dict[int, Numbers]:
    """Return the numbers of shares and rates, each step with what changed since the last one before it that had any case."""
    found, before = dict(numbers), None
    for number in sorted(one for one in numbers if one and (numbers[one].rated or numbers[one].of)):
        if before is not None and figure.kind in (Kind.SHARE, Kind.RATE):
            found[number] = _changed(numbers[number], _moved(numbers[before], numbers[number]))
        before = number
    return found


def _moved(before: Numbers, now: Numbers) -> Change:
    kind = Kind.MEAN if now.level is not None else Kind.SHARE
    ends = [Interval(*(one.interval or (0.0, 0.0))) for one in (before, now)]
    return moved((before.value(kind) or 0.0, ends[0]), (now.value(kind) or 0.0, ends[1]))


def _changed(now: Numbers, change: Change) -> Numbers:
    return replace(now, moved=change.difference, moved_low=change.interval.low, moved_high=change.interval.high)
