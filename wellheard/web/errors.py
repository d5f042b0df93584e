"""Good pages for what goes wrong."""

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseServerError  # noqa: TID251 - error views
from django.shortcuts import render  # noqa: TID251
from django.template import loader
from django.utils.translation import gettext as _

logger = logging.getLogger("wellheard.errors")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's own signature
    """Say that a form expired, and what to do."""
    return render(request, "403_csrf.html", _frame(request), status=403)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's own signature
    """Say that what was sent cannot be read, and that it is not lost in the browser."""
    return render(request, "400.html", _frame(request), status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say in the guard's own sentence what this person's role does not allow."""
    return render(request, "403.html", {"reason": str(exception)} | _frame(request), status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's own signature
    """Say that there is nothing here; never why, for that may tell a stranger what exists."""
    return render(request, "404.html", _frame(request), status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Say that something broke without asking the database, the session or a context processor for anything."""
    try:
        page: str = loader.render_to_string("500.html", _frame(request))
    except Exception:  # the page for broken things must not break
        logger.exception("The page for broken things broke")
        page = _("Something broke on our side. Try it again.")
    return HttpResponseServerError(page)


def _frame(request: HttpRequest) -> dict[str, str]:
    """A part of a page that cannot come is replaced by one sentence, not by a page within the page."""
    return {"frame": "kit/refusal.html"} if request.headers.get("HX-Request") == "true" else {}
