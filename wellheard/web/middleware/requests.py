"""One structured log line for each request: what, how it ended, how long it took. Never words or addresses."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

logger = logging.getLogger("wellheard.requests")


def log_requests(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Log each request but those for static files."""

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = get_response(request)
        if not request.path.startswith("/static/"):
            logger.info(
                "%s %s",
                request.method,
                request.path,
                extra={"status": response.status_code, "ms": round((time.perf_counter() - began) * 1000, 1)},
            )
        return response

    return middleware
