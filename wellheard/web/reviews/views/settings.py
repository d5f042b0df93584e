"""How the team meets, and what it rates ideas by."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellheard.decide.reviews import commands
from wellheard.decide.reviews.models import Criterion
from wellheard.web.reviews.forms import QuestionForm, RulesForm
from wellheard.web.reviews.views.finding import PLACE, REFUSALS
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RUN_REVIEWS)
def rules(request: StaffRequest) -> HttpResponse:
    """Set how often the team meets and what holds for every meeting; list the questions."""
    cycle = commands.standing_cycle()
    initial = {name: getattr(cycle, name) for name in RulesForm.base_fields}
    form = RulesForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            commands.set_cycle(**form.cleaned_data)
        except REFUSALS as problem:
            _say(form, problem, commands.standing_cycle().version)
        else:
            messages.success(request, _("Saved. The next meeting you plan goes by it."))
            return redirect("review_rules")
    questions = Criterion.objects.standing().in_order()
    context = {"place": PLACE, "form": form, "questions": questions}
    return render(request, "reviews/rules.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RUN_REVIEWS)
def question(request: StaffRequest, criterion_id: int) -> HttpResponse:
    """Change a question and who answers it."""
    row = Criterion.objects.standing().filter(pk=criterion_id).first()
    if row is None:
        raise Http404(_("There is no such question."))
    initial = {name: getattr(row, name) for name in QuestionForm.base_fields}
    form = QuestionForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            commands.edit_criterion(criterion_id=row.pk, **form.cleaned_data)
        except REFUSALS as problem:
            row.refresh_from_db()
            _say(form, problem, row.version)
        else:
            messages.success(request, _("Saved. Meetings whose table is frozen keep the question as it was."))
            return redirect("review_rules")
    context = {"place": PLACE, "form": form, "question": row}
    return render(request, "reviews/question.html", context, status=422 if form.errors else 200)


def _say(form: RulesForm | QuestionForm, problem: Exception, version: int) -> None:
    form.add_error(None, ValidationError(str(problem)))
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["version"] = str(version)  # type: ignore[index]
