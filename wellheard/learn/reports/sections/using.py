"""How what went live is used: by how many of the companies that asked for it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wellheard.decide.models import Evidence
from wellheard.decide.reviews.models import Expectation
from wellheard.deliver.models import ReleasedIdea
from wellheard.foundation import clock
from wellheard.learn.reports.sections.within import Within
from wellheard.listen.usage.models import DailyUse

# Nobody said by which event it shows that somebody uses it.
UNKNOWN: dict[str, int | None] = {"using": None, "could_use": None}


@dataclass(frozen=True)
class _Live:
    """By which event it shows that somebody uses an idea, and since when it could be used."""

    event: str
    since: date


def use_of(ideas: Sequence[int], within: Within) -> dict[int, dict[str, int | None]]:
    """Return of ideas how many companies asked and used them by the end of these days, since they went live; in four queries.

    Known where the release names the event by which use shows, or else the review that expected something of the idea.
    """
    live = _live(ideas, within)
    if not live:
        return {}
    asking: dict[int, set[int]] = defaultdict(set)
    wanted = Evidence.objects.standing().filter(idea__in=live).exclude(company=None)
    for idea, company in wanted.values_list("idea_id", "company_id"):
        asking[idea].add(company or 0)
    used: dict[str, dict[int, date]] = defaultdict(dict)
    for event, company, last in _last_uses({row.event for row in live.values()}, within, asking):
        used[event][company] = last
    return {idea: _counted(row, asking[idea], used[row.event]) for idea, row in live.items()}


def _live(ideas: Sequence[int], within: Within) -> dict[int, _Live]:
    expected = Expectation.objects.filter(idea__in=ideas).exclude(event="").exclude(shipped_on=None).order_by("pk")
    found = {row.idea_id: _Live(row.event, row.shipped_on) for row in expected if row.shipped_on}
    named = ReleasedIdea.objects.filter(idea__in=ideas, release__published_at__lt=within.ends).exclude(
        release__event=""
    )
    for row in named.select_related("release").order_by("release__published_at", "pk"):
        if row.release.published_at:
            on = clock.day_of(row.release.published_at)
            found[row.idea_id] = _Live(row.release.event, on)
    return found


def _last_uses(events: set[str], within: Within, asking: dict[int, set[int]]) -> "list[tuple[str, int, date]]":
    companies = {one for some in asking.values() for one in some}
    rows = DailyUse.objects.filter(event__name__in=events, company__in=companies, day__lt=within.stretch.ends_on)
    latest = rows.order_by("event", "company", "-day").distinct("event", "company")
    return [(name, company or 0, day) for name, company, day in latest.values_list("event__name", "company_id", "day")]


def _counted(row: _Live, asking: set[int], used: dict[int, date]) -> dict[str, int | None]:
    return {
        "using": sum(used[company] >= row.since for company in asking if company in used),
        "could_use": len(asking),
    }
