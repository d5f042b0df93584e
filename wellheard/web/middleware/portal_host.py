"""The portal under a host name of its own: it stands at /, and nothing of the staff's side can be reached there.

The name is the owner's to set while we run, so Django's list of allowed hosts cannot hold it. A request for exactly this name
is handed on as one for our own address; its Origin and Referer are translated only when they name the same host, so that the
check against forged forms still sees every foreign one. Any other name is refused by that list as before.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.urls import reverse

from wellheard.workspace.installation import installation

MARK = "wellheard.portal_host"
# What customers open: the portal, the page behind "did it solve it?", and what pages are made of.
OPEN = ("/portal/", "/solved/", "/rate/", "/unsubscribe/", "/opened/", "/static/", "/widget/")


def portal_on_its_own_host(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Take requests for the portal's own host."""

    def middleware(request: HttpRequest) -> HttpResponse:
        host = split_domain_port(request.META.get("HTTP_HOST", ""))[0]
        own = installation().portal_host
        if own and host == own:
            _translate(request, own)
        return get_response(request)

    return middleware


def nothing_but_the_portal(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """On the portal's own host, let the rest of the house not exist."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if MARK in request.META and not request.path.startswith(OPEN):
            raise Http404
        return get_response(request)

    return middleware


def _translate(request: HttpRequest, own: str) -> None:
    request.META[MARK] = own
    ours = urlsplit(settings.BASE_URL).netloc
    request.META["HTTP_HOST"] = ours
    for header in ("HTTP_ORIGIN", "HTTP_REFERER"):
        said = urlsplit(request.META.get(header, ""))
        if said.hostname == own:
            request.META[header] = said._replace(netloc=ours).geturl()
    if request.path == "/":
        request.path = request.path_info = reverse("portal")
