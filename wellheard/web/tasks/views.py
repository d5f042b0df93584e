"""Tasks: mine, everybody's, overdue; done, taken back, handed on, added by hand."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.answer.commands import AnswerError, mark_told
from wellheard.answer.queries import TELL
from wellheard.foundation.paging import page_of
from wellheard.web.tasks import queries
from wellheard.web.tasks.forms import AssigneeForm, TaskForm
from wellheard.workspace import commands
from wellheard.workspace.commands import TaskError
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.models import Staff, Task
from wellheard.workspace.permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DO_TASKS)
def tasks(request: StaffRequest) -> HttpResponse:
    """List tasks, those due first; add one. Who only does what they are given finds their own."""
    view = request.GET.get("view", "mine")
    if view not in queries.views_for(request.user):
        raise Http404(_("There is no such list of tasks."))
    if request.method == "POST":
        _require_all(request.user)
    form = TaskForm(request.POST or None, initial={"assignee": request.user})
    if request.method == "POST" and form.is_valid():
        commands.add_task(by=request.user, **form.cleaned_data)
        messages.success(request, _("“%(title)s” is on the list.") % form.cleaned_data)
        return redirect("tasks")
    rows = queries.sortable(queries.listed(view, request.user))
    page = page_of(rows, order=queries.order_of(view), cursor=request.GET.get("after", ""))
    context = {
        "place": "tasks",
        "view": view,
        "page": page,
        "rows": queries.rows_of(page.items),
        "counts": queries.counts(request.user),
        "form": form,
        "staff": list(form.fields["assignee"].queryset),  # type: ignore[attr-defined]
    }
    return render(request, "tasks/tasks.html", context, status=422 if form.errors else 200)


@require_POST
@needs(Permission.DO_TASKS)
def finish(request: StaffRequest, task_id: int) -> HttpResponse:
    """Note that a task is done: by whoever it was given to, or who does all. What is to be told is done on the answer's page."""
    task = get_object_or_404(Task, pk=task_id)
    _require_own(task, request.user)
    if task.kind == TELL and task.subject_id:
        return _told(request, task.subject_id)
    try:
        commands.finish_task(task_id=task.pk, by=request.user)
    except TaskError as problem:
        messages.error(request, str(problem))
        return redirect(queries.Row(task, None).url or "tasks")
    messages.success(request, _("Done."), extra_tags=reverse("task_undoing", args=[task.pk]))
    return redirect("tasks")


@require_POST
@needs(Permission.DO_TASKS)
def reopen(request: StaffRequest, task_id: int) -> HttpResponse:
    """Take back that a task was done."""
    task = get_object_or_404(Task, pk=task_id)
    _require_own(task, request.user)
    return _change(request, lambda: commands.reopen_task(task_id=task.pk), _("The task is open again."))


@require_POST
@needs(Permission.ANSWER)
def assign(request: StaffRequest, task_id: int) -> HttpResponse:
    """Hand a task to somebody else."""
    task = get_object_or_404(Task, pk=task_id)
    form = AssigneeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose somebody who works here."))
        return redirect("tasks")
    chosen = form.cleaned_data["assignee"]
    return _change(request, lambda: commands.assign_task(task_id=task.pk, assignee=chosen), _("The task is handed on."))


def _told(request: StaffRequest, answer_id: int) -> HttpResponse:
    """Lead to where one says how they were told; who may not open that says here that they told them in person."""
    if request.user.may(Permission.ANSWER):
        return redirect("answer", answer_id)
    tell: Callable[[], object] = lambda: mark_told(answer_id=answer_id, how=_("in person"), by=request.user)  # noqa: E731
    return _change(request, tell, _("It is noted that you told them."))


def _require_own(task: Task, staff: Staff) -> None:
    """Let somebody only do what they were given. Raises PermissionDenied."""
    if task.assignee_id != staff.pk:
        _require_all(staff)


def _require_all(staff: Staff) -> None:
    if not staff.may(Permission.ANSWER):
        raise PermissionDenied(_("Only what you were given is yours to do. Ask whoever has the task, or an admin."))


def _change(request: StaffRequest, change: Callable[[], object], done: str) -> HttpResponse:
    try:
        change()
    except (TaskError, AnswerError) as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, done)
    return redirect("tasks")
