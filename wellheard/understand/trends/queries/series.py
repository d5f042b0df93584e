"""How much was said over time: day by day or in blocks of days, for everybody or for some companies."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from wellheard.customers.segments.among import Among
from wellheard.understand.trends.queries.among import source, values_of
from wellheard.understand.trends.queries.subjects import Subject
from wellheard.understand.trends.queries.things import rows_of

_ABOUT = """
    AND (%(area)s::bigint IS NULL OR v.area_id = %(area)s) AND (%(category)s::bigint IS NULL OR v.category_id = %(category)s)
"""
_OF_TIER = """
    AND (%(tier)s::bigint IS NULL OR v.company_id IN (SELECT id FROM customers_company WHERE tier_id = %(tier)s))
"""
_EVERY_COMPANY = "trends_companyvolume v WHERE v.day BETWEEN %(first)s AND %(last)s"


@dataclass(frozen=True)
class Cell:
    """How much was said of one area and category."""

    count: int
    confirmed: int


def daily(first: date, last: date, *, among: Among | None = None, subject: Subject | None = None) -> list[int]:
    """Return how much was said on each day from the first to the last."""
    if among is None and (subject is None or (subject.area, subject.category) == (None, None)):
        rows = rows_of(
            "SELECT day, count FROM trends_daytotal WHERE day BETWEEN %(first)s AND %(last)s",
            {"first": first, "last": last},
        )
        return _each_day(rows, first, last)
    where = source(among) + _ABOUT
    rows = rows_of(
        f"SELECT v.day, sum(v.count) FROM {where} GROUP BY v.day",  # noqa: S608 - constants
        _values(first, last, among, subject),
    )
    return _each_day(rows, first, last)


def total(first: date, last: date, *, subject: Subject, among: Among | None = None) -> tuple[int, int]:
    """Return how much was said of something in a stretch of days, and by how many companies."""
    values = _values(first, last, among, subject) | {"tier": subject.tier}
    of_companies = source(among) if among else _EVERY_COMPANY
    companies, theirs = rows_of(
        f"SELECT count(DISTINCT v.company_id), sum(v.count) FROM {of_companies} {_ABOUT} {_OF_TIER}",  # noqa: S608
        values,
    )[0]
    if among or subject.tier is not None:
        return int(theirs or 0), int(companies)
    return sum(daily(first, last, subject=subject)), int(companies)


def cells(first: date, last: date, *, among: Among | None = None) -> dict[tuple[int, int], Cell]:
    """Return how much was said of each area and category in a stretch of days; 0 stands for one nobody named yet."""
    rows = rows_of(
        f"""SELECT v.area_id, v.category_id, sum(v.count), sum(v.confirmed_count) FROM {source(among)}
            GROUP BY 1, 2""",  # noqa: S608 - constants
        _values(first, last, among, None),
    )
    return {(area, category): Cell(int(count), int(confirmed)) for area, category, count, confirmed in rows}


def blocks_by_pair(last: date, blocks: int, length: int, *, among: Among | None = None) -> dict[Subject, list[int]]:
    """Return for each area and category how much was said in each of so many blocks of days up to the last, oldest first."""
    first = last - timedelta(days=blocks * length - 1)
    rows = rows_of(
        f"""SELECT v.area_id, v.category_id, (v.day - %(first)s::date) / %(length)s AS block, sum(v.count)
            FROM {source(among)} AND v.area_id > 0 AND v.category_id > 0
            GROUP BY 1, 2, 3""",  # noqa: S608 - constants
        _values(first, last, among, None) | {"length": length},
    )
    found: dict[Subject, list[int]] = defaultdict(lambda: [0] * blocks)
    for area, category, block, count in rows:
        found[Subject(area, category)][block] = int(count)
    return dict(found)


def volumes(first: date, last: date, *, among: Among | None = None) -> list[tuple[date, int, int, int, int]]:
    """Return the day, area, category, count and confirmed count of everything in a stretch of days."""
    return rows_of(
        f"""SELECT v.day, v.area_id, v.category_id, sum(v.count), sum(v.confirmed_count)
            FROM {source(among)} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3""",  # noqa: S608 - constants
        _values(first, last, among, None),
    )


def in_blocks(days: list[int], length: int) -> list[int]:
    """Return the sums of so many days each, counted back from the last; what is left over at the beginning falls away."""
    start = len(days) % length
    return [sum(days[place : place + length]) for place in range(start, len(days), length)]


def _each_day(rows: Iterable[tuple[date, int]], first: date, last: date) -> list[int]:
    counts = {day: int(count) for day, count in rows}
    return [counts.get(first + timedelta(days=age), 0) for age in range((last - first).days + 1)]


def _values(first: date, last: date, among: Among | None, subject: Subject | None) -> dict[str, object]:
    area, category = (subject.area, subject.category) if subject else (None, None)
    return {"first": first, "last": last, "area": area, "category": category, **values_of(among)}
