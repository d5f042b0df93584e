"""What ideas are rated by: a question added, changed, and asked no more."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.decide.reviews import commands
from wellheard.decide.reviews.commands import LeavesOutError
from wellheard.decide.reviews.models import Criterion
from wellheard.web.reviews.forms import LeavingOutForm, NewQuestionForm, QuestionForm
from wellheard.web.reviews.views.finding import PLACE, REFUSALS, done
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import refusal, show


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RUN_REVIEWS)
def question_new(request: StaffRequest) -> HttpResponse:
    """Ask one more question from the next table on."""
    form = NewQuestionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.add_criterion(**form.cleaned_data)
        except REFUSALS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Added. The next table that is frozen asks it."))
            return redirect("review_rules")
    context = {"place": PLACE, "form": form}
    return render(request, "reviews/question_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RUN_REVIEWS)
def question(request: StaffRequest, criterion_id: int) -> HttpResponse:
    """Change a question and who answers it."""
    row = _found(criterion_id)
    initial = {name: getattr(row, name) for name in QuestionForm.base_fields if name != "leaving_out"}
    form = QuestionForm(request.POST if request.method == "POST" else None, initial=initial)
    said = _("Saved. Meetings whose table is frozen keep the question as it was.")
    if request.method == "POST" and form.is_valid():
        change = partial(commands.edit_criterion, criterion_id=row.pk, **form.cleaned_data)
        if _done(request, form, row, change, said):
            return redirect("review_rules")
    context = {"question": row, "retiring": LeavingOutForm(initial=initial)}
    return show(request, "reviews/question.html", form, place=PLACE, **context)


@require_POST
@needs(Permission.RUN_REVIEWS)
def retiring(request: StaffRequest, criterion_id: int) -> HttpResponse:
    """Ask a question no more; old minutes keep it."""
    row, form = _found(criterion_id), LeavingOutForm(request.POST)
    said = _("Retired. Meetings whose table is frozen, and old minutes, keep it.")
    if form.is_valid():
        change = partial(commands.retire_criterion, criterion_id=row.pk, **form.cleaned_data)
        if _done(request, form, row, change, said):
            return redirect("review_rules")
    initial = {name: getattr(row, name) for name in QuestionForm.base_fields if name != "leaving_out"}
    context = {"place": PLACE, "form": QuestionForm(initial=initial), "question": row, "retiring": form}
    return render(request, "reviews/question.html", context, status=422)


@require_POST
@needs(Permission.RUN_REVIEWS)
def restoring(request: StaffRequest, criterion_id: int) -> HttpResponse:
    """Ask a retired question again."""
    if not Criterion.objects.filter(pk=criterion_id).exists():
        raise Http404(_("There is no such question."))
    said = _("It is asked again, from the next table that is frozen.")
    done(request, lambda: commands.restore_criterion(criterion_id=criterion_id), said)
    return redirect("review_rules")


def _found(criterion_id: int) -> Criterion:
    row = Criterion.objects.standing().filter(pk=criterion_id).first()
    if row is None:
        raise Http404(_("There is no such question."))
    return row


def _done(request: StaffRequest, form: LeavingOutForm, row: Criterion, change: Callable[[], object], said: str) -> bool:
    try:
        change()
    except REFUSALS as problem:
        if isinstance(problem, LeavesOutError):
            form.offer(problem.departments)
        form.add_error(None, refusal(problem))
        row.refresh_from_db()
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["version"] = str(row.version)  # type: ignore[index]
        return False
    messages.success(request, said)
    return True
