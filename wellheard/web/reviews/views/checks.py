"""What an idea brought, beside what was expected of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from wellheard.decide.reviews import commands
from wellheard.decide.reviews.models import Check
from wellheard.web.reviews.forms import CheckForm
from wellheard.web.reviews.views.finding import PLACE, REFUSALS
from wellheard.web.templatetags.figures import number
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

# What was measured beside the expected number, by its code; in the order in which people read it.
_FOUND = {
    "asked": _("People who were told"),
    "said": _("Of them said how it went"),
    "solved": _("Of them say it is solved or partly"),
    "companies": _("Companies that asked"),
    "using": _("Of them use it"),
    "stayed": _("Of them stayed"),
    "before": _("Said about it in the weeks before"),
    "after": _("Said about it since"),
}


def in_words(found: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what was measured as people read it."""
    return [(str(label), number(found[code])) for code, label in _FOUND.items() if found.get(code) is not None]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VIEW)
def check(request: StaffRequest, check_id: int) -> HttpResponse:
    """Show what happened beside what was expected; its owner, or who leads meetings, says how it went."""
    rows = Check.objects.select_related("expectation__idea", "expectation__owner", "expectation__verdict", "judged_by")
    found = rows.filter(pk=check_id).first()
    if found is None:
        raise Http404(_now("There is no such look back."))
    may_judge = request.user.may(Permission.RUN_REVIEWS) or found.expectation.owner_id == request.user.pk
    initial = {"judgement": found.judgement, "words": found.words, "took_weeks": found.expectation.took_weeks}
    form = CheckForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and not may_judge:
        form.add_error(None, _now("Its owner, or who leads review meetings, says how it went."))
    if request.method == "POST" and form.is_valid():
        try:
            commands.judge_check(check_id=found.pk, by=request.user, **form.cleaned_data)
        except REFUSALS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _now("Noted. It is shown at the next meeting."))
            return redirect("reviews")
    context = {"place": PLACE, "form": form, "check": found, "may_judge": may_judge, "found": in_words(found.found)}
    return render(request, "reviews/check.html", context, status=422 if form.errors else 200)
