"""The page on which staff take the line for their product, see the tab as anybody sees it, and read why somebody is asked."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from wellheard.customers.models import Contact
from wellheard.foundation.text.clean import clean_line
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.sources.commands import make_source
from wellheard.listen.sources.models import Source
from wellheard.listen.sources.queries import first_browser_source
from wellheard.web.middleware.policy import POLICY
from wellheard.web.widget.queries import playground as queries
from wellheard.web.widget.trying import trial_token
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

PLACE = "settings.widget"
MOST_SEARCH, MOST_URL = 100, 500


@never_cache
@require_safe
@needs(Permission.RUN_SURVEYS)
def playground(request: StaffRequest) -> HttpResponse:
    """Show the snippet, what is still to do, the tab as somebody sees it, and why they are asked or not."""
    words = clean_line(request.GET.get("q", ""))[:MOST_SEARCH]
    url = clean_line(request.GET.get("url", ""))[:MOST_URL]
    contact = _chosen(request)
    context = {
        "place": PLACE,
        "set_up": queries.set_up(),
        "words": words,
        "url": url,
        "people": queries.people(words),
        "contact": contact,
        "explained": queries.explained(contact, url) if contact else [],
        "token": trial_token(contact, staff_id=request.user.pk) if contact else "",
        "is_cancelling": request.GET.get("try") == "cancelling",
    }
    return render(request, "widget/playground.html", context)


@require_POST
@needs(Permission.MANAGE_TOKENS)
def playground_key(request: StaffRequest) -> HttpResponse:
    """Make the key for the vendor's pages, unless there is one."""
    if first_browser_source() is None:
        make_source(name=_("Our product"), kind=Source.Kind.BROWSER, by=request.user)
    return redirect("settings_widget")


@never_cache
@xframe_options_sameorigin
@require_safe
@needs(Permission.RUN_SURVEYS)
def host_page(request: StaffRequest) -> HttpResponse:
    """Show a page of an imagined product with the tab in it, as somebody sees it; it stands in a frame of our own."""
    contact, source = _chosen(request), first_browser_source()
    context = {
        "key": source.key if source else "",
        "contact": contact,
        "token": trial_token(contact, staff_id=request.user.pk) if contact else "",
    }
    response = render(request, "widget/host_page.html", context)
    framed = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    response.headers["Content-Security-Policy"] = framed.replace("img-src 'self' data:", "img-src 'self' data: blob:")
    return response


def _chosen(request: StaffRequest) -> Contact | None:
    typed = request.GET.get("contact", "")
    is_id = is_whole_number(typed)
    return Contact.objects.filter(pk=int(typed), erased_at=None).first() if is_id else None
