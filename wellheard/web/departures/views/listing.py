"""The list of departures, and why companies leave."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wellheard.listen.departures.models import SaidReason
from wellheard.web.departures import queries
from wellheard.web.departures.dashboard import dashboard
from wellheard.web.departures.forms import FilterForm
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@require_safe
@needs(Permission.VIEW)
def departures(request: StaffRequest) -> HttpResponse:
    """List departures, newest first: who left, why, with how much money, and who came back."""
    form = FilterForm(request.GET)
    chosen = form.choice()
    rows = queries.matching(chosen)
    context = {
        "place": "listen.departures",
        "filters": form,
        "view": chosen.view,
        "counts": queries.counts(rows),
        "undecided": SaidReason.objects.undecided().count(),
        "is_narrowed": rows.query.has_filters(),
        "page": queries.page(chosen, rows, cursor=request.GET.get("after", "")),
    }
    return render(request, "departures/departures.html", context)


@require_safe
@needs(Permission.VIEW)
def why(request: StaffRequest) -> HttpResponse:
    """Show why companies leave: reasons by tier and industry, money, the quarters, and how many come back."""
    form = FilterForm(request.GET)
    chosen = form.choice()
    context = {"place": "listen.departures", "filters": form, "board": dashboard(queries.matching(chosen))}
    return render(request, "departures/why.html", context)
