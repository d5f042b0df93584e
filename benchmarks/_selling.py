"""Deals with their reasons and competitors, and departures, beside a large installation: made by PostgreSQL itself."""

import time

from django.db import connection, transaction

from benchmarks._filling import Size, insert, unchecked
from wellheard.decide.deal_money import weigh_deals
from wellheard.listen.deals.models import Deal
from wellheard.listen.departures.models import Departure
from wellheard.workspace.commands.reasons import add_standard_reasons
from wellheard.workspace.models import Reason

DEALS_OF_COMPANIES, COMPETITORS = 2, 40
OUTCOMES = "(ARRAY['open', 'lost_competitor', 'lost_no_decision', 'won'])[1 + n % 4]"
DAY = "current_date - (n * 7919 % 700)::int"


def sold(size: Size) -> None:
    """Make two deals for each company, each of which missed one idea, and a departure for each company that is lost or was."""
    if Deal.objects.exists():
        return
    began = time.perf_counter()
    add_standard_reasons()
    with transaction.atomic(), unchecked():
        _competitors()
        _deals(DEALS_OF_COMPANIES * size.companies)
        _reasons()
        _departures()
    _analyze()
    made = f"{Deal.objects.count():,} deals and {Departure.objects.count():,} departures"
    print(f"{made} made in {time.perf_counter() - began:.0f} s")
    began = time.perf_counter()
    weigh_deals()
    print(f"what deals say of ideas counted in {time.perf_counter() - began:.0f} s")
    _analyze()


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _competitors() -> None:
    # Words that customers use now and then: what is said of a competitor is looked for by its name.
    words = "SELECT DISTINCT split_part(words, ' ', 3) AS word FROM listen_feedback WHERE id < 2000 ORDER BY 1 LIMIT"
    named = f"(SELECT row_number() OVER () AS n, word FROM ({words} {COMPETITORS}) AS said) AS named"  # noqa: S608 - all of it is written here
    insert("workspace.Competitor", {"id": "n", "name": "word"}, named)


def _deals(wanted: int) -> None:
    behind = (
        # Nothing in it comes from outside.
        "SELECT row_number() OVER (ORDER BY i.id) AS n, i.feedback_id, e.company_id FROM decide_evidenceitem i "  # noqa: S608
        "JOIN decide_evidence e ON e.id = i.evidence_id "
        f"WHERE i.feedback_id IS NOT NULL AND e.company_id IS NOT NULL ORDER BY i.id LIMIT {wanted}"
    )
    amount = "100000 + n * 7919 % 5000000"
    insert(
        "deals.Deal",
        {
            "id": "n",
            "source": "'bench'",
            "external_id": "n::text",
            "title": "'Deal ' || n",
            "company_id": "CASE WHEN n % 50 > 0 THEN company_id END",
            "outcome": OUTCOMES,
            "amount_minor": amount,
            "currency": "'USD'",
            "reporting_minor": amount,
            "industry": "'industry ' || n % 12",
            "competitor_id": f"CASE WHEN n % 4 IN (1, 3) AND n % 3 > 0 THEN 1 + (n / 4) % {COMPETITORS} END",
            "opened_on": f"{DAY} - 40",
            "closed_on": f"CASE WHEN n % 4 > 0 THEN {DAY} END",
            "day": DAY,
            "created_at": "now()",
        },
        f"({behind}) AS behind",
    )
    insert(
        "deals.DealMissing",
        {"id": "n", "deal_id": "n", "feedback_id": "feedback_id", "position": "0"},
        f"({behind}) AS behind",
    )


def _reasons() -> None:
    """Let the seller name a reason for four deals in five that are over, and the buyer another for each third."""
    ids = _ids(Reason.Kind.DEAL)
    for said_by, step, which in (("seller", 1, "d.id % 5 > 0"), ("buyer", 7, "d.id % 3 = 0")):
        insert(
            "deals.DealReason",
            {
                "deal_id": "d.id",
                "reason_id": f"(ARRAY{ids})[1 + ((d.id / 4) * {step}) % {len(ids)}]",
                "said_by": f"'{said_by}'",
                "recorded_at": "now()",
            },
            f"deals_deal d WHERE d.outcome <> 'open' AND {which}",
        )


def _departures() -> None:
    ids = _ids(Reason.Kind.DEPARTURE)
    insert(
        "departures.Departure",
        {
            "company_id": "c.id",
            "left_on": "current_date - (c.id * 7919 % 900)::int",
            "reason_id": f"CASE WHEN c.id % 7 > 0 THEN (ARRAY{ids})[1 + c.id % {len(ids)}] END",
            "competitor_id": f"CASE WHEN c.id % 5 = 0 THEN 1 + c.id % {COMPETITORS} END",
            "mrr_minor": "CASE WHEN c.id % 9 > 0 THEN c.mrr_minor END",
            "reported_by": "'import'",
            "recorded_at": "now()",
            "returned_on": "CASE WHEN c.stage <> 'lost' THEN current_date END",
            "returned_mrr_minor": "CASE WHEN c.stage <> 'lost' THEN c.mrr_minor END",
        },
        "customers_company c WHERE c.stage = 'lost' OR (c.stage = 'active' AND c.id % 20 = 7)",
    )


def _ids(kind: str) -> list[int]:
    return list(Reason.objects.filter(kind=kind).order_by("pk").values_list("pk", flat=True))
