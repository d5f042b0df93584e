"""Charts of results: a score on its scale with its interval, and how it went step by step."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from wellheard.foundation.statistics.intervals import Interval
from wellheard.listen.surveys.results.trend import Stage
from wellheard.web.surveys.results import words

WIDTH, TOP, FLOOR = 720, 26, 176
_LOWEST, _HIGHEST, _STEP = -100, 100, 25


@dataclass(frozen=True)
class Ladder:
    """One score on the scale from -100 to 100, in percent of the width: its interval, its value and where nought is."""

    start: str
    width: str
    value: str
    nought: str = "50%"


def ladder(value: float, interval: Interval) -> Ladder:
    """Lay a score out."""
    low, high = _along(interval.low), _along(interval.high)
    return Ladder(f"{low:.1f}%", f"{max(0.8, high - low):.1f}%", f"{_along(value):.1f}%")


def _along(points: float) -> float:
    return (points - _LOWEST) / (_HIGHEST - _LOWEST) * 100


@dataclass(frozen=True)
class Mark:
    """One step to draw: its name, the number and its interval, the number as it is written, and what has changed since."""

    name: str
    value: float
    interval: Interval
    shown: str
    change: str
    of: object


@dataclass(frozen=True)
class Dot:
    """One step of a trend where it stands."""

    x: str
    y: str
    low_y: str
    high_y: str
    mark: Mark


@dataclass(frozen=True)
class Line:
    """A run of numbers with their intervals; `grid` are the lines across, each with its height and its number."""

    dots: list[Dot]
    points: str
    grid: list[tuple[str, str]]
    target_y: str = ""
    width: int = WIDTH
    floor: int = FLOOR


def line(stages: Sequence[Stage], names: Sequence[str]) -> Line:
    """Lay the trend of a score out, on a scale that holds every interval."""
    marks = [
        Mark(
            name,
            stage.score.value,
            stage.score.interval,
            words.points(stage.score.value),
            words.change_sentence(stage.change),
            stage,
        )
        for stage, name in zip(stages, names, strict=True)
    ]
    return run(marks)


def run(marks: Sequence[Mark], *, step: int = _STEP, target: float | None = None) -> Line:
    """Lay numbers out with lines across at multiples of `step`, on a scale that holds every interval and the target."""
    if not marks:
        return Line([], "", [])
    aimed = [] if target is None else [target]
    low = floor(min([mark.interval.low for mark in marks] + aimed) / step) * step
    high = max(low + step, ceil(max([mark.interval.high for mark in marks] + aimed) / step) * step)
    wide = (WIDTH - 60) / len(marks)

    def y(value: float) -> str:
        return f"{FLOOR - (value - low) / (high - low) * (FLOOR - TOP):.1f}"

    dots = [
        Dot(f"{50 + (place + 0.5) * wide:.1f}", y(mark.value), y(mark.interval.low), y(mark.interval.high), mark)
        for place, mark in enumerate(marks)
    ]
    every = step * (2 if (high - low) // step > 4 else 1)  # noqa: PLR2004 - more lines than that crowd
    grid = [(y(mark), words.points(mark)) for mark in range(low, high + 1, every)]
    return Line(dots, " ".join(f"{dot.x},{dot.y}" for dot in dots), grid, "" if target is None else y(target))
