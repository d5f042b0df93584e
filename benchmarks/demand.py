"""What money from deals costs, and scores with doubt: the board by each column, for all and a segment, and 200 ideas drawn.

100,000 companies, 1,000,000 rows of evidence, 200,000 deals of which each missed one idea; WELLHEARD_BENCH_PART=0.01 makes it a
hundredth. Pages are asked for in this process.
"""

import time

from django.test import override_settings

from benchmarks._filling import Size, filled, insert, unchecked
from benchmarks.pages import RULE, SEGMENT, Page, measure, ok, plain_storages, signed_in
from wellheard.customers.commands import save_segment
from wellheard.customers.models import Segment
from wellheard.decide.commands import keep_rankings
from wellheard.decide.deal_money import weigh_deals
from wellheard.decide.demand.scores.arithmetic import parse
from wellheard.decide.demand.scores.drawing import DRAWS, Range
from wellheard.decide.demand.scores.ranking import Room, scored
from wellheard.decide.queries import kept_ranking
from wellheard.listen.deals.models import Deal

DEALS_OF_COMPANIES = 2
IDEAS, ROUNDS = 200, 10
COLUMNS = ("lost_deals", "pipeline", "expansion")


def main() -> None:
    """Draw the scores, fill the installation with deals, and print a line for each page."""
    _scores()
    size = filled()
    _deals(size)
    segment = Segment.objects.filter(name=SEGMENT).first() or save_segment(name=SEGMENT, rule=RULE)
    began = time.perf_counter()
    keep_rankings()
    print(f"ranking all ideas for a segment of {segment.company_count:,}: {time.perf_counter() - began:.0f} s")
    kept = "kept" if kept_ranking(segment) else "counted whenever somebody looks"
    client, shown = signed_in(), "&".join(f"col={name}" for name in ("money", "risk", *COLUMNS))
    with override_settings(ALLOWED_HOSTS=["*"], STORAGES=plain_storages()):
        for sort in ("money", *COLUMNS):
            measure(Page(f"board by {sort}", lambda _n, by=sort: ok(client, f"/ideas/?{shown}&sort={by}"), 100))  # type: ignore[misc]
            there = f"/ideas/?{shown}&segment={segment.pk}&sort={sort}"
            measure(Page(f"board by {sort}, segment ({kept})", lambda _n, at=there: ok(client, at), 100))  # type: ignore[misc]
        measure(
            Page(
                "money of the most wanted idea", lambda _n: ok(client, "/ideas/1/money/?kind=money&kind=pipeline"), 500
            )
        )


def _scores() -> None:
    formula = parse("reach * impact * confidence / effort")
    inputs = {
        idea: {
            "reach": Range(10, 50 + idea, 500),
            "impact": Range(0.25, 1, 3),
            "confidence": Range(0.2, 0.5, 1),
            "effort": Range(0.5, 1, 3),
        }
        for idea in range(IDEAS)
    }
    spent = []
    for seed in range(ROUNDS):
        began = time.process_time()
        scored(formula, inputs, seed=seed, room=Room(capacity=40), effort="effort")
        spent.append(time.process_time() - began)
    print(
        f"{IDEAS} ideas scored by RICE, {DRAWS:,} draws: {1000 * sorted(spent)[ROUNDS // 2]:.0f} ms of processor (aim 1000)"
    )


def _deals(size: Size) -> None:
    if Deal.objects.exists():
        return
    began = time.perf_counter()
    wanted = DEALS_OF_COMPANIES * size.companies
    with unchecked():
        behind = (
            # Nothing in it comes from outside.
            "SELECT row_number() OVER (ORDER BY i.id) AS n, i.feedback_id, e.company_id FROM decide_evidenceitem i "  # noqa: S608
            "JOIN decide_evidence e ON e.id = i.evidence_id "
            f"WHERE i.feedback_id IS NOT NULL AND e.company_id IS NOT NULL ORDER BY i.id LIMIT {wanted}"
        )
        outcome = "(ARRAY['open', 'lost_competitor', 'lost_no_decision', 'won'])[1 + n % 4]"
        insert(
            "deals.Deal",
            {
                "id": "n",
                "source": "'bench'",
                "external_id": "n::text",
                "title": "'Deal ' || n",
                "company_id": "company_id",
                "outcome": outcome,
                "amount_minor": "100000 + n * 7919 % 5000000",
                "currency": "'USD'",
                "reporting_minor": "100000 + n * 7919 % 5000000",
                "day": "current_date - (n % 700)::int",
                "created_at": "now()",
            },
            f"({behind}) AS behind",
        )
        insert(
            "deals.DealMissing",
            {"id": "n", "deal_id": "n", "feedback_id": "feedback_id", "position": "0"},
            f"({behind}) AS behind",
        )
    print(f"{Deal.objects.count():,} deals made in {time.perf_counter() - began:.0f} s")
    began = time.perf_counter()
    weigh_deals()
    print(f"what they say of ideas counted in {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
