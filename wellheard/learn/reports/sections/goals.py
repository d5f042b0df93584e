"""Goals of some days: how far each key result has come, and what was decided for it."""

from collections import defaultdict
from typing import Any

from wellheard.decide.models import Decision
from wellheard.learn.goals.queries import Held, Standing, held_together, in_period
from wellheard.learn.reports.sections.within import Within

MOST = 20


def goals(within: Within) -> list[dict[str, Any]]:
    """Return the objectives that run on any of these days with their key results, as they stood when the numbers were taken."""
    held = held_together(in_period(within.stretch.begins_on, within.stretch.last_on)[:MOST])
    decided = _decided([one for each in held for one in each.standings], within)
    return [_goal(one, decided) for one in held]


def _goal(held: Held, decided: dict[int, list[dict[str, Any]]]) -> dict[str, Any]:
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


def _result(standing: Standing, decided: dict[int, list[dict[str, Any]]]) -> dict[str, Any]:
    result, said = standing.result, standing.said
    made = [row for idea in _ideas(standing) for row in decided.get(idea, [])]
    return {
        "result": result.pk,
        "title": result.title,
        "progress": _rounded(standing.progress),
        "confidence": said.confidence if said else "",
        "decisions": made,
    }


def _decided(standings: list[Standing], within: Within) -> dict[int, list[dict[str, Any]]]:
    """Return by idea what was decided in these days about the ideas that are to move a key result."""
    ideas = {idea for one in standings for idea in _ideas(one)}
    rows = Decision.objects.filter(idea__in=ideas, idea__merged_into=None, **within.days("decided_at"))
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.select_related("idea").order_by("decided_at", "pk"):
        found[row.idea_id].append({"idea": row.idea_id, "title": row.idea.title, "outcome": row.outcome})
    return found


def _ideas(standing: Standing) -> list[int]:
    """Return the ideas that are to move a key result; they were fetched along with it."""
    return [link.idea_id for link in getattr(standing.result, "linked", [])]


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)
