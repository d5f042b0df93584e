"""How what went live is used: by how many of the companies that asked for it."""

from collections import defaultdict
from collections.abc import Sequence

from wellheard.decide.models import Evidence
from wellheard.decide.reviews.models import Expectation
from wellheard.learn.reports.sections.within import Within
from wellheard.listen.usage.models import DailyUse

# Nobody said by which event it shows that somebody uses it.
UNKNOWN: dict[str, int | None] = {"using": None, "could_use": None}


def use_of(ideas: Sequence[int], within: Within) -> dict[int, dict[str, int | None]]:
    """Return of ideas how many companies asked and used them by the end of these days, since they went live; in three queries.

    Known of ideas that a review expected something of and named the event by which use shows.
    """
    told = Expectation.objects.filter(idea__in=ideas).exclude(event="").exclude(shipped_on=None).order_by("pk")
    live = {row.idea_id: row for row in told}
    if not live:
        return {}
    asking: dict[int, set[int]] = defaultdict(set)
    wanted = Evidence.objects.standing().filter(idea__in=live).exclude(company=None)
    for idea, company in wanted.values_list("idea_id", "company_id"):
        asking[idea].add(company or 0)
    used: dict[str, dict[int, str]] = defaultdict(dict)
    for event, company, last in _last_uses({row.event for row in live.values()}, within, asking):
        used[event][company] = last
    return {idea: _counted(row, asking[idea], used[row.event]) for idea, row in live.items()}


def _last_uses(events: set[str], within: Within, asking: dict[int, set[int]]) -> "list[tuple[str, int, str]]":
    companies = {one for some in asking.values() for one in some}
    rows = DailyUse.objects.filter(event__name__in=events, company__in=companies, day__lt=within.stretch.ends_on)
    latest = rows.order_by("event", "company", "-day").distinct("event", "company")
    return [
        (name, company or 0, day.isoformat())
        for name, company, day in latest.values_list("event__name", "company_id", "day")
    ]


def _counted(row: Expectation, asking: set[int], used: dict[int, str]) -> dict[str, int | None]:
    since = row.shipped_on.isoformat() if row.shipped_on else ""
    return {
        "using": sum(used.get(company, "") >= since for company in asking if company in used),
        "could_use": len(asking),
    }
