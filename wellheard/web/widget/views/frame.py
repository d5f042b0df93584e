"""A page that is nothing but the tab: what an app shows in a web view."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from wellheard.foundation.text.clean import clean_line
from wellheard.listen.sources.queries import KnownSource, source_now
from wellheard.web.middleware.policy import POLICY

MOST_VERSION, MOST_LANGUAGE = 60, 20


@never_cache
@xframe_options_exempt
@require_safe
def widget_frame(request: HttpRequest) -> HttpResponse:
    """Show the tab alone, for the source whose key the address names; without one, say what is missing."""
    source = source_now(request.GET.get("key", "").strip())
    is_open = source is not None and source.is_public and not source.is_paused
    context = {
        "key": request.GET.get("key", "").strip() if is_open else "",
        "version": clean_line(request.GET.get("version", ""))[:MOST_VERSION],
        "language": clean_line(request.GET.get("language", ""))[:MOST_LANGUAGE],
    }
    response = render(request, "widget/frame.html", context, status=200 if is_open else 403)
    response.headers["Content-Security-Policy"] = _policy(source if is_open else None)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _policy(source: KnownSource | None) -> str:
    """Let the pages that may use the key show this page inside theirs, and nobody else."""
    named = [site for site in source.origins if urlsplit(site).scheme in {"https", "http"}] if source else []
    around = " ".join(["'self'", *named]) if named or source is None else "*"
    framed = POLICY.replace("frame-ancestors 'none'", f"frame-ancestors {around}")
    # A picture of the screen is looked at before it is sent.
    return framed.replace("img-src 'self' data:", "img-src 'self' data: blob:")
