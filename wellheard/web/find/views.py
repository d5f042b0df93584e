"""Find or do: a page of its own, the same results inside the palette, and everything of one kind."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wellheard.foundation.text.clean import clean_line
from wellheard.web.find import queries
from wellheard.web.find.kinds import KINDS
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

LONGEST = 100


@require_safe
@needs(Permission.VIEW)
def find(request: StaffRequest) -> HttpResponse:
    """Show what goes by these words; every place and action when there are none."""
    words = _words(request)
    template = "find/find.html#found" if request.headers.get("HX-Request") == "true" else "find/find.html"
    groups = queries.find(words, staff=request.user)
    hits = sum(len(group.hits) for group in groups)
    return render(request, template, {"words": words, "groups": groups, "hits": hits, "place": "find"})


@require_safe
@needs(Permission.VIEW)
def find_all(request: StaffRequest, kind: str) -> HttpResponse:
    """Show everything of one kind that goes by these words, page by page."""
    found = next((one for one in KINDS if one.key == kind), None)
    if found is None:
        raise Http404(_("Nothing is searched for under this name."))
    if not request.user.may(found.needs):
        raise PermissionDenied(_("Your role does not let you read these, so they cannot be searched either."))
    words = _words(request)
    page = queries.all_of(found, words, cursor=request.GET.get("after", ""))
    return render(request, "find/all.html", {"words": words, "kind": found, "page": page, "place": "find"})


def _words(request: StaffRequest) -> str:
    return clean_line(request.GET.get("q", ""))[:LONGEST]
