"""Help: the documents in the product, with search."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wellheard.foundation.text.clean import clean_line
from wellheard.web.help import pages
from wellheard.web.portal.queries.texts import fallback
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

_LONGEST = 100
_TYPES = {".png": "image/png", ".webp": "image/webp", ".jpg": "image/jpeg"}


@require_safe
@needs(Permission.VIEW)
def help_list(request: StaffRequest) -> HttpResponse:
    """List the help pages, or those that hold some words."""
    words = clean_line(request.GET.get("q", ""))[:_LONGEST]
    found = pages.pages_with(words) if words else [(page, "") for page in pages.every_page()]
    return render(
        request, "help/help.html", {"place": "help", "words": words, "found": found, "fallback": fallback("en")}
    )


@require_safe
@needs(Permission.VIEW)
def help_page(request: StaffRequest, name: str) -> HttpResponse:
    """Show one help page."""
    page = pages.page_called(name)
    if page is None:
        raise Http404(_("There is no such help page."))
    shown = {"place": "help", "page": page, "html": pages.rendered(page), "fallback": fallback("en")}
    return render(request, "help/page.html", shown)


@require_safe
@needs(Permission.VIEW)
def help_picture(request: StaffRequest, name: str) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Give out a picture of the documents."""
    path = pages.picture_called(name)
    if path is None:
        raise Http404(_("There is no such picture."))
    kind = _TYPES[path.suffix]
    return HttpResponse(path.read_bytes(), content_type=kind, headers={"Cache-Control": "private, max-age=3600"})
