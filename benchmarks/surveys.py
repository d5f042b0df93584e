"""How long it takes to decide whether somebody is asked: 1,000 surveys run, for a million people with a ledger of a million rows.

Half of the surveys are for a segment, a tenth has a rule of its own, a tenth counts events, a tenth has groups with quotas;
nine of ten wait for a page. People come to 200 pages; each was asked about once in the last year. Beside how long a decision
took stands what of it was our own processor's: the rest is the database's and, on a machine with other work, waiting.
"""

import json
import os
import random
import socket
import statistics
import time
import uuid
from collections.abc import Callable
from typing import Any

import jwt
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks._filling import insert, unchecked
from benchmarks.serving import _ask, _served
from wellheard.customers.commands.identity_keys import make_identity_secret, revoke_identity_key
from wellheard.customers.models import Contact, ContactIdentity, Segment
from wellheard.foundation import clock
from wellheard.listen.sources.commands import make_source, revoke_source
from wellheard.listen.surveys import counting
from wellheard.listen.surveys.asked import Asked, Place
from wellheard.listen.surveys.commands import make_survey, start_survey
from wellheard.listen.surveys.deciding import decide, eligible
from wellheard.listen.surveys.drafts import QuestionDraft, StratumDraft
from wellheard.listen.surveys.models import Survey
from wellheard.listen.usage.models import EventName

SURVEYS, PEOPLE, COMPANIES, SEGMENTS, PAGES, EVENTS = 1_000, 1_000_000, 100_000, 20, 200, 20
DECISIONS, FIRST_ONES, SEED = 2_000, 50, 20_261_122
# Above what other benchmarks number.
FIRST = 50_000_000
AUDIENCE, OK = "bench", 200
_PAYS = {"all": [{"field": "mrr", "op": ">", "value": 10_000}]}
_USERS, _CUSTOMERS = f"generate_series(1, {PEOPLE}) n", f"generate_series(1, {COMPANIES}) n"


def main() -> None:
    """Fill unless an earlier run did, and print how long decisions take."""
    if not EventName.objects.filter(name="Event filled").exists():
        began = time.perf_counter()
        _fill()
        print(f"{PEOPLE} people, {COMPANIES} companies, {SURVEYS} surveys made in {time.perf_counter() - began:.0f} s")
    print(f"{os.cpu_count()} cores with a load of {os.getloadavg()[0]:.1f}: above one a core, others had to wait")
    _count_statements()
    chance = random.Random(SEED)
    _measure("a page, by somebody we know", lambda: decide(_somebody(chance), _somewhere(chance)))
    _measure("a page, by somebody unknown", lambda: decide(Asked(device=f"d{chance.random()}"), _somewhere(chance)))
    _measure("an event that surveys count", lambda: decide(_somebody(chance), _somewhere(chance, event=True)))
    _measure("all that somebody may be asked anywhere", lambda: eligible(_somebody(chance), Place()), times=200)
    running = list(Survey.objects.running().order_by("pk"))
    _measure(
        "the first after a survey was changed",
        lambda: decide(_somebody(chance), _somewhere(chance)),
        times=FIRST_ONES,
        before=lambda: _change(chance.choice(running)),
    )
    began = time.perf_counter()
    counting.write()
    print(f"writing the counts of the gates: {1000 * (time.perf_counter() - began):.0f} ms, every 15 seconds")
    _over_http(chance)


def _somebody(chance: random.Random) -> Asked:
    return Asked(contact_id=FIRST + chance.randint(1, PEOPLE))


def _somewhere(chance: random.Random, *, event: bool = False) -> Place:
    url = f"https://app.example/page-{chance.randrange(PAGES)}"
    name = f"Event {chance.randrange(EVENTS)}" if event else ""
    return Place(url=url, event=name, signals={name: 2} if name else {})


def _change(survey: Survey) -> None:
    survey.version += 1
    survey.save(update_fields=["version"])


def _count_statements() -> None:
    chance = random.Random(SEED)
    decide(_somebody(chance), _somewhere(chance))
    with CaptureQueriesContext(connection) as asked:
        for _time in range(100):
            decide(_somebody(chance), _somewhere(chance))
    print(f"statements of a decision about somebody we know: {len(asked) / 100:.2f} on average")


def _measure(
    what: str, act: Callable[[], Any], *, times: int = DECISIONS, before: Callable[[], Any] = lambda: None
) -> None:
    took, own = [], []
    for _time in range(times):
        before()
        began, busy = time.perf_counter(), time.thread_time()
        act()
        own.append(1000 * (time.thread_time() - busy))
        took.append(1000 * (time.perf_counter() - began))
    cuts = statistics.quantiles(took, n=100)
    print(
        f"{what:<42} p50 {cuts[49]:6.1f} ms   p95 {cuts[94]:6.1f} ms   p99 {cuts[98]:6.1f} ms   "
        f"processor of who asks {statistics.median(own):.2f} ms"
    )


def _over_http(chance: random.Random) -> None:
    """Ask as the tab does when a page is opened: a signed token says who it is, one device each."""
    source, key = make_source(name=f"Benchmark {time.time():.0f}", kind="browser", by=None, per_minute=0)
    signed, secret = make_identity_secret(name=f"Benchmark {time.time():.0f}", audience=AUDIENCE, by=None)
    people = [FIRST + chance.randint(1, PEOPLE) for _number in range(DECISIONS // 10)]
    wanted = [ContactIdentity(contact_id=pk, kind="external", value=f"bench-{pk}") for pk in people]
    ContactIdentity.objects.bulk_create(wanted, ignore_conflicts=True)
    requests = [_page_opened(chance, key, secret, pk) for pk in people]
    try:
        with (
            _served(settings.DATA) as (port, _seconds, _process),
            socket.create_connection(("127.0.0.1", port)) as wire,
        ):

            def send(request: bytes) -> None:
                if (status := _ask(wire, request)) != OK:
                    raise RuntimeError(f"the tab was answered {status}")

            # The first time a device is joined to its person.
            for request in requests:
                send(request)
            left = iter(requests * 5)
            _measure("over HTTP, asked from the same cores", lambda: send(next(left)), times=len(requests) * 5)
    finally:
        revoke_identity_key(key_id=signed.pk)
        revoke_source(source_id=source.pk)


def _page_opened(chance: random.Random, key: str, secret: str, contact_id: int) -> bytes:
    now = int(time.time())
    token = jwt.encode({"sub": f"bench-{contact_id}", "aud": AUDIENCE, "iat": now, "exp": now + 3_000}, secret, "HS256")
    body = json.dumps({"events": [{"kind": "page", "url": _somewhere(chance).url}]}).encode()
    lines = [
        "POST /widget/v1/events HTTP/1.1",
        "Host: 127.0.0.1",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        f"X-Wellheard-Key: {key}",
        f"X-Wellheard-Device: {uuid.uuid4()}",
        f"Authorization: Bearer {token}",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


def _fill() -> None:
    with unchecked():
        _people()
        _segments()
    _surveys()
    with unchecked():
        _ledger()
    EventName.objects.create(name="Event filled", first_seen_at=clock.now(), last_seen_at=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _people() -> None:
    # A run that was broken off may have left some.
    if Contact.objects.filter(pk__gt=FIRST).exists():
        raise SystemExit("This data folder was filled half: name another one.")
    insert(
        "customers.Company",
        {
            "id": f"{FIRST} + n",
            "name": "'Customer ' || n",
            "mrr_minor": "floor(exp(random() * 9)) * 100",
            "seats": "10 + n % 90",
            "joined_on": "current_date - (random() * 1500)::int",
            "created_at": "now() - interval '2 years'",
        },
        _CUSTOMERS,
    )
    insert(
        "customers.Contact",
        {"id": f"{FIRST} + n", "name": "'User ' || n", "created_at": "now() - interval '1 year'"},
        _USERS,
    )
    insert(
        "customers.Membership",
        {"contact_id": f"{FIRST} + n", "company_id": f"{FIRST} + 1 + n % {COMPANIES}", "is_primary": "true"},
        _USERS,
    )


def _segments() -> None:
    for number in range(SEGMENTS):
        segment = Segment.objects.create(name=f"Segment {FIRST + number}", rule=_PAYS)
        every = f"{_CUSTOMERS} WHERE n % {SEGMENTS} = {number} OR n % 7 = {number % 7}"
        insert("customers.SegmentMember", {"segment_id": str(segment.pk), "company_id": f"{FIRST} + n"}, every)


def _surveys() -> None:
    segments = list(Segment.objects.filter(name__startswith="Segment 5").order_by("pk"))
    question = QuestionDraft("nps", "nps", {"en": {"question": "Would you recommend us?"}})
    for number in range(EVENTS):
        EventName.objects.create(name=f"Event {number}", first_seen_at=clock.now(), last_seen_at=clock.now())
    for number in range(SURVEYS):
        trigger: dict[str, Any] = {} if number % 10 == 0 else {"pages": [f"/page-{number % PAGES}"]}
        if number % 10 == 1:
            trigger = {"event": f"Event {number // 10 % EVENTS}", "at_least": 3, "within_days": 30}
        audience = "segment" if number % 2 else "rule" if number % 10 == 2 else "known"  # noqa: PLR2004
        survey = make_survey(
            name=f"Survey {number}",
            kind="nps",
            questions=[question],
            by=None,
            trigger=trigger,
            audience=audience,
            segment=segments[number % SEGMENTS] if audience == "segment" else None,
            rule=_PAYS if audience == "rule" else None,
            percent=100 if number % 3 else 20,
            strata=[StratumDraft("Pays", _PAYS, 1_000_000)] if number % 10 == 3 else [],  # noqa: PLR2004
        )
        start_survey(survey_id=survey.pk)


def _ledger() -> None:
    first = Survey.objects.running().order_by("pk").values_list("pk", flat=True)[0]
    insert(
        "surveys.Display",
        {
            "survey_id": f"{first} + n % {SURVEYS}",
            "contact_id": f"{FIRST} + 1 + (n::bigint * 7919) % {PEOPLE}",
            "company_id": f"{FIRST} + 1 + ((n::bigint * 7919) % {PEOPLE} + 1) % {COMPANIES}",
            "channel": "'in_app'",
            "key": "'bench-' || n",
            "state": "(ARRAY['completed', 'dismissed', 'shown'])[1 + n % 3]",
            "shown_at": "now() - random() * interval '365 days'",
        },
        _USERS,
    )
    event = EventName.objects.get(name="Event 0").pk
    insert(
        "usage.DailyUse",
        {
            "day": "current_date - (random() * 60)::int",
            "contact_id": f"{FIRST} + n",
            "company_id": f"{FIRST} + 1 + n % {COMPANIES}",
            "event_id": f"{event} + n % {EVENTS}",
            "count": "1 + n % 5",
        },
        _USERS,
    )
