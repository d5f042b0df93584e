"""How the team meets, and by what questions it rates ideas."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellheard.decide.reviews import commands
from wellheard.decide.reviews.models import Criterion
from wellheard.web.reviews.forms import RulesForm
from wellheard.web.reviews.views.finding import PLACE, REFUSALS
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import refusal, show


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RUN_REVIEWS)
def rules(request: StaffRequest) -> HttpResponse:
    """Set how often the team meets and what holds for every meeting; list the questions."""
    cycle = commands.standing_cycle()
    initial = {name: getattr(cycle, name) for name in RulesForm.base_fields}
    form = RulesForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            commands.set_cycle(**form.rules)
        except REFUSALS as problem:
            _say(form, problem, commands.standing_cycle().version)
        else:
            messages.success(request, _("Saved. The next meeting you plan goes by it."))
            return redirect("review_rules")
    questions = list(Criterion.objects.standing().in_order())
    context = {
        "place": PLACE,
        "questions": questions,
        "retired": list(Criterion.objects.exclude(retired_at=None).order_by("-retired_at", "pk")),
        "asked_nothing": [Staff.Department(code).label for code in commands.asked_nothing(questions)]
        if questions
        else [],
    }
    return show(request, "reviews/rules.html", form, **context)


def _say(form: RulesForm, problem: Exception, version: int) -> None:
    form.add_error(None, refusal(problem))
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["version"] = str(version)  # type: ignore[index]
