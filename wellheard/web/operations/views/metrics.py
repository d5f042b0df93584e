"""What a monitor reads, for whoever has the monitor's token."""

import hmac

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from wellheard.web.operations.metrics import exposition


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer with all figures in Prometheus' text format. Without a token of its own the page is not there at all."""
    if not settings.METRICS_TOKEN:
        raise Http404
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode()):
        return HttpResponse("Send the token of WELLHEARD_METRICS_TOKEN as a bearer token.\n", status=401)
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)
