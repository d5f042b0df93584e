"""Small charts drawn on the server: geometry in attributes, colour from the style sheet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TypeVar

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

SPARK_WIDTH, SPARK_HEIGHT = 104, 28
RIBBON_WIDTH, RIBBON_HEIGHT, RIBBON_LEAST = 600, 52, 3


@dataclass(frozen=True)
class LoopStage:
    """How many got through a stage of the loop, and how many wait there; `list_url` is the list behind the number."""

    name: str | Promise
    count: int
    waiting: int = 0
    note: str | Promise = ""
    url: str = ""
    list_url: str = ""


@dataclass(frozen=True)
class Step:
    """One knot on the line of one thing's way round the loop. States: done, now, or still to come."""

    title: str | Promise
    note: str | Promise = ""
    state: str = ""


@register.simple_tag
def spark(values: Sequence[float], label: str | Promise, spike: int | None = None) -> SafeString:
    """Draw a run of values as a small line; `spike` is the position of an unusual one."""
    points = _spark_points(values)
    line = "M" + " L".join(f"{x:g},{y:g}" for x, y in points)
    at_x, at_y = points[-1 if spike is None else spike]
    mark = (
        format_html('<circle class="dot" cx="{}" cy="{}" r="2.5"/>', f"{at_x:g}", f"{at_y:g}")
        if spike is None
        else format_html('<path class="spike" d="M{},{} h8 l-4,-6 z"/>', f"{at_x - 4:g}", f"{at_y - 3:g}")
    )
    return format_html(
        '<svg class="spark" viewBox="0 0 {w} {h}" role="img" aria-label="{label}">'
        '<path class="area" d="{line} L{w},{h} L0,{h} Z"/><path class="line" d="{line}"/>{mark}</svg>',
        w=SPARK_WIDTH,
        h=SPARK_HEIGHT,
        label=label,
        line=line,
        mark=mark,
    )


def _spark_points(values: Sequence[float]) -> list[tuple[float, float]]:
    run = list(values) if len(values) > 1 else [*values, *(values or [0])] * 2
    highest = max(run) or 1
    step = SPARK_WIDTH / (len(run) - 1)
    room = SPARK_HEIGHT - 6
    return [(round(i * step, 1), round(SPARK_HEIGHT - 2 - value / highest * room, 1)) for i, value in enumerate(run)]


@register.simple_tag
def measure(
    share: float | None, label: str | Promise = "", kind: str = "", tick: float | None = None, size: str = ""
) -> SafeString:
    """Draw a share between 0 and 1. `tick` marks the usual share; kinds: good, warn, bad, soft; size: thin."""
    bar = _rectangle(f"bar {kind}".strip(), width=_percent(share)) if share is not None else ""
    mark = (
        format_html('<rect class="tick" x="{}" y="-3" width="2" height="14" rx="1"/>', _percent(tick))
        if tick is not None
        else ""
    )
    meaning = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    css = f"measure {size}".strip()
    return format_html('<svg class="{}" {}>{}{}{}</svg>', css, meaning, _rectangle("track", width="100%"), bar, mark)


def _rectangle(css: str, *, width: str) -> SafeString:
    return format_html('<rect class="{}" width="{}" height="100%" rx="4"/>', css, width)


def _percent(share: float) -> str:
    return f"{min(1, max(0, share)) * 100:.1f}%"


@register.inclusion_tag("kit/loop.html")
def loop_meter(stages: Iterable[object], label: str | Promise) -> dict[str, object]:
    """Draw the loop as a ribbon: how many got through each stage, pale what waits there. Dry while there is nothing.

    A stage is a `LoopStage`, a mapping with its fields, or a tuple (name, count, waiting, note, url).
    """
    row = [_filled(LoopStage, stage) for stage in stages]
    through = [stage.count for stage in row]
    reached = [stage.count + stage.waiting for stage in row]
    highest = max(reached, default=0)
    return {
        "stages": row,
        "label": label,
        "is_dry": not highest,
        "body": _ribbon(reached, highest) if highest else f"M0,{RIBBON_HEIGHT / 2:.0f} H{RIBBON_WIDTH}",
        "core": _ribbon(through, highest) if any(through) else "",
        "cuts": [round(RIBBON_WIDTH / len(row) * i) for i in range(1, len(row))],
        "width": RIBBON_WIDTH,
        "height": RIBBON_HEIGHT,
    }


def _ribbon(values: Sequence[int], highest: int) -> str:
    """Return the outline of a band as thick as its values, with a smooth step between two stages."""
    thickness = [max(RIBBON_LEAST, value / highest * RIBBON_HEIGHT) for value in values]
    following = [*thickness[1:], thickness[-1]]
    length = RIBBON_WIDTH / len(values)
    upper = [
        _step(i * length, length, here, there) for i, (here, there) in enumerate(zip(thickness, following, strict=True))
    ]
    lower = [
        _step_back(i * length, length, here, there)
        for i, (here, there) in enumerate(zip(thickness, following, strict=True))
    ]
    return "M" + " ".join(upper)[1:] + " " + " ".join(reversed(lower)) + " Z"


def _step(start: float, length: float, here: float, there: float) -> str:
    near, far = (RIBBON_HEIGHT - here) / 2, (RIBBON_HEIGHT - there) / 2
    bend, middle, end = start + length * 0.62, start + length * 0.81, start + length
    return f"L{start:.0f},{near:.1f} L{bend:.0f},{near:.1f} C{middle:.0f},{near:.1f} {middle:.0f},{far:.1f} {end:.0f},{far:.1f}"


def _step_back(start: float, length: float, here: float, there: float) -> str:
    near, far = (RIBBON_HEIGHT + here) / 2, (RIBBON_HEIGHT + there) / 2
    bend, middle, end = start + length * 0.62, start + length * 0.81, start + length
    return f"L{end:.0f},{far:.1f} C{middle:.0f},{far:.1f} {middle:.0f},{near:.1f} {bend:.0f},{near:.1f} L{start:.0f},{near:.1f}"


@register.inclusion_tag("kit/steps.html")
def steps(items: Iterable[object]) -> dict[str, object]:
    """Draw one thing's way round the loop. A step is a `Step`, a mapping with its fields, or a tuple (title, note, state)."""
    return {"steps": [_filled(Step, item) for item in items]}


Shape = TypeVar("Shape", LoopStage, Step)


def _filled(shape: type[Shape], item: object) -> Shape:
    """Read a stage or step from whatever the page has: its own kind, a mapping, a tuple, or an object with those fields."""
    if isinstance(item, shape):
        return item
    if isinstance(item, Mapping):
        return shape(**item)
    if isinstance(item, tuple):
        return shape(*item)
    return shape(**{field.name: getattr(item, field.name) for field in fields(shape) if hasattr(item, field.name)})
