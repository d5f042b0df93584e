"""One log line and one count for each request: what, how it ended, how long it took. Never words, addresses or secrets."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from wellheard.web.operations.metrics import note_request

logger = logging.getLogger("wellheard.requests")

NO_SUCH_PAGE = "(no such page)"


def log_requests(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Log each request but those for static files."""

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = get_response(request)
        if not request.path.startswith("/static/"):
            seconds = time.perf_counter() - began
            note_request(page=_name(request), status=response.status_code, seconds=seconds)
            logger.info(
                "%s %s",
                request.method,
                _page(request),
                extra={"status": response.status_code, "ms": round(seconds * 1000, 1)},
            )
        return response

    return middleware


def _name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _page(request: HttpRequest) -> str:
    """Return the path as far as it is safe to keep: ids stay; tokens, and paths that are no page of ours, do not."""
    match = request.resolver_match
    if match is None:
        return NO_SUCH_PAGE
    path = request.path
    for value in (*match.args, *match.kwargs.values()):
        if value and not isinstance(value, int):
            path = path.replace(str(value), "…")
    return path
