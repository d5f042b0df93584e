"""Find or do: a page of its own, and the same results inside the palette."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wellheard.foundation.text.clean import clean_line
from wellheard.web.find import queries
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

LONGEST = 100


@require_safe
@needs(Permission.VIEW)
def find(request: StaffRequest) -> HttpResponse:
    """Show what goes by these words; every place and action when there are none."""
    words = clean_line(request.GET.get("q", ""))[:LONGEST]
    template = "find/find.html#found" if request.headers.get("HX-Request") == "true" else "find/find.html"
    groups = queries.find(words, staff=request.user)
    hits = sum(len(group.hits) for group in groups)
    return render(request, template, {"words": words, "groups": groups, "hits": hits, "place": "find"})
