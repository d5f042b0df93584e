"""Talks to come, talks that took place, and where a next step was agreed on."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wellheard.foundation.paging import page_of
from wellheard.listen.interviews.models import NextStep
from wellheard.web.talks import queries
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

PLACE = "listen.talks"


@require_safe
@needs(Permission.VIEW)
def talks(request: StaffRequest) -> HttpResponse:
    """List talks: those to come soonest first, the others newest first."""
    which = request.GET.get("list", "coming")
    if which not in queries.LISTS:
        raise Http404(_("There is no such list."))
    order = ("planned_at", "pk") if which == "coming" else ("-planned_at", "-pk")
    page = page_of(queries.listed(which), order=order, cursor=request.GET.get("after", ""))
    context = {
        "place": PLACE,
        "tab": which,
        "page": page,
        "rows": queries.rows_of(page.items),
        "counts": queries.counts(),
    }
    return render(request, "talks/talks.html", context)


@require_safe
@needs(Permission.VIEW)
def step(request: StaffRequest, step_id: int) -> HttpResponse:  # noqa: ARG001 - the guard reads it
    """Lead from a next step to the talk in which it was agreed on."""
    return redirect("talk", get_object_or_404(NextStep, pk=step_id).interview_id)
