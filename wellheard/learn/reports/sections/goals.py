"""Goals of some days: how far each key result has come, and what was decided for it."""

from typing import Any

from django.db.models import Q

from wellheard.decide.models import Decision
from wellheard.learn.goals.queries import Held, Standing, held_together, in_period
from wellheard.learn.reports.sections.within import Within

MOST = 20
# The number of each decision and of its idea, and how it is told.
_Decided = list[tuple[int, int, dict[str, Any]]]


def goals(within: Within) -> list[dict[str, Any]]:
    """Return the objectives that run on any of these days with their key results, as they stood when the numbers were taken."""
    held = held_together(in_period(within.stretch.begins_on, within.stretch.last_on)[:MOST])
    decided = _decided([one for each in held for one in each.standings], within)
    return [_goal(one, decided) for one in held]


def _goal(held: Held, decided: _Decided) -> dict[str, Any]:
    one = held.objective
    return {
        "objective": one.pk,
        "title": one.title,
        "owner": one.owner.name if one.owner else "",
        "last_on": one.last_on.isoformat(),
        "grade": None if one.grade is None else float(one.grade),
        "progress": _rounded(held.progress),
        "results": [_result(standing, decided) for standing in held.standings],
    }


def _result(standing: Standing, decided: _Decided) -> dict[str, Any]:
    result, said = standing.result, standing.said
    ideas, bound = set(_ideas(standing)), set(_bound(standing))
    return {
        "result": result.pk,
        "title": result.title,
        "progress": _rounded(standing.progress),
        "confidence": said.confidence if said else "",
        "decisions": [row for key, idea, row in decided if key in bound or idea in ideas],
    }


def _decided(standings: list[Standing], within: Within) -> _Decided:
    """Return what was decided in these days for key results, or about the ideas that are to move them; each once."""
    ideas = {idea for one in standings for idea in _ideas(one)}
    bound = {key for one in standings for key in _bound(one)}
    rows = Decision.objects.filter(
        Q(idea__in=ideas, idea__merged_into=None) | Q(pk__in=bound), **within.days("decided_at")
    )
    return [
        (row.pk, row.idea_id, {"idea": row.idea_id, "title": row.idea.title, "outcome": row.outcome})
        for row in rows.select_related("idea").order_by("decided_at", "pk")
    ]


def _ideas(standing: Standing) -> list[int]:
    """Return the ideas that are to move a key result; they were fetched along with it."""
    return [link.idea_id for link in getattr(standing.result, "linked", [])]


def _bound(standing: Standing) -> list[int]:
    """Return the decisions that were made for a key result; they were fetched along with it."""
    return [link.decision_id for link in getattr(standing.result, "bound", [])]


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)
