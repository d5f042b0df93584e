"""What moves the score: how those who spoke of a theme answer, beside those who did not."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from wellheard.foundation.statistics.grouped import Answers, change_between, grouped_promoters
from wellheard.foundation.statistics.promoters import side_of
from wellheard.learn.figures import FIGURES
from wellheard.learn.figures.reading import grouped
from wellheard.learn.reports.sections.naming import named
from wellheard.learn.reports.sections.within import Within
from wellheard.understand.trends.queries.subjects import Subject

# With fewer answers on either side a theme says nothing of the score.
FEWEST, MOST = 5, 6
# What the words beside an answer were filed under; colleagues are alike, as in the score itself.
_FILED = """
SELECT answer.score,
    coalesce('c' || cases.company_id, 'p' || cases.contact_id, 'd' || nullif(answer.device, ''), '#' || cases.key),
    said.area_id, said.category_id
FROM cases JOIN surveys_response answer ON answer.id = cases.key::bigint
LEFT JOIN listen_feedback said ON said.id = cases.feedback_id AND said.set_aside_at IS NULL
ORDER BY cases.key
"""
Row = tuple[int, str, int | None, int | None]


def drivers(within: Within) -> list[dict[str, Any]]:
    """Return the themes of the words beside the answers, those first whose score lies furthest from the others'."""
    rows: list[Row] = [tuple(row) for row in grouped(FIGURES["nps"], within.scope, _FILED)]
    places: dict[Subject, set[int]] = defaultdict(set)
    for place, (_score, _group, area, category) in enumerate(rows):
        if area or category:
            places[Subject(area, category)].add(place)
    enough = {one: them for one, them in places.items() if FEWEST <= len(them) <= len(rows) - FEWEST}
    names = named(enough)
    found: list[dict[str, Any]] = [names[one] | _apart(rows, them) for one, them in enough.items() if one in names]
    return sorted(found, key=lambda row: (-abs(row["by"]), -row["answers"], row["area"] or 0, row["category"] or 0))[
        :MOST
    ]


def _apart(rows: Sequence[Row], places: set[int]) -> dict[str, Any]:
    """Return the score of some answers, and how far it lies from that of all others."""
    theirs = grouped_promoters(_sides([rows[place] for place in sorted(places)]))
    others = grouped_promoters(_sides([row for place, row in enumerate(rows) if place not in places]))
    step = change_between(others, theirs)
    low, high = round(step.interval.low, 1), round(step.interval.high, 1)
    return {
        "answers": len(places),
        "score": round(theirs.value, 1),
        "by": round(step.difference, 1),
        "low": low,
        "high": high,
        "is_noise": low <= 0 <= high,
    }


def _sides(rows: Sequence[Row]) -> Answers:
    return Answers([side_of(row[0]) for row in rows], [row[1] for row in rows])
