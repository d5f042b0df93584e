"""What was talked about: how much of each kind, what grows steadily, and what was unusual for a while."""

from collections import Counter
from datetime import timedelta
from typing import Any

from wellheard.foundation import clock
from wellheard.learn.reports.sections.naming import named
from wellheard.learn.reports.sections.voices import customers
from wellheard.learn.reports.sections.within import Built, Within
from wellheard.understand.trends.models import Spike
from wellheard.understand.trends.queries.series import cells
from wellheard.understand.trends.queries.steady import steady_trends
from wellheard.understand.trends.queries.subjects import Subject
from wellheard.understand.trends.queries.timeline import Period

MOST, MOST_SPIKES = 10, 8


def build(within: Within) -> Built:
    """Return volumes by kind and by theme beside the days before, steady trends of half a year, and the spikes of these days."""
    now = _counts(within)
    before = _counts(Within(within.before, within.before))
    kinds, kinds_before = _by_category(now), _by_category(before)
    themes = [pair for pair, _many in now.most_common() if pair.area and pair.category][:MOST]
    names = named({*kinds, *themes})
    data = {
        "said": now.total(),
        "said_before": before.total(),
        "customers": customers(within).count(),
        "kinds": [
            _row(names[kind], kinds[kind], kinds_before[kind]) for kind, _many in kinds.most_common() if kind in names
        ],
        "themes": [_row(names[pair], now[pair], before[pair]) for pair in themes if pair in names],
        "steady": _steady(within),
        "spikes": _spikes(within),
    }
    return Built(data)


def _counts(within: Within) -> "Counter[Subject]":
    last = within.stretch.ends_on - timedelta(days=1)
    found = cells(within.stretch.begins_on, last)
    return Counter({Subject(area or None, category or None): cell.count for (area, category), cell in found.items()})


def _by_category(counts: "Counter[Subject]") -> "Counter[Subject]":
    found: Counter[Subject] = Counter()
    for subject, many in counts.items():
        if subject.category:
            found[Subject(category=subject.category)] += many
    return found


def _row(name: dict[str, object], said: int, before: int) -> dict[str, Any]:
    return name | {"said": said, "said_before": before}


def _steady(within: Within) -> list[dict[str, Any]]:
    found = steady_trends(Period("half", within.stretch.ends_on - timedelta(days=1)))
    names = named(one.subject for one in found)
    return [
        names[one.subject] | {"weeks": one.weeks, "change": round(one.slope.change, 4), "grows": one.grows}
        for one in found
        if one.subject in names
    ]


def _spikes(within: Within) -> list[dict[str, Any]]:
    rows = list(Spike.objects.filter(**within.days("began_at")).order_by("chance", "pk")[:MOST_SPIKES])
    subjects = {row.pk: Subject(row.area_id, row.category_id, row.tier_id) for row in rows}
    names = named(subjects.values())
    return [
        names[subjects[row.pk]]
        | {
            "spike": row.pk,
            "began": clock.day_of(row.began_at).isoformat(),
            "ended": clock.day_of(row.ended_at).isoformat() if row.ended_at else "",
            "highest": row.highest_count,
            "usual": round(row.expected, 1),
            "companies": row.company_count,
            "mrr_minor": row.mrr_minor,
        }
        for row in rows
        if subjects[row.pk] in names
    ]
