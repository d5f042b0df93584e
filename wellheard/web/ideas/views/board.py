"""The board: every idea, ranked by who asks and what they pay."""

from typing import cast

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wellheard.customers.models import Segment
from wellheard.customers.segments.rules import describe
from wellheard.decide import queries
from wellheard.decide.models import Idea
from wellheard.decide.queries import Choice
from wellheard.foundation.text.clean import clean_line
from wellheard.web.ideas.keys import key_of
from wellheard.web.templatetags.kit import STATUS_LOOKS
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

LONGEST = 100
PLACE = "decide.ideas"
MOST_SEGMENTS = 30


@require_safe
@needs(Permission.VIEW)
def ideas(request: StaffRequest) -> HttpResponse:
    """Show the ideas as a ranking, or side by side by status; for everybody or as a segment of companies asks."""
    choice = _choice(request)
    counts = queries.status_counts(choice)
    context = {
        "place": PLACE,
        "choice": choice,
        "tabs": _tabs(counts, choice.status),
        "shown": counts.get(choice.status, 0) if choice.status else _open(counts),
        "segments": Segment.objects.order_by("name")[:MOST_SEGMENTS],
        "rule": describe(choice.segment.rule) if choice.segment else "",
        "share": queries.segment_share(choice.segment) if choice.segment else None,
    }
    if request.GET.get("view") == "columns":
        columns = queries.columns(choice, counts=counts)
        context["columns"] = [(column, STATUS_LOOKS[column.status][1]) for column in columns]
    else:
        context["page"] = queries.ranking(choice, cursor=request.GET.get("after", ""))
    return render(request, "ideas/ideas.html", context)


def _choice(request: StaffRequest) -> Choice:
    status = request.GET.get("status", "")
    if status and status not in Idea.Status.values:
        raise Http404(_("There is no such status."))
    words = clean_line(request.GET.get("q", ""))[:LONGEST]
    return Choice(status, _segment(request.GET.get("segment", "")), words)


def _segment(key: str) -> Segment | None:
    """Return the chosen segment. One that is gone is said: without it the ranking would be another than was asked for."""
    if not key:
        return None
    segment = Segment.objects.filter(pk=key_of(key)).first()
    if segment is None:
        raise Http404(_("This segment does not exist any more; choose another."))
    return segment


def _tabs(counts: dict[str, int], current: str) -> list[tuple[str, str, int, bool]]:
    """Return each tab's value, name and count, and whether it is the present one."""
    named = [(status.value, cast("str", status.label), counts.get(status.value, 0)) for status in Idea.Status]
    every = ("", _("All open"), _open(counts))
    return [(value, name, count, value == current) for value, name, count in (every, *named)]


def _open(counts: dict[str, int]) -> int:
    return sum(count for status, count in counts.items() if status not in queries.CLOSED)
