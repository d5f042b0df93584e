"""The score over the last periods as the report draws it: a dot for each, with the interval behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor
from typing import Any

from wellheard.web.reports.public import step as step_name
from wellheard.web.surveys.results.words import points

LEFT, RIGHT, TOP, FLOOR, STEP = 62, 314, 38, 130, 10


@dataclass(frozen=True)
class Dot:
    """One period: where it stands, its interval, and what is written there."""

    x: float
    y: float
    band_y: float
    band_height: float
    label_y: float
    label: str
    name: str


@dataclass(frozen=True)
class Chart:
    """The whole drawing; `grid` are lines across with their numbers, `summary` what it says without being seen."""

    dots: list[Dot]
    path: str
    grid: list[tuple[float, str]]
    summary: str


def nps_chart(steps: Sequence[dict[str, Any]]) -> Chart | None:
    """Lay out the periods anybody answered in; None without any."""
    known = [step for step in steps if step["score"] is not None]
    if not known:
        return None
    lowest: int = floor(min(step["low"] for step in known) / STEP) * STEP
    highest: int = ceil(max(step["high"] for step in known) / STEP) * STEP

    def height(value: float) -> float:
        return round(FLOOR - (value - lowest) / max(highest - lowest, STEP) * (FLOOR - TOP), 1)

    gap = (RIGHT - LEFT) / max(len(known) - 1, 1)
    dots = [_dot(step, round(LEFT + gap * place, 1), height) for place, step in enumerate(known)]
    lines = range(lowest, highest + 1, STEP * max(1, (highest - lowest) // (4 * STEP)))
    summary = ", ".join(f"{dot.name} {dot.label}" for dot in dots)
    path = "M" + " L".join(f"{dot.x},{dot.y}" for dot in dots)
    return Chart(dots, path, [(height(value), points(value)) for value in lines], summary)


def _dot(step: dict[str, Any], x: float, height: Any) -> Dot:
    top, bottom = height(step["high"]), height(step["low"])
    label = f"{points(step['score'])} ± {round((step['high'] - step['low']) / 2)}"
    return Dot(
        x,
        height(step["score"]),
        top,
        round(bottom - top, 1),
        round(top - 6, 1),
        label,
        step_name(date.fromisoformat(step["begins"]), date.fromisoformat(step["last"])),
    )
