"""Names that deals were told with and that are no company here: one decision places all deals that say so."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from wellheard.listen.deals.models import Deal
from wellheard.listen.deals.queries.unplaced import count_of_names, names_unplaced, saying
from wellheard.web.deals.naming import place_named
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RECORD_DEALS)
def unplaced(request: StaffRequest) -> HttpResponse:
    """List the names with the companies they may mean; place the deals of those that are confirmed."""
    if request.method == "POST":
        for placed in place_named(request.POST.dict(), by=request.user):
            (messages.error if placed.is_problem else messages.success)(request, placed.text)
        return redirect("deals_unplaced")
    said = request.GET.get("said", "")
    deals = saying(said) if said else Deal.objects.unplaced()
    count, names = count_of_names(deals), names_unplaced(deals)
    context = {"place": "listen.deals", "said": said, "count": count, "names": names, "more": count - len(names)}
    return render(request, "deals/unplaced.html", context)
