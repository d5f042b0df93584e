"""What a report shows of frozen numbers: days, themes, figures, and words that may still be read."""

from collections.abc import Mapping
from typing import Any

from django import template

from wellheard.customers.models import Membership
from wellheard.decide.reviews.models import Check, Expectation
from wellheard.learn.figures import FIGURES
from wellheard.learn.goals.models import CheckIn
from wellheard.learn.reports.models import Verbatim
from wellheard.listen.deals.models import Deal
from wellheard.listen.models import Feedback
from wellheard.web.figures import words as figures
from wellheard.web.reports import words
from wellheard.web.surveys.results.words import points, signed

register = template.Library()
register.filter("day_of", words.day)
register.filter("theme", words.theme)
register.filter("points", points)
register.filter("signed", signed)


@register.filter
def said_by(verbatims: Mapping[int, Verbatim], feedback: int) -> Verbatim | None:
    """Return the words of a piece of feedback; None when they may not be read any more."""
    return verbatims.get(feedback)


@register.filter
def counted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the figures that have a case in these days or in those before, or a target."""
    return [row for row in rows if row["cases"] or row["cases_before"] or row.get("target")]


@register.filter
def figure_name(key: str) -> str:
    """Name a figure; one that is not counted any more keeps its key."""
    return str(FIGURES[key].name) if key in FIGURES else key


@register.filter
def in_unit_of(value: float | None, key: str) -> str:
    """Write a figure's value; a dash where there is none."""
    return "–" if value is None or key not in FIGURES else figures.in_unit(FIGURES[key], value, style="short")


@register.filter
def channel_name(source: str) -> str:
    """Name the way something was heard."""
    return str(Feedback.Source(source).label)


@register.filter
def role_name(role: str) -> str:
    """Name a role at a customer."""
    return str(Membership.Role(role).label)


@register.filter
def deal_outcome(outcome: str) -> str:
    """Name how a deal ended."""
    return str(Deal.Outcome(outcome).label)


@register.filter
def measure_name(measure: str) -> str:
    """Name what was expected."""
    return str(Expectation.Measure(measure).label)


@register.filter
def judgement_name(judgement: str) -> str:
    """Name what came of it."""
    return str(Check.Judgement(judgement).label) if judgement else ""


@register.filter
def confidence_name(confidence: str) -> str:
    """Name how sure somebody is of a key result."""
    return str(CheckIn.Confidence(confidence).label)


@register.filter
def per_hundred(count: int, of: int) -> float:
    """Return how many there are for a hundred of something."""
    return round(100 * count / of, 1) if of else 0


@register.filter
def part_of(count: int, of: int) -> float:
    """Return which share something is."""
    return count / of if of else 0


@register.filter
def less(count: Any, other: Any) -> Any:
    """Return what lies between two numbers."""
    return count - other
