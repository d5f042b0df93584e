"""What we know of one person when they are faced: read in one statement, which tells as well whether surveys changed.

One statement and not five, because each waits for its turn at the database; planned once, as it is asked for every page that
somebody opens.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from wellheard.foundation.database.prepared import prepared_cursor
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.surveys.asked import Asked
from wellheard.listen.surveys.kept import STAMP, Stamp
from wellheard.listen.surveys.models import Display, FatigueRules

# Who has begun may go on so long after.
GOES_ON = timedelta(hours=24)
# Nobody is asked so often; what lies longer back than this does not count.
_LEDGER_DAYS, _USE_DAYS = 730, 366
# Where the columns of the ledger begin in a row of the statement.
_OF_THE_LEDGER = 14

Used = dict[str, list[tuple[date, int]]]


@dataclass(frozen=True, slots=True)
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

    def is_open(self, now: datetime) -> bool:
        """Tell whether somebody has begun to answer and not ended, lately."""
        return self.state == Display.State.STARTED and self.started_at is not None and self.started_at >= now - GOES_ON


@dataclass(frozen=True)
class Profile:
    """Who somebody is, as far as surveys care."""

    since: datetime | None
    company_id: int | None
    seats: int
    segments: frozenset[int]
    is_quiet: bool
    has_urgent: bool


@dataclass(frozen=True)
class Person:
    """All that a decision needs of one person: who they are, what they were shown (the latest first, also on other devices
    and in private windows, if we knew them there), how many others of their company were asked lately, and by event how often
    they did on which day what surveys count. `stamp` says what the surveys were like at that moment.
    """

    stamp: Stamp
    profile: Profile
    asked_at_company: int
    used: Used
    shown: list[Shown]


_PERSON = f"""
WITH theirs AS (
    SELECT company_id, is_primary, membership.id, seats, merged_into_id
    FROM customers_membership AS membership JOIN customers_company AS company ON company.id = company_id
    WHERE contact_id = %(contact)s::bigint
), main AS (
    SELECT company_id, seats FROM theirs WHERE merged_into_id IS NULL ORDER BY is_primary DESC, id LIMIT 1
)
SELECT {STAMP},
    contact.id, contact.created_at, main.company_id, main.seats,
    ARRAY(SELECT segment_id FROM customers_segmentmember WHERE company_id IN (SELECT company_id FROM theirs)),
    contact.erased_at IS NOT NULL
        OR EXISTS (SELECT FROM surveys_quiet WHERE contact_id = contact.id AND (until IS NULL OR until > %(now)s))
        OR EXISTS (
            SELECT FROM surveys_quiet
            WHERE company_id IN (SELECT company_id FROM theirs) AND (until IS NULL OR until > %(now)s)
        )
        OR %(contact)s::bigint IS NULL AND EXISTS (
            SELECT FROM surveys_quiet
            WHERE device = %(device)s::text AND device <> '' AND (until IS NULL OR until > %(now)s)
        ),
    EXISTS (
        SELECT FROM conversations_conversation
        WHERE requester_id = contact.id AND priority = {Conversation.Priority.URGENT.value} AND merged_into_id IS NULL
            AND aside_reason = '' AND (state <> 'closed' OR closed_at >= %(urgent_since)s)
    ),
    (
        SELECT count(DISTINCT contact_id) FROM surveys_display
        WHERE company_id = coalesce(%(company)s::bigint, main.company_id) AND shown_at >= %(company_since)s
            AND contact_id IS DISTINCT FROM %(contact)s::bigint
    ),
    used.names, used.days, used.counts,
    shown.*
FROM (SELECT 1) AS always
LEFT JOIN customers_contact AS contact ON contact.id = %(contact)s::bigint
LEFT JOIN main ON true
CROSS JOIN LATERAL (
    SELECT array_agg(name) AS names, array_agg(day) AS days, array_agg(theirs_used.count) AS counts
    FROM (
        SELECT event_id, day, count FROM usage_dailyuse
        WHERE contact_id = %(contact)s::bigint AND day >= %(use_since)s
        UNION ALL
        SELECT event_id, day, count FROM usage_dailyuse
        WHERE %(contact)s::bigint IS NULL AND known_as = %(known_as)s::text AND known_as <> '' AND day >= %(use_since)s
    ) AS theirs_used JOIN usage_eventname ON usage_eventname.id = event_id
    WHERE %(events)s::text[] <> '{{}}' AND name = ANY(%(events)s::text[])
) AS used
LEFT JOIN LATERAL (
    SELECT display.id, key, survey_id, kind, is_transactional, display.state, shown_at, display.started_at, session
    FROM (
        SELECT * FROM surveys_display WHERE contact_id = %(contact)s::bigint AND shown_at >= %(ledger_since)s
        UNION ALL
        SELECT * FROM surveys_display
        WHERE device = %(device)s::text AND device <> '' AND shown_at >= %(ledger_since)s
            AND (%(contact)s::bigint IS NULL OR contact_id IS DISTINCT FROM %(contact)s::bigint)
    ) AS display JOIN surveys_survey AS survey ON survey.id = survey_id
    ORDER BY shown_at DESC, display.id DESC LIMIT 300
) AS shown ON true
ORDER BY shown.shown_at DESC, shown.id DESC
"""  # noqa: S608 - of our own texts alone


def person_now(who: Asked, now: datetime, rules: FatigueRules, events: Collection[str]) -> Person:
    """Return what we know of somebody; of what they did, the events named."""
    values: dict[str, Any] = {
        "contact": who.contact_id,
        "device": who.device,
        "known_as": f"device:{who.device}" if who.device else "",
        "company": who.company_id,
        "now": now,
        "urgent_since": now - timedelta(hours=rules.urgent_hours),
        "company_since": now - timedelta(days=rules.company_days),
        "ledger_since": now - timedelta(days=_LEDGER_DAYS),
        "use_since": (now - timedelta(days=_USE_DAYS)).date(),
        "events": list(events),
    }
    with prepared_cursor() as cursor:
        cursor.execute(_PERSON, values)
        rows = cursor.fetchall()
    surveys, fatigue, attributes, *about, others, names, days, counts = rows[0][:_OF_THE_LEDGER]
    shown = [Shown(*row[_OF_THE_LEDGER:]) for row in rows if row[_OF_THE_LEDGER] is not None]
    return Person(
        Stamp(surveys, fatigue, attributes), _profile(who, about), others, _by_event(names, days, counts), shown
    )


def _profile(who: Asked, about: list[Any]) -> Profile:
    pk, since, main, seats, segments, is_quiet, has_urgent = about
    if who.is_known and pk is None:
        return Profile(None, None, 0, frozenset(), is_quiet=False, has_urgent=False)
    company = who.company_id or main
    known_seats = seats or 0 if company == main else 0
    return Profile(since, company, known_seats, frozenset(segments), is_quiet=is_quiet, has_urgent=has_urgent)


def _by_event(names: list[str] | None, days: list[date], counts: list[int]) -> Used:
    found: Used = {}
    for name, day, count in zip(names or (), days or (), counts or (), strict=True):
        found.setdefault(name, []).append((day, count))
    return found
