"""What a report reads as: its sections, its points, the words it may still quote, and whether the same comes out again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from wellheard.learn.reports.freezing import build, differences, hash_of
from wellheard.learn.reports.models import Point, Report, Section, Verbatim
from wellheard.learn.reports.sections.quoting import QUOTABLE
from wellheard.listen.models import Feedback

QUARTER_MONTHS = 3


@dataclass(frozen=True)
class Again:
    """A section that comes out otherwise than it was frozen, and where: path, what stood there, what stands there now."""

    key: str
    differences: list[tuple[str, str, str]]


def sections_of(report: Report) -> dict[str, Section]:
    """Return the sections of a report by their key."""
    return {one.key: one for one in report.sections.select_related("edited_by")}


def points_of(report: Report) -> dict[str, list[Point]]:
    """Return findings and decisions wanted, in their order."""
    found: dict[str, list[Point]] = {kind: [] for kind in Point.Kind.values}
    for point in report.points.select_related("owner").order_by("position"):
        found[point.kind].append(point)
    return found


def verbatims_of(report: Report) -> dict[int, Verbatim]:
    """Return the words that may still be read, by the feedback they came from.

    Whoever took back that they may be quoted, or may be named, is not quoted, or not named, from then on.
    """
    rows = Verbatim.objects.filter(report=report, feedback__quotable__in=QUOTABLE).exclude(words="")
    found = {}
    for one in rows.select_related("feedback"):
        if one.feedback.quotable != Feedback.Quotable.NAMED:
            one.name = one.company = ""
        found[one.feedback_id] = one
    return found


def built_again(report: Report) -> list[Again]:
    """Return the sections that come out otherwise from the data as it is now; nothing where the data is the same."""
    frozen = sections_of(report)
    found = []
    for key, built in build(report).items():
        before: Mapping[str, Any] = frozen[key].data if key in frozen else {}
        if key not in frozen or frozen[key].made_from != hash_of(built.data):
            found.append(Again(key, differences(before, built.data)))
    return found


def is_as_frozen(section: Section) -> bool:
    """Tell whether a section still is what it was when it was counted."""
    return section.made_from == hash_of(section.data)


def last_quarter(today: date) -> tuple[date, date]:
    """Return the first and last day of the quarter before this one."""
    ends_on = date(today.year, (today.month - 1) // QUARTER_MONTHS * QUARTER_MONTHS + 1, 1)
    last_on = ends_on - timedelta(days=1)
    return last_on.replace(month=last_on.month - QUARTER_MONTHS + 1, day=1), last_on


def last_month(today: date) -> tuple[date, date]:
    """Return the first and last day of the month before this one."""
    last_on = today.replace(day=1) - timedelta(days=1)
    return last_on.replace(day=1), last_on
