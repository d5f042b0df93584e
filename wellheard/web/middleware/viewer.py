"""Show times in the viewer's zone and texts in the viewer's language."""

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from wellheard.foundation import clock
from wellheard.workspace.models import Staff


def viewers_language_and_zone(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Use what the signed-in person chose; others keep the browser's language and the installation's zone."""

    def middleware(request: HttpRequest) -> HttpResponse:
        viewer = request.user
        if isinstance(viewer, Staff) and viewer.language:
            translation.activate(viewer.language)
        with timezone.override((_zone(viewer) if isinstance(viewer, Staff) else None) or clock.zone()):
            return get_response(request)

    return middleware


def _zone(viewer: Staff) -> zoneinfo.ZoneInfo | None:
    try:
        return zoneinfo.ZoneInfo(viewer.time_zone) if viewer.time_zone else None
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return None
