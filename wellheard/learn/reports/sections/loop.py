"""Figures about the loop, with what is aimed at; and the goals of these days."""

from wellheard.learn.figures import FIGURES
from wellheard.learn.queries import targets
from wellheard.learn.reports.sections.figures import now_and_before
from wellheard.learn.reports.sections.goals import goals
from wellheard.learn.reports.sections.support import FIGURE_KEYS
from wellheard.learn.reports.sections.within import Built, Within


def build(within: Within) -> Built:
    """Return every figure that another section does not show and whether its target is kept, and how far the goals have come."""
    aims = targets()
    rows = now_and_before([key for key in FIGURES if key not in FIGURE_KEYS], within)
    return Built({"figures": [row | _aim(row["figure"], row["value"], aims) for row in rows], "goals": goals(within)})


def _aim(key: str, value: float | None, aims: dict[str, float]) -> dict[str, float | bool | None]:
    aim = aims.get(key)
    if aim is None or value is None:
        return {"target": aim, "is_kept": None}
    return {"target": aim, "is_kept": value <= aim if FIGURES[key].is_better_low else value >= aim}
