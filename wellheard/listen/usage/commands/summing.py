"""Add up what happened, for the pages: by day, who was last seen when, and the latest events of each company."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time

from django.db import connection

from wellheard.foundation import clock
from wellheard.listen.usage.event_store import Event
from wellheard.listen.usage.models import CompanySeen, ContactSeen, EventName, RecentEvent

# A public key could make up names without end: what comes after so many is counted together.
MOST_NAMES = 5_000
OTHERS = ("track", "(others)")
RECENT = 50
# What libraries tell by themselves, without anybody doing anything.
_NOBODY_DID = {"$set", "$feature_flag_called", "$groupidentify"}

_NAME = """
    INSERT INTO usage_eventname AS known (kind, name, is_ignored, count, first_seen_at, last_seen_at)
    SELECT kind, name, name LIKE '$%%', count, first_at, last_at
    FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::timestamptz[], %s::timestamptz[])
        AS said (kind, name, count, first_at, last_at)
    ON CONFLICT (kind, name) DO UPDATE SET count = known.count + excluded.count,
        last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at)
    RETURNING kind, name, id, is_ignored
"""
# Where two rows say the same since two people became one, one of them goes on counting.
_COUNT = """
    WITH said AS (
        SELECT * FROM unnest(%s::date[], %s::bigint[], %s::bigint[], %s::text[], %s::bigint[], %s::int[])
            AS said (day, company_id, contact_id, known_as, event_id, count)
    ), there AS (
        SELECT DISTINCT ON (use.day, use.event_id, coalesce(use.company_id, 0), coalesce(use.contact_id, 0), use.known_as)
            use.id, said.* FROM said JOIN usage_dailyuse use ON use.day = said.day AND use.event_id = said.event_id
            AND coalesce(use.company_id, 0) = coalesce(said.company_id, 0)
            AND coalesce(use.contact_id, 0) = coalesce(said.contact_id, 0) AND use.known_as = said.known_as
        ORDER BY use.day, use.event_id, coalesce(use.company_id, 0), coalesce(use.contact_id, 0), use.known_as, use.id
    ), added AS (
        UPDATE usage_dailyuse use SET count = use.count + there.count FROM there WHERE use.id = there.id RETURNING use.id
    )
    INSERT INTO usage_dailyuse (day, company_id, contact_id, known_as, event_id, count)
    SELECT said.day, said.company_id, said.contact_id, said.known_as, said.event_id, said.count FROM said
    WHERE NOT EXISTS (
        SELECT FROM there WHERE there.day = said.day AND there.event_id = said.event_id
            AND there.company_id IS NOT DISTINCT FROM said.company_id
            AND there.contact_id IS NOT DISTINCT FROM said.contact_id AND there.known_as = said.known_as
    )
"""
_SEEN = """
    WITH said AS (SELECT * FROM unnest(%s::bigint[], %s::timestamptz[]) AS said (id, at)), later AS (
        UPDATE {table} seen SET seen_at = greatest(seen.seen_at, said.at) FROM said WHERE seen.{column} = said.id
        RETURNING seen.{column} AS id
    )
    INSERT INTO {table} ({column}, seen_at) SELECT id, at FROM said WHERE id NOT IN (SELECT id FROM later)
"""
_TRIM = """
    DELETE FROM usage_recentevent WHERE id IN (
        SELECT id FROM (
            SELECT id, row_number() OVER (PARTITION BY company_id ORDER BY said_at DESC, id DESC) AS place
            FROM usage_recentevent WHERE company_id = ANY(%s)
        ) AS placed WHERE place > %s
    )
"""
Name = tuple[str, str]


def add_up(*, events: Sequence[Event]) -> None:
    """Add events up. Called once for each event, by the mover, in the transaction that forgets its message."""
    if not events:
        return
    names = _names(events)
    _count(events, names)
    telling = [event for event in events if event.name not in _NOBODY_DID and not names[_name(event)].is_ignored]
    _note_seen(CompanySeen, "company_id", telling)
    _note_seen(ContactSeen, "contact_id", telling)
    _keep_latest(telling, names)


def start_of(day: date) -> datetime:
    """Return when a day of the installation began."""
    return datetime.combine(day, time(), tzinfo=clock.zone())


def _name(event: Event) -> Name:
    # Whatever else a client tells is something that happened, as a track call is.
    return (event.kind if event.kind in {"page", "screen"} else "track", event.name)


def _names(events: Sequence[Event]) -> dict[Name, EventName]:
    """Return the row of each name, counted; new ones are made as long as there is room."""
    wanted = {_name(event) for event in events}
    known = set(EventName.objects.filter(name__in={name for _kind, name in wanted}).values_list("kind", "name"))
    room = MOST_NAMES - EventName.objects.count() if wanted - known else 0
    taken = known | set(sorted(wanted - known)[: max(room, 0)])
    by_name: dict[Name, list[datetime]] = defaultdict(list)
    for event in events:
        by_name[_name(event) if _name(event) in taken else OTHERS].append(event.said_at)
    # In one order: two who count at once would wait for each other.
    said = sorted(by_name.items())
    with connection.cursor() as cursor:
        cursor.execute(
            _NAME,
            [
                [kind for (kind, _n), _at in said],
                [name for (_kind, name), _at in said],
                [len(at) for _name, at in said],
                [min(at) for _name, at in said],
                [max(at) for _name, at in said],
            ],
        )
        rows = {
            (kind, name): EventName(pk=pk, kind=kind, name=name, is_ignored=is_ignored)
            for kind, name, pk, is_ignored in cursor.fetchall()
        }
    return {name: rows[name if name in taken else OTHERS] for name in wanted}


def _count(events: Sequence[Event], names: dict[Name, EventName]) -> None:
    counts = Counter(
        (clock.day_of(event.said_at), event.company_id, event.contact_id, event.known_as, names[_name(event)].pk)
        for event in events
    )
    columns = list(zip(*counts, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [*(list(column) for column in columns), list(counts.values())])


def _note_seen(model: type[CompanySeen] | type[ContactSeen], column: str, events: Sequence[Event]) -> None:
    latest: dict[int, datetime] = {}
    for event in events:
        if key := getattr(event, column):
            latest[key] = max(event.said_at, latest.get(key, event.said_at))
    if latest:
        query = _SEEN.format(table=model._meta.db_table, column=column)  # noqa: SLF001 - documented
        with connection.cursor() as cursor:
            cursor.execute(query, [list(latest), list(latest.values())])


def _keep_latest(events: Sequence[Event], names: dict[Name, EventName]) -> None:
    """Keep the latest events of each company and of each person without one, and no more than a page shows."""
    latest: dict[tuple[int | None, int | None], list[Event]] = defaultdict(list)
    for event in sorted(events, key=lambda one: one.said_at, reverse=True):
        theirs = latest[(event.company_id, None if event.company_id else event.contact_id)]
        if (event.company_id or event.contact_id) and len(theirs) < RECENT:
            theirs.append(event)
    RecentEvent.objects.bulk_create(
        RecentEvent(
            company_id=event.company_id, contact_id=event.contact_id, event=names[_name(event)], said_at=event.said_at
        )
        for theirs in latest.values()
        for event in theirs
    )
    companies = sorted({company_id for company_id, _contact in latest if company_id})
    with connection.cursor() as cursor:
        cursor.execute(_TRIM, [companies, RECENT])
