"""What customers talk about: how much of it by area, category, way in and month, for whatever was narrowed down to."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wellheard.web.feedback import queries
from wellheard.web.feedback.forms.lists import FeedbackFilter
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@require_safe
@needs(Permission.VIEW)
def counts(request: StaffRequest) -> HttpResponse:
    """Count the feedback that fits a filter, each number a link to the list behind it."""
    filters = FeedbackFilter(request.GET)
    filters.is_valid()
    chosen = {name: value for name, value in filters.cleaned_data.items() if value}
    context = {
        "place": "listen.feedback",
        "filters": filters,
        "chosen": chosen,
        "counted": queries.counted(queries.matching(chosen)),
    }
    return render(request, "feedback/counts.html", context)
