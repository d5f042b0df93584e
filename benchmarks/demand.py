"""What evidence with money costs: the board by each column, an idea, competitors, deals, departures, a report, and scores.

100,000 companies, 1,000,000 rows of evidence, 200,000 deals of which each missed one idea; WELLHEARD_BENCH_PART=0.01 makes it a
hundredth. Pages are asked for in this process.
"""

import time
from datetime import timedelta

from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from benchmarks._filling import filled
from benchmarks._selling import sold
from benchmarks.pages import RULE, SEGMENT, Page, measure, ok, plain_storages, signed_in
from wellheard.customers.commands import save_segment
from wellheard.customers.models import Segment
from wellheard.decide.commands import keep_rankings
from wellheard.decide.demand.scores.arithmetic import parse
from wellheard.decide.demand.scores.drawing import DRAWS, Range
from wellheard.decide.demand.scores.ranking import Room, scored
from wellheard.decide.queries import kept_ranking
from wellheard.foundation import clock
from wellheard.learn.reports.commands import make_report
from wellheard.workspace.models import Reason

IDEAS, ROUNDS = 200, 10
QUARTER = timedelta(days=91)
AIM = 500


def main() -> None:
    """Draw the scores, fill the installation with deals, and print a line for each page."""
    _scores()
    sold(filled())
    segment = Segment.objects.filter(name=SEGMENT).first() or save_segment(name=SEGMENT, rule=RULE)
    began = time.perf_counter()
    keep_rankings()
    print(f"ranking all ideas for a segment of {segment.company_count:,}: {time.perf_counter() - began:.0f} s")
    client = signed_in()
    with override_settings(ALLOWED_HOSTS=["*"], STORAGES=plain_storages()):
        for name, address in (_board(segment) | _pages()).items():
            measure(Page(name, lambda _n, at=address: ok(client, at), AIM))  # type: ignore[misc]
    _report(client)


def _board(segment: Segment) -> dict[str, str]:
    """Return the board with its columns of money, by several of them, for everybody and a segment."""
    shown = "&".join(f"col={name}" for name in ("money", "worth", "risk", "lost_deals", "pipeline", "expansion"))
    kept = "kept" if kept_ranking(segment) else "counted whenever somebody looks"
    found = {}
    for sort in ("worth", "money", "lost_deals", "pipeline"):
        found[f"board by {sort}"] = f"/ideas/?{shown}&sort={sort}"
        found[f"board by {sort}, segment ({kept})"] = f"/ideas/?{shown}&segment={segment.pk}&sort={sort}"
    return found


def _pages() -> dict[str, str]:
    reason = Reason.objects.filter(kind=Reason.Kind.DEAL).order_by("pk")[0].pk
    left = Reason.objects.filter(kind=Reason.Kind.DEPARTURE).order_by("pk")[0].pk
    return {
        "idea page, the most wanted": "/ideas/1/",
        "idea, all the money": "/ideas/1/money/?kind=money&kind=pipeline",
        "idea, what a sample needs": "/ideas/1/sample/",
        "deals": "/deals/",
        "deals lost": "/deals/?view=lost",
        "deals to decide about": "/deals/?view=to_decide",
        "deals of a reason and an industry": f"/deals/?reason={reason}&industry=industry+3&view=lost",
        "deals against a competitor": "/deals/?competitor=7",
        "deals with words": "/deals/?q=4711",
        "competitors": "/competitors/",
        "one competitor": "/competitors/7/",
        "departures": "/departures/",
        "departures of a reason": f"/departures/?reason={left}&view=away",
        "why they leave": "/departures/why/",
        "aims": "/figures/aims/",
    }


def _report(client: Client) -> None:
    """Make the report of a quarter, take it back again, and read it."""
    today = clock.today()
    began = time.perf_counter()
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        report = make_report(begins_on=today - QUARTER, last_on=today, by=None)
        spent = time.perf_counter() - began
        print(f"the report of a quarter made in {spent:.1f} s, {len(asked)} statements")
        slowest = sorted(asked.captured_queries, key=lambda one: -float(one["time"]))[:3]
        for one in slowest:
            print(f"    {one['time']} s: {' '.join(one['sql'].split())[:160]}")
        with override_settings(ALLOWED_HOSTS=["*"], STORAGES=plain_storages()):
            measure(Page("the report, read", lambda _n: ok(client, f"/reports/{report.pk}/"), AIM))
        transaction.set_rollback(True)


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


if __name__ == "__main__":
    main()
