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
class Dot:
    """One step of a trend."""

    x: str
    y: str
    low_y: str
    high_y: str
    name: str
    value: str
    stage: Stage
    change: str


@dataclass(frozen=True)
class Line:
    """A run of scores with their intervals; `grid` are the lines across, each with its height and its number."""

    dots: list[Dot]
    points: str
    grid: list[tuple[str, str]]
    width: int = WIDTH
    floor: int = FLOOR


def line(stages: Sequence[Stage], names: Sequence[str]) -> Line:
    """Lay a trend out, on a scale that holds every interval."""
    if not stages:
        return Line([], "", [])
    low = floor(min(stage.score.interval.low for stage in stages) / _STEP) * _STEP
    high = max(low + _STEP, ceil(max(stage.score.interval.high for stage in stages) / _STEP) * _STEP)
    step = (WIDTH - 60) / len(stages)

    def y(points: float) -> str:
        return f"{FLOOR - (points - low) / (high - low) * (FLOOR - TOP):.1f}"

    dots = [
        Dot(
            f"{50 + (place + 0.5) * step:.1f}",
            y(stage.score.value),
            y(stage.score.interval.low),
            y(stage.score.interval.high),
            name,
            words.points(stage.score.value),
            stage,
            words.change_sentence(stage.change),
        )
        for place, (stage, name) in enumerate(zip(stages, names, strict=True))
    ]
    many = (high - low) // _STEP
    every = _STEP * (2 if many > 4 else 1)  # noqa: PLR2004 - more lines than that crowd
    grid = [(y(mark), words.points(mark)) for mark in range(low, high + 1, every)]
    return Line(dots, " ".join(f"{dot.x},{dot.y}" for dot in dots), grid)
