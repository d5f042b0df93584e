"""The line of what was said: this year and last, the band of what was usual, and marks with words where it left it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, log10

from wellheard.understand.trends.queries.timeline import Period, Step
from wellheard.web.trends.words import day_name, month_name

WIDTH, HEIGHT, TOP, FLOOR, LEFT, RIGHT = 1090, 260, 51, 236, 34, 1080
LABELS = 240
_LINES = 3
# Marks nearer than this would write over each other; so many of their names stand above each other at most.
_NEAR, _STOREYS, _STOREY = 150, 3, 14
_ROOM = 60


@dataclass(frozen=True)
class Mark:
    """A spike on the line: where it stands, as SVG writes numbers, and its words."""

    x: str
    y: str
    tip: str
    words: str
    words_y: str
    words_class: str


@dataclass(frozen=True)
class Label:
    """A word or number at an axis."""

    place: str
    text: str


@dataclass(frozen=True)
class Chart:
    """What the template draws."""

    line: str
    before: str
    usual: str
    marks: list[Mark]
    rows: list[Label]
    columns: list[Label]
    width: int = WIDTH
    height: int = HEIGHT
    floor: int = FLOOR
    left: int = LEFT


@dataclass(frozen=True)
class Noted:
    """Something to mark: at which step, and in which words."""

    step: int
    words: str


def chart_of(period: Period, steps: Sequence[Step], noted: Iterable[Noted]) -> Chart:
    """Lay out the steps of a period."""
    highest = max([1, *(max(step.count, step.before, (step.usual or (0, 0))[1]) for step in steps)])
    grid = _grid(highest)
    top = max(highest, grid[-1])
    xs = [round(LEFT + (RIGHT - LEFT) * place / max(1, len(steps) - 1), 1) for place in range(len(steps))]
    return Chart(
        line=_line(zip(xs, (_y(step.count, top) for step in steps), strict=True)),
        before=_line(zip(xs, (_y(step.before, top) for step in steps), strict=True))
        if any(step.before for step in steps)
        else "",
        usual=_band(xs, steps, top),
        marks=_marks(xs, steps, top, noted),
        rows=[Label(f"{_y(value, top):g}", str(value)) for value in grid],
        columns=_columns(period, xs, steps),
    )


def _y(value: float, top: float) -> float:
    return round(FLOOR - value / top * (FLOOR - TOP), 1)


def _line(points: Iterable[tuple[float, float]]) -> str:
    return "M" + " L".join(f"{x:g},{y:g}" for x, y in points)


def _band(xs: Sequence[float], steps: Sequence[Step], top: float) -> str:
    known = [(x, step.usual) for x, step in zip(xs, steps, strict=True) if step.usual]
    if len(known) <= 1:
        return ""
    upper = [(x, _y(usual[1], top)) for x, usual in known]
    lower = [(x, _y(usual[0], top)) for x, usual in reversed(known)]
    return _line([*upper, *lower]) + " Z"


def _grid(highest: int) -> list[int]:
    """Return some round numbers, the last of them not far from the highest."""
    rough = highest / _LINES
    power = 10 ** int(log10(rough)) if rough >= 1 else 1
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor * _LINES >= highest or factor == 10)  # noqa: PLR2004
    return [step * number for number in range(1, max(1, ceil(highest / step)) + 1)]


def _columns(period: Period, xs: Sequence[float], steps: Sequence[Step]) -> list[Label]:
    """Name each month where it begins; of a month every week."""
    if period.length == 1:
        return [
            Label(f"{x:g}", day_name(step.begins_on))
            for place, (x, step) in enumerate(zip(xs, steps, strict=True))
            if place % 7 == 0 and place <= len(steps) - 2
        ]
    begins = [
        place
        for place in range(len(steps) - 1)
        if place == 0 or steps[place].begins_on.month != steps[place - 1].begins_on.month
    ]
    # A month of which only the end is shown has no room for its name.
    if len(begins) > 1 and xs[begins[1]] - xs[begins[0]] < _ROOM:
        begins = begins[1:]
    return [Label(f"{xs[place]:g}", month_name(steps[place].begins_on)) for place in begins]


def _marks(xs: Sequence[float], steps: Sequence[Step], top: float, noted: Iterable[Noted]) -> list[Mark]:
    marks: list[Mark] = []
    storeys: dict[int, float] = {}
    for one in sorted(noted, key=lambda one: one.step):
        if not 0 <= one.step < len(steps):
            continue
        x, y = xs[one.step], _y(steps[one.step].count, top) - 8
        storey = next((level for level in range(_STOREYS) if x - storeys.get(level, -WIDTH) >= _NEAR), None)
        if storey is not None:
            storeys[storey] = x
        is_end = x > WIDTH - _NEAR
        marks.append(
            Mark(
                f"{x:g}",
                f"{y:g}",
                f"M{x - 6:g},{y:g} h12 l-6,-10 z",
                one.words if storey is not None else "",
                f"{y - 16 - (storey or 0) * _STOREY:g}",
                "end" if is_end else "middle" if x > LEFT + _NEAR / 2 else "",
            )
        )
    return marks


@dataclass(frozen=True)
class Week:
    """One week as a bar, as SVG writes numbers."""

    x: str
    y: str
    height: str
    is_after: bool


@dataclass(frozen=True)
class BeforeAfter:
    """The weeks around a change, where it lies between them, and the mean of a week on both sides."""

    weeks: list[Week]
    change_x: str
    width: int
    floor: int
    before: float
    after: float


_BAR, _GAP, _BETWEEN, _BAR_FLOOR = 16, 4, 16, 64


def before_after(before: Sequence[int], after: Sequence[int]) -> BeforeAfter:
    """Lay out the weeks before and after a change."""
    highest = max([1, *before, *after])
    weeks = []
    for place, count in enumerate([*before, *after]):
        is_after = place >= len(before)
        x, height = place * (_BAR + _GAP) + (_BETWEEN if is_after else 0), round(count / highest * _BAR_FLOOR, 1)
        weeks.append(Week(f"{x:g}", f"{_BAR_FLOOR - height:g}", f"{height:g}", is_after))
    change_x = len(before) * (_BAR + _GAP) + (_BETWEEN - _GAP) / 2
    width = 16 * (_BAR + _GAP) + _BETWEEN
    means = (sum(part) / len(part) if part else 0.0 for part in (before, after))
    return BeforeAfter(weeks, f"{change_x:g}", width, _BAR_FLOOR, *means)
