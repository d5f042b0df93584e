"""Read the value of a key result from its figure, and say how far it has come."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from wellheard.customers.models import Segment
from wellheard.foundation import clock
from wellheard.learn.figures import FIGURES, Figure, Kind, Scope, Stretch
from wellheard.learn.figures.reading import read
from wellheard.learn.goals.models import KeyResult, Objective
from wellheard.workspace.models import Area, Team, Tier

# By what a figure may be narrowed, as the scope of a key result names it.
NARROWS: dict[str, Any] = {"segment": Segment, "tier": Tier, "area": Area, "team": Team}


class GoneError(LookupError):
    """What a key result is read from, or of whom, is not there any more."""


@dataclass(frozen=True)
class Measured:
    """A number in the unit of its key result; None: nobody can say yet. Its interval and cases where it is of a figure."""

    value: float | None
    low: float | None = None
    high: float | None = None
    cases: int | None = None


def scope_of(result: KeyResult, objective: Objective) -> Scope:
    """Return of when and of whom a key result is read: from the first day of its objective until today, or its last day.

    Raises GoneError when the segment, tier, area or team is not there any more: nothing wider is read instead.
    """
    whom: dict[str, Any] = {}
    for name, key in result.scope.items():
        whom[name] = NARROWS[name].objects.filter(pk=key).first()
        if whom[name] is None:
            raise GoneError(name)
    return replace(Scope("custom", _days(objective)), **whom)


def measured(result: KeyResult, objective: Objective) -> Measured:
    """Return how a key result stands in its figure now. Raises GoneError when it cannot be read any more."""
    figure = FIGURES.get(result.figure)
    if figure is None:
        raise GoneError("figure")
    scope = scope_of(result, objective)
    if not scope.fits(figure):
        raise GoneError("figure")
    now = read(figure, scope).now
    value, ends = now.value(figure.kind), now.interval if figure.has_interval else None
    low, high = ends or (None, None)
    if not now.cases and figure.kind is not Kind.SUM:
        return Measured(None, cases=0)
    return Measured(_in_unit(figure, value or 0.0 if figure.kind is Kind.SUM else value), _in_unit(figure, low),
                    _in_unit(figure, high), now.cases)  # fmt: skip


def progress(result: KeyResult, value: float | None) -> float | None:
    """Return how far a key result has come, from 0 at its beginning to 1 at its aim; None where there is no value.

    Lower is better where the aim is below the beginning. Whatever lies before the beginning is 0, beyond the aim 1.
    """
    if value is None:
        return None
    way = (value - result.begins_at) / (result.aims_at - result.begins_at)
    return max(0.0, min(1.0, way))


def _in_unit(figure: Figure, value: float | None) -> float | None:
    return None if value is None else value / figure.unit.size


def _days(objective: Objective) -> Stretch:
    """Return the days that are over or have begun; of an objective that has not begun, its first day."""
    last = max(objective.begins_on, min(objective.last_on, clock.today()))
    return Stretch(objective.begins_on, last + timedelta(days=1))
