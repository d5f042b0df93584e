"""Whether they would recommend us: the score with its interval, over the last periods, by tier, beside what others report."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from wellheard.foundation.statistics.grouped import Answers, alike, change_between, grouped_promoters
from wellheard.foundation.statistics.promoters import side_of
from wellheard.learn.figures import FIGURES, Scope
from wellheard.learn.figures.reading import grouped
from wellheard.learn.models import Benchmark
from wellheard.learn.reports.sections.drivers import drivers
from wellheard.learn.reports.sections.within import Built, Within

STEPS, MOST_BENCHMARKS = 4, 3
_ANSWERS = """
SELECT answer.score,
    coalesce('c' || cases.company_id, 'p' || cases.contact_id, 'd' || nullif(answer.device, ''), '#' || cases.key),
    coalesce(tier.name, ''), tier.id
FROM cases JOIN surveys_response answer ON answer.id = cases.key::bigint
LEFT JOIN customers_company firm ON firm.id = cases.company_id LEFT JOIN workspace_tier tier ON tier.id = firm.tier_id
ORDER BY cases.key
"""
Row = tuple[int, str, str, int | None]


def build(within: Within) -> Built:
    """Return the score of these days and of the three stretches before, whether it really moved, and each tier's."""
    stretches = _stretches(within)
    rows = [_answers(one.scope) for one in stretches]
    here, before = rows[-1], rows[-2]
    tiers: dict[str, list[Row]] = defaultdict(list)
    for row in here:
        tiers[row[2]].append(row)
    data = {
        "now": _score(here),
        "steps": [_dates(one) | _score(found) for one, found in zip(stretches, rows, strict=True)],
        "change": _change(before, here),
        "tiers": [
            {"tier": tier, "id": tiers[tier][0][3]} | _score(tiers[tier])
            for tier in sorted(tiers, key=lambda name: (not name, name))
        ],
        "drivers": drivers(within),
        "benchmarks": _benchmarks(within),
    }
    return Built(data)


def _stretches(within: Within) -> list[Within]:
    found = [within]
    while len(found) < STEPS:
        before = found[0].before
        found.insert(0, Within.of(before.begins_on, before.last_on))
    return found


def _dates(within: Within) -> dict[str, str]:
    return {"begins": within.stretch.begins_on.isoformat(), "last": within.stretch.last_on.isoformat()}


def _answers(scope: Scope) -> list[Row]:
    return [tuple(row) for row in grouped(FIGURES["nps"], scope, _ANSWERS)]


def _sides(rows: Sequence[Row]) -> Answers:
    return Answers([side_of(score) for score, *_rest in rows], [group for _score, group, *_rest in rows])


def _score(rows: Sequence[Row]) -> dict[str, Any]:
    if not rows:
        return {"answers": 0, "score": None, "low": None, "high": None}
    score = grouped_promoters(_sides(rows))
    ends = {"low": round(score.interval.low, 1), "high": round(score.interval.high, 1)}
    return {"answers": len(rows), "score": round(score.value, 1), **ends}


def _change(before: Sequence[Row], now: Sequence[Row]) -> dict[str, Any] | None:
    """Return what lies between two scores; None where there is nothing to compare."""
    if not before or not now:
        return None
    earlier, later = _sides(before), _sides(now)
    found = change_between(grouped_promoters(earlier), grouped_promoters(later), together=alike(earlier, later))
    low, high = found.interval.low, found.interval.high
    return {
        "by": round(found.difference, 1),
        "low": round(low, 1),
        "high": round(high, 1),
        "is_noise": low <= 0 <= high,
    }


def _benchmarks(within: Within) -> list[dict[str, Any]]:
    rows = Benchmark.objects.filter(kind=Benchmark.Kind.RELATIONAL, said_on__lte=within.stretch.last_on)
    return [
        {"name": one.name, "low": one.low, "high": one.high, "source": one.source, "on": one.said_on.isoformat()}
        for one in rows.order_by("-said_on", "pk")[:MOST_BENCHMARKS]
    ]
