"""Goals: those of a time, one with its key results, the course of each, and what somebody says of it."""

from collections.abc import Callable
from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellheard.learn.goals import commands, queries
from wellheard.learn.goals.errors import GoalError
from wellheard.learn.goals.measuring import GoneError, measured
from wellheard.learn.goals.models import KeyResult, Objective
from wellheard.learn.goals.queries import held_together
from wellheard.web.figures.forms import ScopeForm
from wellheard.web.goals.forms import CheckInForm, ClosingForm, ObjectiveForm, ResultForm, this_quarter
from wellheard.web.goals.words import course_of, rows_of, value_of
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show

PLACE = "learn.goals"
MOST_DECISIONS = 20


@require_safe
@needs(Permission.VIEW)
def goals(request: StaffRequest) -> HttpResponse:
    """List the objectives that run in a period, with their key results and how sure their owners are."""
    form = ScopeForm(request.GET)
    scope = form.scope
    if scope.period != "custom":
        # A goal runs until the end of its quarter or year: what is still to come of the period counts too.
        scope = replace(scope, stretch=queries.whole(scope.period))
    found = held_together(queries.in_period(scope.stretch.begins_on, scope.stretch.last_on))
    context = {
        "place": PLACE,
        "scope": scope,
        "goals": [(one, rows_of(one)) for one in found],
        "overdue": sum(1 for one in found if one.is_overdue),
        "off": sum(1 for one in found if one.objective.is_open and one.worst == "off_track"),
        "risky": sum(1 for one in found if one.objective.is_open and one.worst == "at_risk"),
    }
    return render(request, "goals/goals.html", context | {"form": form})


@require_safe
@needs(Permission.VIEW)
def goal(request: StaffRequest, goal_id: int) -> HttpResponse:
    """Show an objective with its key results."""
    [held] = held_together([_goal(goal_id)])
    objective = held.objective
    context = {"place": PLACE, "held": held, "goal": objective, "rows": rows_of(held)}
    form = ClosingForm(initial={"version": objective.version})
    return show(request, "goals/goal.html", form, may_say=_may_say(request, objective), **context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.SET_GOALS)
def new(request: StaffRequest) -> HttpResponse:
    """Set an objective."""
    begins_on, last_on = this_quarter()
    initial = {"owner": request.user.pk, "begins_on": begins_on, "last_on": last_on}
    form = ObjectiveForm(request.POST or None, initial=initial)
    made: list[Objective] = []
    if request.method == "POST" and saved(
        form, lambda: made.append(commands.add_objective(draft=form.draft, by=request.user))
    ):
        messages.success(request, _("The objective is set. Now say by what you shall know."))
        return redirect("goal", made[0].pk)
    return show(request, "goals/editing.html", form, place=PLACE)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.SET_GOALS)
def edit(request: StaffRequest, goal_id: int) -> HttpResponse:
    """Change an objective."""
    objective = _goal(goal_id)
    form = ObjectiveForm(request.POST or None, objective=objective)
    if request.method == "POST" and saved(
        form,
        lambda: commands.edit_objective(objective_id=goal_id, version=form.cleaned_data["version"], draft=form.draft),
        row=objective,
    ):
        messages.success(request, _("Saved."))
        return redirect("goal", goal_id)
    return show(request, "goals/editing.html", form, place=PLACE, goal=objective)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.SET_GOALS)
def close(request: StaffRequest, goal_id: int) -> HttpResponse:
    """Close an objective with a grade."""
    [held] = held_together([_goal(goal_id)])
    objective = held.objective
    form = ClosingForm(request.POST or None, initial={"version": objective.version, "learnt": objective.learnt})

    def closing() -> object:
        return commands.close_objective(objective_id=goal_id, by=request.user, **form.cleaned_data)

    if request.method == "POST" and saved(form, closing, row=objective):
        messages.success(request, _("The objective is closed."))
        return redirect("goal", goal_id)
    return show(request, "goals/closing.html", form, place=PLACE, goal=objective, held=held, rows=rows_of(held))


@require_POST
@needs(Permission.SET_GOALS)
def reopen(request: StaffRequest, goal_id: int) -> HttpResponse:
    """Open an objective again."""
    return _change(request, goal_id, lambda: commands.reopen_objective(objective_id=goal_id), _("It is open again."))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.SET_GOALS)
def new_result(request: StaffRequest, goal_id: int) -> HttpResponse:
    """Give an objective a key result."""
    objective = _goal(goal_id)
    form = ResultForm(request.POST or None)
    if request.method == "POST" and saved(
        form, lambda: commands.add_key_result(objective_id=goal_id, draft=form.draft)
    ):
        messages.success(request, _("The key result is there."))
        return redirect("goal", goal_id)
    return show(request, "goals/result_editing.html", form, place=PLACE, goal=objective)


@require_safe
@needs(Permission.VIEW)
def result(request: StaffRequest, result_id: int) -> HttpResponse:
    """Show the course of a key result and all that was said of it."""
    found = _result(result_id)
    return _show_result(request, found, CheckInForm(result=found))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.SET_GOALS)
def edit_result(request: StaffRequest, result_id: int) -> HttpResponse:
    """Change a key result."""
    found = _result(result_id)
    form = ResultForm(request.POST or None, result=found)
    if request.method == "POST" and saved(
        form,
        lambda: commands.edit_key_result(result_id=result_id, version=form.cleaned_data["version"], draft=form.draft),
        row=found,
    ):
        messages.success(request, _("Saved."))
        return redirect("key_result", result_id)
    return show(request, "goals/result_editing.html", form, place=PLACE, goal=found.objective, result=found)


@require_POST
@needs(Permission.SET_GOALS)
def remove_result(request: StaffRequest, result_id: int) -> HttpResponse:
    """Take a key result away of which nobody has said anything."""
    found = _result(result_id)
    return _change(
        request,
        found.objective_id,
        lambda: commands.remove_key_result(result_id=result_id),
        _("The key result is gone."),
    )


@require_POST
@needs(Permission.SET_GOALS)
def unbind_decision(request: StaffRequest, result_id: int, decision_id: int) -> HttpResponse:
    """Take a decision off a key result; the decision itself stands."""
    found = _result(result_id)
    try:
        commands.unbind_decision(result_id=found.pk, decision_id=decision_id)
    except GoalError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("It stands with this key result no more. The decision itself stands."))
    return redirect("key_result", result_id)


@require_POST
@needs(Permission.VIEW)
def say(request: StaffRequest, result_id: int) -> HttpResponse:
    """Say how a key result goes: whoever sets goals, and the objective's owner."""
    found = _result(result_id)
    if not _may_say(request, found.objective):
        raise PermissionDenied(_("Only the owner of the objective and who sets goals can say how it goes."))
    form = CheckInForm(request.POST, result=found)
    if saved(form, lambda: commands.check_in(result_id=result_id, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Noted, with the value as of now."))
        return redirect("key_result", result_id)
    return _show_result(request, found, form)


def _show_result(request: StaffRequest, found: KeyResult, form: CheckInForm) -> HttpResponse:
    check_ins = queries.course(found)
    [held] = held_together([found.objective])
    row = next(one for one in rows_of(held) if one.standing.result.pk == found.pk)
    context = {
        "place": PLACE,
        "result": found,
        "goal": found.objective,
        "row": row,
        "course": course_of(found, check_ins),
        "said": [(one, value_of(found, one.value)) for one in reversed(check_ins)],
        "decisions": queries.decisions_for(found)[:MOST_DECISIONS],
        "now": _now(found),
        "may_say": _may_say(request, found.objective),
    }
    return show(request, "goals/result.html", form, **context)


def _now(found: KeyResult) -> str:
    """Return the value that a check-in would keep; empty where it is entered by hand or the objective is closed."""
    if not found.is_bound or not found.objective.is_open:
        return ""
    try:
        return value_of(found, measured(found, found.objective).value)
    except GoneError:
        return _("gone: what it is read from is not there any more")


def _may_say(request: StaffRequest, objective: Objective) -> bool:
    is_theirs = objective.owner_id == request.user.pk or request.user.may(Permission.SET_GOALS)
    return objective.is_open and is_theirs


def _goal(goal_id: int) -> Objective:
    return get_object_or_404(Objective.objects.select_related("owner", "team", "area", "closed_by"), pk=goal_id)


def _result(result_id: int) -> KeyResult:
    return get_object_or_404(KeyResult.objects.select_related("objective__owner"), pk=result_id)


def _change(request: StaffRequest, goal_id: int, change: Callable[[], object], done: str) -> HttpResponse:
    try:
        change()
    except GoalError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, done)
    return redirect("goal", goal_id)
