"""What a decision must know of one person: read once, and only when a survey comes so far that it matters."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Count, ExpressionWrapper, Q, Sum

from wellheard.customers.models import Company
from wellheard.foundation import clock
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.surveys.asked import Asked, Place
from wellheard.listen.surveys.kept import Group, Known
from wellheard.listen.surveys.models import Display, FatigueRules, Quiet, Response, Stratum
from wellheard.listen.usage.models import DailyUse

# Nobody is asked so often; what lies longer back than this does not count.
_MOST_ROWS, _LEDGER_DAYS = 300, 730


@dataclass(frozen=True)
class Shown:
    """One row of the ledger."""

    pk: int
    key: str
    survey_id: int
    kind: str
    is_transactional: bool
    state: str
    shown_at: datetime
    started_at: datetime | None
    session: str


@dataclass(frozen=True)
class Profile:
    """Who somebody is, as far as surveys care."""

    since: datetime | None
    company_id: int | None
    seats: int
    segments: frozenset[int]
    is_quiet: bool
    has_urgent: bool


# One statement, written out: this is asked for every page that somebody opens.
_PROFILE = """
WITH theirs AS (
    SELECT company_id, is_primary, membership.id, seats, merged_into_id
    FROM customers_membership AS membership JOIN customers_company AS company ON company.id = company_id
    WHERE contact_id = %(contact)s
), places AS (
    SELECT company_id, seats, row_number() OVER (ORDER BY is_primary DESC, id) AS place
    FROM theirs WHERE merged_into_id IS NULL
)
SELECT contact.created_at,
    ARRAY(SELECT company_id FROM places ORDER BY place),
    (SELECT seats FROM places WHERE place = 1),
    ARRAY(SELECT segment_id FROM customers_segmentmember WHERE company_id IN (SELECT company_id FROM theirs)),
    contact.erased_at IS NOT NULL OR EXISTS (
        SELECT FROM surveys_quiet
        WHERE (contact_id = contact.id OR company_id IN (SELECT company_id FROM theirs))
            AND (until IS NULL OR until > %(now)s)
    ),
    EXISTS (
        SELECT FROM conversations_conversation
        WHERE requester_id = contact.id AND priority = %(urgent)s AND merged_into_id IS NULL AND aside_reason = ''
            AND (state <> 'closed' OR closed_at >= %(urgent_since)s)
    )
FROM customers_contact AS contact WHERE contact.id = %(contact)s
"""
_ASKED_AT_COMPANY = """
SELECT count(DISTINCT contact_id) FROM surveys_display
WHERE company_id = %s AND shown_at >= %s AND contact_id IS DISTINCT FROM %s
"""

_NOBODY = Profile(None, None, 0, frozenset(), is_quiet=False, has_urgent=False)


class Facing:
    """One person at one place and moment; `surveys` are those that may still be asked, for questions about all of them."""

    def __init__(self, who: Asked, place: Place, now: datetime, *, rules: FatigueRules | None = None) -> None:
        self.who, self.place, self.now = who, place, now
        self._rules = rules
        self.surveys: Iterable[Known] = ()

    @cached_property
    def rules(self) -> FatigueRules:
        """Return how often people may be asked."""
        return self._rules or FatigueRules.objects.first() or FatigueRules(pk=1)

    @cached_property
    def profile(self) -> Profile:
        """Return who they are: one statement."""
        if self.who.contact_id is None:
            return self._of_device() if self.who.device else _NOBODY
        urgent_since = self.now - timedelta(hours=self.rules.urgent_hours)
        with connection.cursor() as cursor:
            values: dict[str, Any] = {
                "contact": self.who.contact_id,
                "now": self.now,
                "urgent": Conversation.Priority.URGENT.value,
            }
            cursor.execute(_PROFILE, values | {"urgent_since": urgent_since})
            found = cursor.fetchone()
        if found is None:
            return _NOBODY
        since, places, seats, segments, is_quiet, has_urgent = found
        company = self.who.company_id or (places[0] if places else None)
        known_seats = seats or 0 if places and company == places[0] else 0
        return Profile(since, company, known_seats, frozenset(segments), is_quiet=is_quiet, has_urgent=has_urgent)

    def _of_device(self) -> Profile:
        quiet = Quiet.objects.filter(device=self.who.device).filter(Q(until=None) | Q(until__gt=self.now))
        return Profile(None, self.who.company_id, 0, frozenset(), is_quiet=quiet.exists(), has_urgent=False)

    @cached_property
    def shown(self) -> list[Shown]:
        """Return what they were shown, the latest first: also on other devices and in private windows, if we knew them there."""
        whose = Q(contact=self.who.contact_id) if self.who.is_known else Q(pk__in=[])
        if self.who.device:
            whose |= Q(device=self.who.device)
        rows = Display.objects.filter(whose, shown_at__gte=self.now - timedelta(days=_LEDGER_DAYS)).newest_first()
        columns = ("pk", "key", "survey_id", "survey__kind", "survey__is_transactional")
        rest = ("state", "shown_at", "started_at", "session")
        return [Shown(*row) for row in rows.values_list(*columns, *rest)[:_MOST_ROWS]]

    @cached_property
    def shown_by_survey(self) -> dict[int, list[Shown]]:
        """Return the same by survey."""
        found: dict[int, list[Shown]] = {}
        for row in self.shown:
            found.setdefault(row.survey_id, []).append(row)
        return found

    @cached_property
    def asked_at_company(self) -> int:
        """Return how many others of their company were asked lately."""
        company = self.profile.company_id
        if company is None:
            return 0
        since = self.now - timedelta(days=self.rules.company_days)
        with connection.cursor() as cursor:
            cursor.execute(_ASKED_AT_COMPANY, [company, since, self.who.contact_id])
            return int(cursor.fetchone()[0])

    @property
    def most_at_company(self) -> int:
        return max(self.rules.company_most, self.profile.seats // 10)

    @cached_property
    def scores(self) -> dict[int, int]:
        """Return what they scored in surveys before, the latest of each."""
        if not self.who.is_known:
            return {}
        rows = Response.objects.filter(contact=self.who.contact_id).scored().order_by("answered_at", "pk")
        return {pk: score for pk, score in rows.values_list("survey_id", "score") if score is not None}

    @cached_property
    def company_meets(self) -> dict[str, bool]:
        """Return which rules of the surveys that may still be asked their company meets: one statement for all."""
        rules = {one.rule.key: one.rule.companies for one in self.surveys if one.rule}
        rules |= {group.rule.key: group.rule.companies for one in self.surveys for group in one.groups}
        if not rules or self.profile.company_id is None:
            return {}
        wrapped = {name: ExpressionWrapper(rule, BooleanField()) for name, rule in rules.items()}
        found = Company.objects.filter(pk=self.profile.company_id).annotate(**wrapped).values(*wrapped).first()
        return {name: bool(value) for name, value in (found or {}).items()}

    def group_of(self, one: Known) -> Group | None:
        """Return the first group of a survey that they belong to."""
        return next((group for group in one.groups if self.company_meets.get(group.rule.key)), None)

    @cached_property
    def reached(self) -> dict[int, int]:
        """Return how many answers each group of the surveys that may still be asked has."""
        wanted = [one.pk for one in self.surveys if one.groups]
        return dict(Stratum.objects.filter(survey__in=wanted).values_list("pk", "reached")) if wanted else {}

    @cached_property
    def shown_today(self) -> dict[int, int]:
        """Return how often each survey with a daily limit was shown today."""
        wanted = [one.pk for one in self.surveys if one.per_day]
        if not wanted:
            return {}
        today = Display.objects.filter(survey__in=wanted, shown_at__gte=start_of_day(self.now))
        return dict(today.values_list("survey_id").annotate(Count("pk")))

    @cached_property
    def used(self) -> dict[str, list[tuple[date, int]]]:
        """Return by event how often it happened on which day, of the events that surveys count."""
        events = {one.trigger["event"] for one in self.surveys if counts_events(one.trigger)}
        if not events:
            return {}
        whose = Q(contact=self.who.contact_id) if self.who.is_known else Q(known_as=f"device:{self.who.device}")
        rows = DailyUse.objects.filter(whose, event__name__in=events, day__gte=(self.now - timedelta(days=366)).date())
        found: dict[str, list[tuple[date, int]]] = {}
        for name, day, count in rows.values_list("event__name", "day").annotate(Sum("count")):
            found.setdefault(name, []).append((day, count))
        return found


def counts_events(trigger: dict[str, object]) -> bool:
    """Tell whether a trigger asks how often something happened, and not only that it happened just now."""
    return bool(trigger.get("event")) and (trigger.get("at_least", 1) != 1 or "within_days" in trigger)


def start_of_day(moment: datetime) -> datetime:
    """Return when the installation's day of this moment began."""
    return moment.astimezone(clock.zone()).replace(hour=0, minute=0, second=0, microsecond=0)
