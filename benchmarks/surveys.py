"""How long it takes to decide whether somebody is asked: 1,000 surveys run, for a million people with a ledger of a million rows.

Half of the surveys are for a segment, a tenth has a rule of its own, a tenth counts events, a tenth has groups with quotas;
nine of ten wait for a page. People come to 200 pages; each was asked about once in the last year.
"""

import random
import statistics
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

from benchmarks._filling import insert
from wellheard.customers.models import Contact, Segment
from wellheard.foundation import clock
from wellheard.listen.surveys import counting
from wellheard.listen.surveys.asked import Asked, Place
from wellheard.listen.surveys.commands import make_survey, start_survey
from wellheard.listen.surveys.deciding import decide, eligible
from wellheard.listen.surveys.drafts import QuestionDraft, StratumDraft
from wellheard.listen.surveys.models import Survey
from wellheard.listen.usage.models import EventName

SURVEYS, PEOPLE, COMPANIES, SEGMENTS, PAGES, EVENTS = 1_000, 1_000_000, 100_000, 20, 200, 20
DECISIONS, SEED = 2_000, 20_261_122
# Above what other benchmarks number.
FIRST = 50_000_000
_PAYS = {"all": [{"field": "mrr", "op": ">", "value": 10_000}]}


def main() -> None:
    """Fill unless an earlier run did, and print how long decisions take."""
    if not Contact.objects.filter(pk=FIRST + 1).exists():
        began = time.perf_counter()
        _fill()
        print(f"{PEOPLE} people, {COMPANIES} companies, {SURVEYS} surveys made in {time.perf_counter() - began:.0f} s")
    chance = random.Random(SEED)
    decide(Asked(contact_id=FIRST + 1), Place(url="https://app.example/page-1"))
    _measure("a page, by somebody we know", lambda: decide(_somebody(chance), _somewhere(chance)))
    _measure("a page, by somebody unknown", lambda: decide(Asked(device=f"d{chance.random()}"), _somewhere(chance)))
    _measure("an event that surveys count", lambda: decide(_somebody(chance), _somewhere(chance, event=True)))
    _measure("all that somebody may be asked anywhere", lambda: eligible(_somebody(chance), Place()), DECISIONS // 10)
    _measure("the first after a survey was changed", lambda: _after_change(chance), DECISIONS // 100)
    began = time.perf_counter()
    counting.write()
    print(f"writing the counts of the gates: {1000 * (time.perf_counter() - began):.0f} ms, every 15 seconds")


def _somebody(chance: random.Random) -> Asked:
    return Asked(contact_id=FIRST + chance.randint(1, PEOPLE))


def _somewhere(chance: random.Random, *, event: bool = False) -> Place:
    url = f"https://app.example/page-{chance.randrange(PAGES)}"
    name = f"Event {chance.randrange(EVENTS)}" if event else ""
    return Place(url=url, event=name, signals={name: 2} if name else {})


def _after_change(chance: random.Random) -> None:
    with transaction.atomic():
        survey = Survey.objects.running().order_by("pk")[chance.randrange(SURVEYS // 2)]
        Survey.objects.filter(pk=survey.pk).update(version=survey.version + 1)
        decide(_somebody(chance), _somewhere(chance))


def _measure(what: str, act: Callable[[], Any], times: int = DECISIONS) -> None:
    took = []
    for _time in range(times):
        began = time.perf_counter()
        act()
        took.append(1000 * (time.perf_counter() - began))
    cuts = statistics.quantiles(took, n=100)
    print(f"{what:<42} p50 {cuts[49]:6.1f} ms   p95 {cuts[94]:6.1f} ms   p99 {cuts[98]:6.1f} ms")


def _fill() -> None:
    people, companies = f"generate_series(1, {PEOPLE}) n", f"generate_series(1, {COMPANIES}) n"
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
        companies,
    )
    insert(
        "customers.Contact",
        {"id": f"{FIRST} + n", "name": "'User ' || n", "created_at": "now() - interval '1 year'"},
        people,
    )
    insert(
        "customers.Membership",
        {"contact_id": f"{FIRST} + n", "company_id": f"{FIRST} + 1 + n % {COMPANIES}", "is_primary": "true"},
        people,
    )
    _segments()
    _surveys()
    _ledger(people)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _segments() -> None:
    for number in range(SEGMENTS):
        segment = Segment.objects.create(name=f"Segment {FIRST + number}", rule=_PAYS)
        every = f"generate_series(1, {COMPANIES}) n WHERE n % {SEGMENTS} = {number} OR n % 7 = {number % 7}"
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


def _ledger(people: str) -> None:
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
        people,
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
        people,
    )
