"""Figures as frozen numbers: what each came to in these days and in those before."""

from collections.abc import Iterable
from typing import Any

from wellheard.learn.figures import FIGURES, Figure
from wellheard.learn.figures.reading import numbers_in
from wellheard.learn.reports.sections.within import Within


def now_and_before(keys: Iterable[str], within: Within) -> list[dict[str, Any]]:
    """Return figures by their keys, each with its cases, its one number and its interval, now and before."""
    return [_row(FIGURES[key], within) for key in keys]


def _row(figure: Figure, within: Within) -> dict[str, Any]:
    now, before = numbers_in(figure, [within.stretch, within.before])
    low, high = now.interval if figure.has_interval and now.interval else (None, None)
    return {
        "figure": figure.key,
        "cases": now.cases,
        "value": _rounded(now.value(figure.kind)),
        "low": _rounded(low),
        "high": _rounded(high),
        "cases_before": before.cases,
        "value_before": _rounded(before.value(figure.kind)),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
