"""The board: every idea, ranked by what it is worth to those who ask."""

from typing import cast

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wellheard.customers.forms.choosing import SegmentForm
from wellheard.customers.models import Segment
from wellheard.decide import queries
from wellheard.decide.commands.ideas import BY_HAND
from wellheard.decide.models import Idea
from wellheard.decide.queries import WORTH, Choice
from wellheard.web.feedback.forms.lists import area_choices
from wellheard.web.ideas.choosing import COLUMNS, choice_of, headings, kept, orders, rule_in_words
from wellheard.web.templatetags.kit import STATUS_LOOKS
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.models import SavedView, Staff
from wellheard.workspace.permissions import Permission

PLACE = "decide.ideas"
# What a search for words keeps of the address besides what stands beside it.
CARRIED = ("rule", "area", "owner", "dominated", "sort")


@require_safe
@needs(Permission.VIEW)
def ideas(request: StaffRequest) -> HttpResponse:
    """Show the ideas as a ranking, or side by side by status; for everybody or as some companies ask."""
    views = list(SavedView.objects.open_to(request.user, place=PLACE).select_related("owner"))
    first = next((view for view in views if view.is_default and view.owner_id == request.user.pk), None)
    if first and first.query and not request.GET:
        return redirect(f"{reverse('ideas')}?{first.query}")
    choice = choice_of(request.GET, staff=request.user)
    counts = queries.status_counts(choice)
    context = {
        "place": PLACE,
        "choice": choice,
        "tabs": _tabs(counts, choice.status),
        "shown": counts.get(choice.status, 0) if choice.status else _open(counts),
        "segments": SegmentForm(initial={"segment": choice.segment}) if Segment.objects.exists() else None,
        "rule": rule_in_words(choice),
        "orders": orders(choice),
        "order": dict(orders(choice)).get(choice.sort, ""),
        "share": queries.share(choice),
        "counted_at": choice.kept.counted_at if choice.kept else None,
        "query": kept(request.GET),
        "carried": [(name, request.GET[name]) for name in CARRIED if request.GET.get(name)],
        "views": views,
        "areas": area_choices(),
        "owners": Staff.objects.filter(is_active=True).order_by("name"),
        **_look(request, choice, counts),
    }
    return render(request, "ideas/ideas.html", context)


def _look(request: StaffRequest, choice: Choice, counts: dict[str, int]) -> dict[str, object]:
    """Return what the chosen look shows: columns by status, or the ranking a page at a time."""
    if request.GET.get("view") == "columns":
        columns = queries.columns(choice, counts=counts)
        return {"columns": [(column, STATUS_LOOKS[column.status][1]) for column in columns], "statuses": Idea.Status}
    heads = headings(request.GET, choice)
    return {
        "page": queries.ranking(choice, cursor=request.GET.get("after", "")),
        "headings": heads,
        "all_columns": [(key, name, key in {head.key for head in heads}) for key, name in COLUMNS.items()],
        "has_moves": _has_moves(choice),
        "by_hand": [(status.value, status.label) for status in BY_HAND],
    }


def _has_moves(choice: Choice) -> bool:
    """Tell whether places can be compared with those of a month ago: only where it is the same ranking."""
    is_same = not choice.status and not choice.is_narrowed and choice.sort == WORTH
    return is_same and (choice.companies is not None or queries.has_notes())


def _tabs(counts: dict[str, int], current: str) -> list[tuple[str, str, int, bool]]:
    """Return each tab's value, name and count, and whether it is the present one."""
    named = [(status.value, cast("str", status.label), counts.get(status.value, 0)) for status in Idea.Status]
    every = ("", _("All open"), _open(counts))
    return [(value, name, count, value == current) for value, name, count in (every, *named)]


def _open(counts: dict[str, int]) -> int:
    return sum(count for status, count in counts.items() if status not in queries.CLOSED)
