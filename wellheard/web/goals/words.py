"""How the values of key results are put into words, and drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from wellheard.learn.figures import FIGURES
from wellheard.learn.goals.measuring import NARROWS
from wellheard.learn.goals.models import CheckIn, KeyResult
from wellheard.learn.goals.queries import Held, Standing
from wellheard.web.figures.words import in_unit

WIDTH, TOP, FLOOR, LEFT = 1090, 24, 190, 12
FEWEST = 2
CHIPS = {"on_track": ("good", "check"), "at_risk": ("warn", "triangle-alert"), "off_track": ("bad", "circle-alert")}


def value_of(result: KeyResult, value: float | None) -> str:
    """Write a value of a key result in its unit."""
    if value is None:
        return _("not yet")
    figure = FIGURES.get(result.figure)
    if figure:
        return in_unit(figure, value * figure.unit.size)
    written = number_format(round(value, 2) if value % 1 else int(value), use_l10n=True, force_grouping=True)
    return f"{written} {result.unit}".strip()


def whom_of(results: Sequence[KeyResult]) -> dict[tuple[str, int], str]:
    """Return how people call what key results are narrowed to, in at most one statement for each kind."""
    wanted: dict[str, set[int]] = {}
    for result in results:
        for name, key in result.scope.items():
            wanted.setdefault(name, set()).add(key)
    return {
        (name, row.pk): str(row) for name, keys in wanted.items() for row in NARROWS[name].objects.filter(pk__in=keys)
    }


@dataclass(frozen=True)
class Dot:
    """One check-in of a course: where its dot stands, and what is said of it."""

    x: str
    y: str
    low_y: str
    high_y: str
    value: str
    check_in: CheckIn


@dataclass(frozen=True)
class Course:
    """The course of a key result between its beginning and its aim."""

    dots: list[Dot]
    path: str
    aim_y: str
    begin_y: str
    aim: str
    begin: str
    width: int = WIDTH
    floor: int = FLOOR

    @property
    def is_empty(self) -> bool:
        return len(self.dots) < FEWEST


def course_of(result: KeyResult, check_ins: Sequence[CheckIn]) -> Course:
    """Lay out the course of a key result: time from left to right, values as they were then."""
    known = [one for one in check_ins if one.value is not None]
    ends = [end for one in known for end in (one.value, one.low, one.high) if end is not None]
    values = [*ends, result.begins_at, result.aims_at]
    low, high = min(values), max(values)

    def y(value: float | None) -> str:
        if value is None:
            return ""
        return f"{FLOOR - (value - low) / (high - low) * (FLOOR - TOP):.1f}"

    first = known[0].at if known else None
    whole = (known[-1].at - known[0].at).total_seconds() if known else 0.0
    dots = []
    for one in known:
        passed = (one.at - first).total_seconds() / whole if first and whole else 0.0
        x = LEFT + passed * (WIDTH - 2 * LEFT)
        dots.append(Dot(f"{x:.1f}", y(one.value), y(one.low), y(one.high), value_of(result, one.value), one))
    line = "M" + " L".join(f"{dot.x},{dot.y}" for dot in dots)
    return Course(
        dots,
        line,
        y(result.aims_at),
        y(result.begins_at),
        value_of(result, result.aims_at),
        value_of(result, result.begins_at),
    )


@dataclass(frozen=True)
class Row:
    """A key result as lists show it, in words."""

    standing: Standing
    value: str
    begin: str
    aim: str
    source: str
    chip_kind: str
    chip_icon: str


def rows_of(held: Held) -> list[Row]:
    """Return the key results of an objective in words, with a fixed number of statements."""
    names = whom_of([one.result for one in held.standings])
    return [_row(one, names) for one in held.standings]


def _row(standing: Standing, names: Mapping[tuple[str, int], str]) -> Row:
    result = standing.result
    kind, icon = CHIPS.get(standing.said.confidence, ("", "")) if standing.said else ("", "")
    value = value_of(result, standing.last.value) if standing.last else _("nothing noted yet")
    begin, aim = value_of(result, result.begins_at), value_of(result, result.aims_at)
    return Row(standing, value, begin, aim, _source(result, names), kind, icon)


def _source(result: KeyResult, names: Mapping[tuple[str, int], str]) -> str:
    """Say from what a key result is read, and of whom."""
    if not result.is_bound:
        return _("Entered by hand")
    figure = FIGURES.get(result.figure)
    if figure is None:
        return _("Read from a figure that is gone")
    whom = [names.get((name, key), _("gone")) for name, key in result.scope.items()]
    return " · ".join([str(figure.name), *whom])
