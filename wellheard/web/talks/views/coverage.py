"""Whom we speak to and whom we do not: by tier, owner and segment, with what they pay."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wellheard.foundation.remembering import remembered
from wellheard.web.talks import queries
from wellheard.web.talks.forms.coverage import CoverageFilter
from wellheard.web.talks.views.talks import PLACE
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

# From so many companies on, counting all of them takes longer than somebody waits for a page.
_MANY = 5_000


@require_safe
@needs(Permission.VIEW)
def coverage(request: StaffRequest) -> HttpResponse:
    """List customers by how their check-in stands, who pays most first."""
    filters = CoverageFilter(request.GET)
    view, sort = request.GET.get("view", "all"), request.GET.get("sort", "pays")
    if view not in queries.VIEWS or sort not in queries.SORTS:
        raise Http404(_("There is no such list."))
    chosen = filters.chosen
    companies = queries.covered(**chosen)
    key = "coverage " + " ".join(f"{name}={value.pk}" for name, value in sorted(chosen.items()))
    totals = remembered(
        key, lambda: queries.coverage_totals(companies), if_worth=lambda found: found["all"]["n"] > _MANY
    )
    context = {
        "place": PLACE,
        "tab": "coverage",
        "filters": filters,
        "chosen": chosen,
        "view": view,
        "sort": sort,
        "totals": totals,
        "views": [(one, totals[one]) for one in queries.VIEWS],
        "page": queries.page_of_coverage(
            queries.in_view(companies, view), sort=sort, cursor=request.GET.get("after", "")
        ),
        "counts": queries.counts(),
    }
    return render(request, "talks/coverage.html", context)
