"""Figures as frozen numbers: what each came to in these days and in those before."""

from collections.abc import Iterable, Sequence
from typing import Any

from wellheard.learn.figures import FIGURES, Figure, Numbers, Scope
from wellheard.learn.figures.levels import ANSWERS, levels
from wellheard.learn.figures.reading import grouped, numbers_of
from wellheard.learn.reports.sections.within import Within

_TOTAL = """SELECT count(*), count(good), count(*) FILTER (WHERE good), count(seconds),
    percentile_disc(0.5) WITHIN GROUP (ORDER BY coalesce(seconds, 'infinity')),
    percentile_disc(0.9) WITHIN GROUP (ORDER BY coalesce(seconds, 'infinity')) FROM cases"""


def now_and_before(keys: Iterable[str], within: Within) -> list[dict[str, Any]]:
    """Return figures by their keys, each with its cases, its one number and its interval, now and before."""
    return [_row(FIGURES[key], within) for key in keys]


def _row(figure: Figure, within: Within) -> dict[str, Any]:
    now, before = numbers(figure, within.scope), numbers(figure, within.scope_before)
    low, high = now.interval or (None, None)
    return {
        "figure": figure.key,
        "cases": now.cases,
        "value": _rounded(now.value(figure.kind)),
        "low": _rounded(low),
        "high": _rounded(high),
        "cases_before": before.cases,
        "value_before": _rounded(before.value(figure.kind)),
    }


def numbers(figure: Figure, scope: Scope) -> Numbers:
    """Return what a figure comes to in a period, without its trend."""
    if figure.is_level:
        return levels(figure, grouped(figure, scope, ANSWERS)).get(0, Numbers())
    counted: Sequence[Any] = grouped(figure, scope, _TOTAL)[0]
    return numbers_of(counted)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
