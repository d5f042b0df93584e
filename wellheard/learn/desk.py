"""The support desk by hour, team, area and tier, and where the product itself should be mended: who had to write at all."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.paging import Page
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.learn.figures import Scope
from wellheard.learn.figures.figure import Numbers
from wellheard.learn.figures.reading import Only, grouped, numbers_of
from wellheard.learn.figures.support import FIRST_RESPONSE
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Area, Team, Tier

_NUMBERS = """count(*), count(good), count(*) FILTER (WHERE good), count(seconds),
    percentile_disc(0.5) WITHIN GROUP (ORDER BY coalesce(seconds, 'infinity')),
    percentile_disc(0.9) WITHIN GROUP (ORDER BY coalesce(seconds, 'infinity'))"""
_BY_HOUR = f"""
SELECT extract(isodow FROM began_at AT TIME ZONE %(zone)s)::int, extract(hour FROM began_at AT TIME ZONE %(zone)s)::int,
    {_NUMBERS}
FROM cases GROUP BY 1, 2
"""  # noqa: S608 - pieces of our own
_BY_TEAM = f"""
SELECT talk.team_id, {_NUMBERS} FROM cases JOIN conversations_conversation talk ON talk.id = cases.key::bigint GROUP BY 1
"""  # noqa: S608
_BY_TIER = f"""
SELECT firm.tier_id, {_NUMBERS} FROM cases LEFT JOIN customers_company firm ON firm.id = cases.company_id GROUP BY 1
"""  # noqa: S608
_BY_AREA = f"""
SELECT tag.area_id, {_NUMBERS} FROM cases
JOIN (SELECT DISTINCT conversation_id, area_id FROM conversations_tag) tag ON tag.conversation_id = cases.key::bigint GROUP BY 1
"""  # noqa: S608
_IN_GROUP = {
    "team": """EXISTS (SELECT FROM conversations_conversation talk
        WHERE talk.id = key::bigint AND talk.team_id IS NOT DISTINCT FROM %(group)s::bigint)""",
    "area": """EXISTS (SELECT FROM conversations_tag tag
        WHERE tag.conversation_id = key::bigint AND tag.area_id IS NOT DISTINCT FROM %(group)s::bigint)""",
    "tier": """(SELECT firm.tier_id FROM customers_company firm WHERE firm.id = company_id)
        IS NOT DISTINCT FROM %(group)s::bigint""",
}
# An active contact is a person of a company that is a customer now, by their first membership.
_ACTIVE = """
WITH active AS (
    SELECT person.id, person.name, firm.id AS company_id, firm.name AS company, firm.tier_id, firm.joined_on
    FROM customers_contact person
    JOIN customers_membership place ON place.contact_id = person.id AND place.is_primary
    JOIN customers_company firm ON firm.id = place.company_id AND firm.merged_into_id IS NULL
        AND firm.stage IN ('trial', 'onboarding', 'active', 'at_risk', 'returned')
    WHERE person.merged_into_id IS NULL AND person.created_at < %(ends)s AND (%(segment)s::bigint IS NULL OR firm.id IN (
        SELECT company_id FROM customers_segmentmember WHERE segment_id = %(segment)s::bigint))
), wrote AS (
    SELECT c.id, c.requester_id, c.started_at FROM conversations_conversation c
    WHERE c.started_at >= %(begins)s AND c.started_at < %(ends)s AND c.merged_into_id IS NULL AND c.aside_reason = ''
    AND c.requester_id IS NOT NULL
)
"""
_BY = "SELECT {group}, count(*), count(*) FILTER (WHERE id IN (SELECT requester_id FROM wrote)) FROM active GROUP BY 1"
_TENURE = """CASE WHEN joined_on IS NULL THEN 'unknown' WHEN joined_on > %(today)s::date - 90 THEN 'new'
    WHEN joined_on > %(today)s::date - 365 THEN 'year' WHEN joined_on > %(today)s::date - 1095 THEN 'three' ELSE 'old' END"""
_RATE_BY_AREA = """
SELECT tag.area_id, (SELECT count(*) FROM active), count(DISTINCT active.id) FROM wrote
JOIN active ON active.id = wrote.requester_id JOIN conversations_tag tag ON tag.conversation_id = wrote.id GROUP BY 1
"""
_PEOPLE = """
, people AS (
    SELECT active.id, active.name, active.company_id, active.company, active.joined_on, count(wrote.id) AS talks,
        max(wrote.started_at) AS last_at
    FROM active LEFT JOIN wrote ON wrote.requester_id = active.id {about} WHERE {group} GROUP BY 1, 2, 3, 4, 5
)
SELECT * FROM people WHERE (%(after)s::bigint IS NULL OR id < %(after)s::bigint) AND {shown} ORDER BY id DESC LIMIT %(most)s
"""
_SHOWN = {"wrote": "talks > 0", "silent": "talks = 0"}
_ABOUT_AREA = "wrote.id IN (SELECT conversation_id FROM conversations_tag WHERE area_id = %(group)s)"
SIZE = 50
TENURES = ("new", "year", "three", "old", "unknown")


@dataclass(frozen=True)
class Group:
    """How conversations of one team, area or tier were answered first. Its key is an id; None for those of none."""

    key: int | None
    name: str
    numbers: Numbers


@dataclass(frozen=True)
class Person:
    """An active contact, how often they wrote in a period, and when last."""

    contact_id: int
    name: str
    company_id: int
    company: str
    joined_on: date | None
    talks: int
    last_at: datetime | None


@dataclass(frozen=True)
class Rate:
    """Of the active contacts of one group, how many had to write. Its key is an id or a tenure; None for those of none."""

    key: int | str | None
    name: str
    active: int
    wrote: int

    @property
    def share(self) -> float:
        return self.wrote / self.active if self.active else 0.0


def by_hour(scope: Scope) -> dict[tuple[int, int], Numbers]:
    """Return the first responses by weekday (1 Monday) and hour of arrival, in the installation's zone."""
    rows = grouped(FIRST_RESPONSE, scope, _BY_HOUR, zone=installation().time_zone)
    return {(day, hour): numbers_of(numbers) for day, hour, *numbers in rows}


def by_group(scope: Scope, kind: str) -> list[Group]:
    """Return the first responses by team, area or tier, the largest first."""
    statement, names = {
        "team": (_BY_TEAM, dict(Team.objects.values_list("pk", "name"))),
        "area": (_BY_AREA, dict(Area.objects.values_list("pk", "name"))),
        "tier": (_BY_TIER, dict(Tier.objects.values_list("pk", "name"))),
    }[kind]
    groups = [
        Group(pk, names.get(pk, nobody(kind)), numbers_of(numbers))
        for pk, *numbers in grouped(FIRST_RESPONSE, scope, statement)
    ]
    return sorted(groups, key=lambda group: -group.numbers.cases)


def nobody(kind: str) -> str:
    """Return how those of no team, area or tier are called."""
    return {"team": _("No team"), "area": _("No area"), "tier": _("No tier")}[kind]


def tenure_name(key: str) -> str:
    """Return how a tenure is called."""
    return str(_tenures().get(key, _("Not known")))


def in_hour(day: int, hour: int) -> Only:
    """Return the cases that began in an hour of a weekday (1 Monday)."""
    values = {"zone": installation().time_zone, "day": day, "hour": hour}
    return Only(
        """extract(isodow FROM began_at AT TIME ZONE %(zone)s) = %(day)s
        AND extract(hour FROM began_at AT TIME ZONE %(zone)s) = %(hour)s""",
        values,
    )


def in_group(kind: str, key: int | None) -> Only:
    """Return the cases of one team, area or tier; None stands for those of none."""
    return Only(_IN_GROUP[kind], {"group": key})


def contact_rate(scope: Scope, kind: str) -> list[Rate]:
    """Return of the active contacts how many wrote in a period, by area, tier or tenure; the highest share first.

    A person counts once however often they write; under several areas where they asked about several.
    """
    statement = {"area": _RATE_BY_AREA, "tier": _BY.format(group="tier_id"), "tenure": _BY.format(group=_TENURE)}[kind]
    names: dict[Any, str] = {
        "area": lambda: dict(Area.objects.values_list("pk", "name")),
        "tier": lambda: dict(Tier.objects.values_list("pk", "name")),
        "tenure": _tenures,
    }[kind]()
    rates = [
        Rate(key, names.get(key, _("Not known")), active, wrote) for key, active, wrote in _asked(statement, scope)
    ]
    return sorted(rates, key=lambda rate: -rate.share)


def people(scope: Scope, kind: str, key: int | str | None, *, shown: str = "active", cursor: str = "") -> Page[Person]:
    """Return a page of the active contacts of a group: all, or those who wrote, or those who did not; newest first.

    Under an area all active contacts count, and those wrote who asked about it.
    """
    group = {"area": "TRUE", "tier": "active.tier_id IS NOT DISTINCT FROM %(group)s::bigint"}.get(kind)
    about = f"AND {_ABOUT_AREA}" if kind == "area" else ""
    statement = _PEOPLE.format(group=group or f"{_TENURE} = %(group)s", about=about, shown=_SHOWN.get(shown, "TRUE"))
    after = int(cursor) if is_whole_number(cursor) else None
    rows = _asked(statement, scope, group=key, after=after, most=SIZE + 1)
    found = [Person(*row) for row in rows[:SIZE]]
    return Page(found, str(found[-1].contact_id) if len(rows) > SIZE else "", is_first=after is None)


def _tenures() -> dict[Any, str]:
    return {
        "new": _("With us for less than 90 days"),
        "year": _("Less than a year"),
        "three": _("One to three years"),
        "old": _("Longer than three years"),
    }


def _asked(statement: str, scope: Scope, **more: object) -> list[tuple[Any, ...]]:
    values: dict[str, Any] = {
        "begins": scope.stretch.begins,
        "ends": scope.stretch.ends,
        "segment": scope.segment.pk if scope.segment else None,
        "today": clock.today(),
        **more,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ACTIVE + statement, values)
        return list(cursor.fetchall())
