"""Whom a survey is for, and what they are like: plan, tier, time with us and role, for those who answered and for everybody."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Company, Segment
from wellheard.customers.segments.rules import compile_rule
from wellheard.foundation import clock
from wellheard.foundation.one_of import one_of
from wellheard.listen.surveys.models import Invitation, Survey
from wellheard.listen.surveys.results.scope import Scope
from wellheard.listen.usage.models import DailyUse

TRAITS: dict[str, str | Promise] = {
    "tier": _("Tier"),
    "plan": _("Plan"),
    "tenure": _("Time with us"),
    "role": _("Role"),
}
# Of plans, which anybody may name, the most common; all others count together.
MOST_VALUES = 8
NO_VALUE, OTHER = "", "…"
TENURES = ("new", "half", "year", "old", NO_VALUE)
_HALF, _YEAR, _TWO_YEARS, _LATELY = 183, 365, 730, 30


class Person(NamedTuple):
    """What we know of a person's main company, and their role there."""

    tier: str
    plan: str
    tenure: str
    role: str
    mrr: int
    company: int | None


@dataclass(frozen=True)
class Base:
    """Everybody a survey is for: how many people and companies (None: not known), and how many have each value of each trait.

    `of` is the day on which they were so; None: today.
    """

    people: int | None = None
    companies: int | None = None
    traits: Mapping[str, Mapping[str, int]] | None = None
    of: datetime | None = None


_PERSON = """
SELECT DISTINCT ON (contact.id) contact.id AS contact, coalesce(tier.name, '') AS tier, coalesce(company.plan, '') AS plan,
    CASE WHEN company.joined_on IS NULL THEN '' WHEN company.joined_on > %(today)s::date - {half} THEN 'new'
         WHEN company.joined_on > %(today)s::date - {year} THEN 'half'
         WHEN company.joined_on > %(today)s::date - {two} THEN 'year' ELSE 'old' END AS tenure,
    coalesce(place.role, '') AS role, coalesce(company.mrr_minor, 0) AS mrr, company.id AS company
FROM customers_contact contact
LEFT JOIN customers_membership place ON place.contact_id = contact.id
LEFT JOIN customers_company company ON company.id = place.company_id AND company.merged_into_id IS NULL
LEFT JOIN workspace_tier tier ON tier.id = company.tier_id
WHERE contact.merged_into_id IS NULL AND contact.erased_at IS NULL AND {which}
ORDER BY contact.id, place.is_primary DESC NULLS LAST, place.id
"""


def people_like(contacts: Iterable[int]) -> dict[int, Person]:
    """Return what these people are like, in one query."""
    sql = _PERSON.format(half=_HALF, year=_YEAR, two=_TWO_YEARS, which="contact.id = ANY(%(ids)s::bigint[])")
    with connection.cursor() as cursor:
        cursor.execute(sql, {"today": clock.today(), "ids": list(contacts)})
        return {row[0]: Person(*row[1:]) for row in cursor.fetchall()}


def people_of(scope: Scope, contacts: Iterable[int]) -> dict[int, Person]:
    """Return what these people are like, as on the day of the draw where the base is of that day, in two queries."""
    found = people_like(contacts)
    if scope.wave and scope.margins_of_its_day:
        kept = Invitation.objects.filter(one_of("contact_id", found), wave=scope.wave).exclude(traits=[])
        for contact, traits in kept.values_list("contact_id", "traits"):
            tier, plan, tenure, role = traits
            found[contact] = found[contact]._replace(tier=tier, plan=plan, tenure=tenure, role=role)
    return found


def days_of_use(contacts: Iterable[int]) -> dict[int, int]:
    """Return on how many of the last 30 days each of these people used the product; who never did is left out."""
    used = DailyUse.objects.filter(one_of("contact_id", contacts), day__gt=clock.today() - timedelta(days=_LATELY))
    counted = used.order_by().values_list("contact_id").annotate(days=Count("day", distinct=True))
    return {contact: days for contact, days in counted if contact is not None}


def base_of(scope: Scope) -> Base:
    """Return whom a survey is for; not known where anybody may answer who passes by.

    A survey that asks a share of them at random still speaks for all of them. Of a wave they are as they were on the day its
    sample was drawn; of a segment, and of waves that kept no such day, as they are today.
    """
    if scope.survey.audience == Survey.Audience.ANYBODY:
        return Base()
    if kept := scope.margins_of_its_day:
        return Base(kept["people"], kept["companies"], kept["traits"], scope.wave.drawn_at if scope.wave else None)
    which, values = _condition(scope.survey, scope.segment)
    inner = _PERSON.format(half=_HALF, year=_YEAR, two=_TWO_YEARS, which=which)
    sql = (
        f"SELECT tier, plan, tenure, role, count(*), array_agg(DISTINCT company) FROM ({inner}) AS people "  # noqa: S608
        "GROUP BY tier, plan, tenure, role"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, values | {"today": clock.today()})
        rows = cursor.fetchall()
    traits: dict[str, Counter[str]] = {name: Counter() for name in TRAITS}
    companies: set[int] = set()
    for *found, many, theirs in rows:
        companies.update(pk for pk in theirs if pk is not None)
        for name, value in zip(TRAITS, found, strict=True):
            traits[name][value] += many
    return Base(sum(row[4] for row in rows), len(companies), traits)


def _condition(survey: Survey, segment: Segment | None) -> tuple[str, dict[str, Any]]:
    """Return SQL for who is asked, and its values."""
    wanted, values = ["TRUE"], dict[str, Any]()
    if survey.audience == Survey.Audience.SEGMENT:
        wanted.append(_MEMBERS.format(name="asked"))
        values["asked"] = survey.segment_id
    if segment:
        wanted.append(_MEMBERS.format(name="narrowed"))
        values["narrowed"] = segment.pk
    if survey.audience == Survey.Audience.RULE:
        companies = Company.objects.filter(compile_rule(survey.rule)).order_by().values_list("pk", flat=True)
        wanted.append("place.company_id = ANY(%(companies)s::bigint[])")
        values["companies"] = list(companies)
    return " AND ".join(wanted), values


_MEMBERS = "place.company_id IN (SELECT company_id FROM customers_segmentmember WHERE segment_id = %({name})s)"


def common_values(base: Mapping[str, int]) -> list[str]:
    """Return the values of a trait worth naming, the most common first; what is not among them is “other”."""
    ranked = sorted(base, key=lambda value: (-base[value], value))
    return [value for value in ranked if base[value]][:MOST_VALUES]


def in_order(trait: str, values: Iterable[str]) -> list[str]:
    """Return values in the order they are read: time with us as it passes, others as they come."""
    found = list(values)
    return [value for value in TENURES if value in found] if trait == "tenure" else found


def value_of(person: Person, trait: str, named: Sequence[str]) -> str:
    """Return which of the values worth naming a person has; “other” where it is none of them."""
    value = str(getattr(person, trait))
    return value if value in named else OTHER
