"""Good pages for what goes wrong."""

import logging
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseServerError  # noqa: TID251 - error views
from django.shortcuts import redirect, render  # noqa: TID251
from django.template import loader
from django.urls import reverse
from django.utils.translation import gettext as _

from wellheard.decide.queries import imported_at
from wellheard.workspace.api.problems import problem_response

logger = logging.getLogger("wellheard.errors")

# How soon it is worth trying again, as Retry-After says it.
AWAY_SECONDS = "5"


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
    """Say that there is nothing here; never why, for that may tell a stranger what exists.

    The address an idea had on an earlier board leads on: people kept links to it.
    """
    if idea_id := imported_at(request.path):
        return redirect("portal_idea", idea_id, permanent=True)
    is_theirs = request.path.startswith(reverse("portal"))
    return render(request, "404.html", {"is_theirs": is_theirs} | _frame(request), status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Say that something broke without asking the database, the session or a context processor for anything."""
    if _is_about_the_database(sys.exc_info()[1]):
        return _away(request)
    try:
        page: str = loader.render_to_string("500.html", _frame(request))
    except Exception:  # the page for broken things must not break
        logger.exception("The page for broken things broke")
        page = _("Something broke on our side. Try it again.")
    return HttpResponseServerError(page)


def _is_about_the_database(problem: BaseException | None) -> bool:
    """Tell whether the database could not be used, also where a library put an exception of its own around it."""
    while problem is not None:
        if isinstance(problem, OperationalError | InterfaceError):
            return True
        problem = problem.__cause__ or problem.__context__
    return False


def _away(request: HttpRequest) -> HttpResponse:
    """Say that the database is away: it restarts, or its disk is full. Nothing was kept, and trying again is safe."""
    if request.path.startswith("/api/"):
        sentence = _("The database cannot be reached at this moment, so nothing was kept. Send it again in a moment.")
        response = problem_response(503, sentence)
    else:
        response = HttpResponse(loader.render_to_string("503.html", _frame(request)), status=503)
    response.headers["Retry-After"] = AWAY_SECONDS
    return response


def _frame(request: HttpRequest) -> dict[str, str]:
    """A part of a page that cannot come is replaced by one sentence, not by a page within the page."""
    return {"frame": "kit/refusal.html"} if request.headers.get("HX-Request") == "true" else {}
