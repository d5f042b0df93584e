"""Charts of review meetings: who thinks what of an idea, and how the room for work fills."""

from collections import defaultdict
from decimal import Decimal

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wellheard.decide.reviews.queries.opinions import Opinion, Point, Room
from wellheard.web.templatetags.figures import number
from wellheard.workspace.models import Staff

register = template.Library()

Department = Staff.Department
# Geometry of the scale: one stands at the left end, five at the right.
LEFT, APART, MIDDLE = 10, 70, 26
FIRST_LABEL, LABEL = 14, 12
# Geometry of the room.
WIDE, GAP, SIGN = 1090, 3, 6.2


@register.simple_tag
def opinion_plot(opinion: Opinion) -> SafeString:
    """Draw what each department gave on the scale from one to five, with the span between them."""
    places: dict[float, list[Point]] = defaultdict(list)
    for point in opinion.points:
        places[round(point.value * 2) / 2].append(point)
    highest = max((len(points) for points in places.values()), default=1)
    top = min(FIRST_LABEL - LABEL * highest, -10)
    drawn = [_span(opinion), _scale(), *(_labelled(value, points) for value, points in sorted(places.items()))]
    return format_html(
        '<svg class="chart" viewBox="-16 {} 332 {}" role="img" aria-label="{}">{}</svg>',
        top,
        50 - top,
        _in_words(opinion),
        format_html_join("", "{}", ((part,) for part in drawn)),
    )


def _in_words(opinion: Opinion) -> str:
    said = ", ".join(f"{Department(one.department).label} {number(round(one.value, 1))}" for one in opinion.points)
    return _("Ratings: %(ratings)s") % {"ratings": said}


def _span(opinion: Opinion) -> SafeString:
    values = [point.value for point in opinion.points]
    if not values:
        return format_html("")
    low, high = _at(min(values)), _at(max(values))
    return format_html(
        '<rect class="usual" x="{}" y="18" width="{}" height="16" rx="8"/>', f"{low - 8:g}", f"{high - low + 16:g}"
    )


def _scale() -> SafeString:
    ticks = [(f"{_at(one):g}",) * 3 + (one,) for one in range(1, 6)]
    return format_html(
        '<line class="axis" x1="{}" y1="26" x2="{}" y2="26"/>{}',
        LEFT,
        _at(5),
        format_html_join(
            "",
            '<line class="grid" x1="{}" y1="20" x2="{}" y2="32"/><text class="middle" x="{}" y="46">{}</text>',
            ticks,
        ),
    )


def _labelled(value: float, points: list[Point]) -> SafeString:
    x = f"{_at(value):g}"
    names = [(x, FIRST_LABEL - LABEL * place, _short(point.department)) for place, point in enumerate(points)]
    return format_html(
        '<circle class="dot full" cx="{}" cy="{}" r="5"/>{}',
        x,
        MIDDLE,
        format_html_join("", '<text class="middle strong-text" x="{}" y="{}">{}</text>', names),
    )


def _at(value: float) -> float:
    return LEFT + (value - 1) * APART


def _short(department: str) -> str:
    """Return a department in as few signs as a chart has room for."""
    return {
        Department.PRODUCT: _("Product"),
        Department.ENGINEERING: _("Eng"),
        Department.SUPPORT: _("Support"),
        Department.SALES: _("Sales"),
        Department.SUCCESS: _("CS"),
        Department.OPERATIONS: _("Ops"),
    }[Department(department)]


@register.simple_tag
def room_chart(room: Room, maybe: Opinion | None = None) -> SafeString:
    """Draw what takes the room there is, and dashed what the idea that is talked about would take."""
    wanted = maybe.needs if maybe and maybe.verdict is None else Decimal(0)
    scale = WIDE / float(max(room.capacity, room.taken + wanted, Decimal(1)))
    pieces = [(one.idea.title if one.idea else _("Taken already"), one.weeks, "") for one in room.pieces]
    if wanted and maybe:
        pieces.append((maybe.item.idea.title, wanted, "maybe"))
    drawn, x = [], 0.0
    for place, (name, weeks, kind) in enumerate(pieces):
        width = float(weeks) * scale
        drawn.append(_piece(x, width, name, weeks, kind or ("bar" if place % 2 else "bar soft")))
        x += width
    edge = float(room.capacity) * scale
    return format_html(
        '<svg class="chart wide" viewBox="0 0 {} 46" role="img" aria-label="{}">{}'
        '<line class="axis" x1="{}" y1="0" x2="{}" y2="26"/></svg>',
        WIDE,
        _room_in_words(room, pieces),
        format_html_join("", "{}", ((part,) for part in drawn)),
        f"{edge - 1:g}",
        f"{edge - 1:g}",
    )


def _piece(x: float, width: float, name: str, weeks: Decimal, kind: str) -> SafeString:
    label = _("%(name)s, %(weeks)s") % {"name": name, "weeks": number(float(weeks))}
    room = int(width / SIGN)
    shown = label if len(label) <= room else (label[: room - 1] + "…" if room > 3 else "")  # noqa: PLR2004 - a few signs
    return format_html(
        '<rect class="{}" x="{}" y="4" width="{}" height="18" rx="3"><title>{}</title></rect>'
        '<text class="{}" x="{}" y="39">{}</text>',
        kind,
        f"{x:.1f}",
        f"{max(1.0, width - GAP):.1f}",
        label,
        "strong-text" if kind == "maybe" else "",
        f"{x:.1f}",
        shown,
    )


def _room_in_words(room: Room, pieces: list[tuple[str, Decimal, str]]) -> str:
    said = ", ".join(f"{name} {number(float(weeks))}" for name, weeks, _kind in pieces)
    numbers = {"taken": number(float(room.taken)), "all": number(float(room.capacity)), "what": said}
    return _("%(taken)s of %(all)s weeks taken: %(what)s") % numbers


@register.filter
def weeks(amount: Decimal | None) -> str:
    """Write weeks of work without needless zeros."""
    return "" if amount is None else number(float(amount))
