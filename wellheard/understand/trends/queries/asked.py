"""What people ask for though it exists, or do not understand: by area, with who says so, and whether a change changed it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from wellheard.customers.segments.among import Among
from wellheard.understand.trends.queries.among import joined, source, theirs, values_of
from wellheard.understand.trends.queries.behind import Thing, things_named
from wellheard.understand.trends.queries.series import in_blocks
from wellheard.understand.trends.queries.things import bounds, rows_of
from wellheard.understand.trends.statistics.seasonal import WEEK
from wellheard.understand.trends.statistics.slopes import Change, change_between

# So many days on both sides of a change; fewer than a week after it nobody can tell anything.
COMPARED_DAYS, FEWEST_DAYS_AFTER = 56, 7
MOST_AREAS, EXAMPLES = 12, 3

_MONEY = """
    SELECT said.area_id, count(*), sum(company.mrr_minor), count(*) FILTER (WHERE company.joined_on > %(last)s::date - 90) FROM (
        SELECT DISTINCT v.area_id, v.company_id FROM trends_companyvolume v {joined}
        WHERE v.day BETWEEN %(first)s AND %(last)s AND v.category_id = %(category)s
    ) AS said JOIN customers_company company ON company.id = said.company_id GROUP BY 1
"""
_EXAMPLES = f"""
    SELECT a.area, newest.kind, newest.id FROM unnest(%(areas)s::bigint[]) AS a (area) CROSS JOIN LATERAL (
        (
            SELECT 'feedback' AS kind, f.id, f.heard_at AS at FROM listen_feedback f
            WHERE f.area_id = a.area AND f.category_id = %(category)s AND f.heard_at >= %(begins)s AND f.heard_at < %(ends)s
                AND f.split_at IS NULL AND f.same_as_id IS NULL AND f.set_aside_reason <> 'spam'
                AND NOT EXISTS (SELECT FROM conversations_passage WHERE feedback_id = f.id) AND {theirs("f.company_id")}
            ORDER BY f.heard_at DESC LIMIT {EXAMPLES}
        ) UNION ALL (
            SELECT 'conversation', c.id, t.arrived_at
            FROM conversations_tag t JOIN conversations_conversation c ON c.id = t.conversation_id
            WHERE t.area_id = a.area AND t.category_id = %(category)s
                AND t.arrived_at >= %(begins)s AND t.arrived_at < %(ends)s
                AND c.merged_into_id IS NULL AND c.aside_reason = '' AND {theirs("c.company_id")}
            ORDER BY t.arrived_at DESC LIMIT {EXAMPLES}
        ) ORDER BY at DESC LIMIT {EXAMPLES}
    ) AS newest
"""  # noqa: S608 - constants


@dataclass(frozen=True)
class Asked:
    """What is said of one area, how many companies say it, what they pay a month, and how many of them came lately."""

    area_id: int
    count: int
    companies: int
    mrr_minor: int
    new_companies: int

    @property
    def is_for_beginners(self) -> bool:
        """Whether mostly those ask who are new here: then it is the beginning that should show it."""
        return self.new_companies > 1 and 2 * self.new_companies >= self.companies


def asked_of(category_id: int, first: date, last: date, *, among: Among | None = None) -> list[Asked]:
    """Return the areas of which a category is said, the most often first."""
    values = {"first": first, "last": last, "category": category_id, **values_of(among)}
    counts = rows_of(
        f"""SELECT v.area_id, sum(v.count) FROM {source(among)}
            AND v.category_id = %(category)s AND v.area_id > 0 GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST_AREAS}""",  # noqa: S608
        values,
    )
    money = {area: rest for area, *rest in rows_of(_MONEY.format(joined=joined(among)), values)}
    return [
        Asked(area, int(count), *(int(value or 0) for value in money.get(area, (0, 0, 0)))) for area, count in counts
    ]


def examples_in(
    areas: Collection[int], category_id: int, last: date, *, among: Among | None = None
) -> dict[int, list[Thing]]:
    """Return the last things said of each area in the last eight weeks."""
    given = bounds(last - timedelta(days=COMPARED_DAYS - 1), last)
    rows = rows_of(_EXAMPLES, given | {"category": category_id, "areas": list(areas), **values_of(among)})
    things = {thing.key: thing for thing in things_named([(kind, key) for _area, kind, key in rows])}
    found: dict[int, list[Thing]] = defaultdict(list)
    for area, kind, key in rows:
        if (kind, key) in things:
            found[area].append(things[kind, key])
    return dict(found)


class DailyCounts:
    """How often a category was said of each area on each day, in one query; for looking before and after many changes."""

    def __init__(self, category_id: int, first: date, last: date, *, among: Among | None = None) -> None:
        self.first, self.last = first, last
        values = {"first": first, "last": last, "category": category_id, **values_of(among)}
        rows = rows_of(
            f"SELECT v.area_id, v.day, sum(v.count) FROM {source(among)} AND v.category_id = %(category)s GROUP BY 1, 2",  # noqa: S608
            values,
        )
        self._counts: Mapping[tuple[int, date], int] = {(area, day): int(count) for area, day, count in rows}

    def change(self, area_id: int, on: date) -> Change | None:
        """Return how the rate of an area changed with a day; None when there is too little after it or nothing at all.

        The day itself belongs to neither side. Today is not over and does not count.
        """
        before = self._run(area_id, on - timedelta(days=COMPARED_DAYS), on - timedelta(days=1))
        after = self._run(area_id, on + timedelta(days=1), min(on + timedelta(days=COMPARED_DAYS), self._yesterday))
        return change_between(before, after) if len(after) >= FEWEST_DAYS_AFTER else None

    def weeks(self, area_id: int, on: date) -> tuple[list[int], list[int]]:
        """Return the counts of the weeks before a day and of the whole weeks after it, the oldest first."""
        before = self._run(area_id, on - timedelta(days=COMPARED_DAYS), on - timedelta(days=1))
        after = self._run(area_id, on + timedelta(days=1), min(on + timedelta(days=COMPARED_DAYS), self._yesterday))
        return in_blocks(before, WEEK), in_blocks(after[: len(after) // WEEK * WEEK], WEEK)

    @property
    def _yesterday(self) -> date:
        return self.last - timedelta(days=1)

    def _run(self, area_id: int, first: date, last: date) -> list[int]:
        days = range((last - first).days + 1)
        return [self._counts.get((area_id, first + timedelta(days=age)), 0) for age in days]
