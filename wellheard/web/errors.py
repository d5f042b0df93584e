"""Good pages for what goes wrong."""

from django.http import HttpRequest, HttpResponse  # noqa: TID251 - error views
from django.shortcuts import render  # noqa: TID251


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Say that a form expired, and what to do."""
    return render(request, "403_csrf.html", status=403)
