"""Whom to call today: my customers, or those of a colleague I stand in for."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wellheard.decide.reviews.queries.asked import asked_of
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.learn.playbooks.queries import next_by
from wellheard.web.day.queries import lines_of
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Permission

PLACE = "day"
# More than anybody calls in a day.
MOST_SHOWN = 40


@require_safe
@needs(Permission.TALK)
def day(request: StaffRequest) -> HttpResponse:
    """List whom to call and why."""
    colleagues = list(Staff.objects.at_work().order_by("name"))
    owner = _owner(request, colleagues)
    lines = lines_of(owner)
    context = {
        "place": PLACE,
        "owner": owner,
        "is_mine": owner == request.user,
        "colleagues": colleagues,
        "lines": lines[:MOST_SHOWN],
        "total": len(lines),
        "asked_first": asked_of(owner),
        "next_steps": next_by(owner),
        "mrr_minor": sum(line.company.mrr_minor for line in lines),
    }
    return render(request, "day/day.html", context)


def _owner(request: StaffRequest, colleagues: list[Staff]) -> Staff:
    wanted = request.GET.get("owner", "")
    if not wanted:
        return request.user
    key = int(wanted) if is_whole_number(wanted) else 0
    found = next((one for one in colleagues if one.pk == key), None)
    if found is None:
        raise Http404(_("Nobody of this number works here."))
    return found
