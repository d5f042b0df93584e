"""Give out the scripts of the tab: to any page, compressed, and again only when they changed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from wellheard.web.widget.scripts import FOR_EVER, HOUR, script

HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
}


@require_safe
def widget_script(request: HttpRequest, name: str) -> HttpResponse:
    """Give a script. One that is asked for by the mark of its content never changes; the others are looked at hourly."""
    found = script(name)
    if found is None:
        raise Http404
    # A page that is open while the server is brought up to date asks for the old mark: it must not keep the new script for it.
    cache = FOR_EVER if request.META["QUERY_STRING"] == found.mark else HOUR
    headers = HEADERS | {"ETag": found.etag, "Cache-Control": cache}
    if found.etag in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers=headers)
    may_compress = "gzip" in request.headers.get("Accept-Encoding", "")
    body = found.compressed if may_compress else found.plain
    response = HttpResponse(body, content_type="text/javascript; charset=utf-8", headers=headers)
    if may_compress:
        response.headers["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
