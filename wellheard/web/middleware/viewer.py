"""Show times in the viewer's zone and texts in the viewer's language."""

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation.trans_real import parse_accept_lang_header

from wellheard.foundation import clock
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Staff

_PORTAL = "/portal/"


def viewers_language_and_zone(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Use what the signed-in person chose; others keep the browser's language and the installation's zone.

    On the portal the browser's language is one of those the owner chose for it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        viewer = request.user
        if isinstance(viewer, Staff) and viewer.language:
            translation.activate(viewer.language)
        elif request.path.startswith(_PORTAL):
            translation.activate(_portal_language(request))
        with timezone.override((_zone(viewer) if isinstance(viewer, Staff) else None) or clock.zone()):
            return get_response(request)

    return middleware


def _portal_language(request: HttpRequest) -> str:
    """Return the present language if the portal comes in it, else the first of the browser's that it comes in, else ours."""
    ours, present = installation(), translation.get_language()
    offered = {ours.language, *ours.languages}
    if present and (not ours.languages or present in offered):
        return present
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", "")[:500].lower())
    wished = (code for each, _weight in accepted for code in (each, each.split("-")[0]))
    return next((code for code in wished if code in offered), ours.language)


def _zone(viewer: Staff) -> zoneinfo.ZoneInfo | None:
    try:
        return zoneinfo.ZoneInfo(viewer.time_zone) if viewer.time_zone else None
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return None
