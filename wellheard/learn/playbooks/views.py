"""Playbooks: what begins them, what is done when, for whom they began, and stopping one."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellheard.foundation.paging import Page, page_of
from wellheard.learn.playbooks import commands, queries
from wellheard.learn.playbooks.beginnings import IN_WORDS
from wellheard.learn.playbooks.conditions import conditions_of, known_codes, sentence
from wellheard.learn.playbooks.errors import PlaybookError
from wellheard.learn.playbooks.forms import (
    ConditionForms,
    KnownPlaybookForm,
    PlaybookForm,
    StepForms,
    draft_of,
    initial_of,
)
from wellheard.learn.playbooks.models import Playbook, PlaybookRun, RunStep
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show

PLACE = "playbooks"


@require_safe
@needs(Permission.VIEW)
def playbooks(request: StaffRequest) -> HttpResponse:
    """List playbooks."""
    known = known_codes()
    rows = [(one, sentence(begins(one), conditions_of(one.conditions), known)) for one in queries.listed_playbooks()]
    return render(request, "playbooks/playbooks.html", {"place": PLACE, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.TALK)
def playbook_new(request: StaffRequest) -> HttpResponse:
    """Make a playbook; it is switched on afterwards."""
    form, steps = PlaybookForm(request.POST or None), StepForms(request.POST or None, prefix="steps")
    conditions = ConditionForms(request.POST or None, prefix="conditions")
    made: list[Playbook] = []
    if request.method == "POST" and steps.is_valid() and conditions.is_valid():
        add: Callable[[], object] = lambda: made.append(  # noqa: E731
            commands.add_playbook(draft=draft_of(form, steps, conditions), by=request.user)
        )
        if saved(form, add):
            messages.success(request, _("Kept. It begins nothing until you switch it on."))
            return redirect("playbook", made[0].pk)
    return _form(request, form, steps, conditions)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.TALK)
def editing(request: StaffRequest, playbook_id: int) -> HttpResponse:
    """Change a playbook for whatever begins later."""
    row = get_object_or_404(Playbook, pk=playbook_id)
    there = initial_of(row)
    form = KnownPlaybookForm(request.POST or None, initial=there.whole)
    steps = StepForms(request.POST or None, prefix="steps", initial=there.steps)
    conditions = ConditionForms(request.POST or None, prefix="conditions", initial=there.conditions)
    if request.method == "POST" and steps.is_valid() and conditions.is_valid():
        change: Callable[[], object] = lambda: commands.edit_playbook(  # noqa: E731
            playbook_id=row.pk, version=form.cleaned_data["version"], draft=draft_of(form, steps, conditions)
        )
        if saved(form, change, row=row):
            messages.success(request, _("Saved. What began before goes on as it began."))
            return redirect("playbook", row.pk)
    return _form(request, form, steps, conditions, playbook=row)


@require_safe
@needs(Permission.VIEW)
def playbook(request: StaffRequest, playbook_id: int) -> HttpResponse:
    """Show a playbook and for whom it began, newest first."""
    row = get_object_or_404(Playbook.objects.select_related("segment", "tier", "made_by"), pk=playbook_id)
    runs = PlaybookRun.objects.filter(playbook=row).select_related("company", "stopped_by")
    page = page_of(runs, order=("-began_at", "-pk"), cursor=request.GET.get("after", ""))
    context = {
        "place": PLACE,
        "playbook": row,
        "begins": sentence(begins(row), conditions_of(row.conditions), known_codes()),
        "steps": list(row.steps.order_by("position")),
        "page": Page(queries.rows_of(page.items), page.next, page.is_first),
        "running": runs.running().count(),
    }
    return render(request, "playbooks/playbook.html", context)


@require_safe
@needs(Permission.VIEW)
def step(request: StaffRequest, step_id: int) -> HttpResponse:  # noqa: ARG001 - the guard reads it
    """Lead from a step to the company for which it is taken."""
    found = get_object_or_404(RunStep.objects.select_related("run"), pk=step_id)
    return redirect("company", found.run.company_id)


@require_POST
@needs(Permission.TALK)
def state(request: StaffRequest, playbook_id: int) -> HttpResponse:
    """Switch a playbook on or off, or remove it."""
    row = get_object_or_404(Playbook, pk=playbook_id)
    steps: dict[str, tuple[Callable[[], object], str]] = {
        "on": (lambda: commands.switch_playbook_on(playbook_id=row.pk), _("It begins by itself from now on.")),
        "off": (lambda: commands.switch_playbook_off(playbook_id=row.pk), _("It begins no more. What began goes on.")),
        "gone": (lambda: commands.remove_playbook(playbook_id=row.pk), _("The playbook is gone. Its tasks stay.")),
    }
    to = request.POST.get("to", "")
    if to not in steps:
        raise Http404(_("A playbook is switched on or off, or removed."))
    change, done = steps[to]
    try:
        change()
    except PlaybookError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, done)
    return redirect("playbook", row.pk) if Playbook.objects.filter(pk=row.pk).exists() else redirect("playbooks")


@require_POST
@needs(Permission.TALK)
def stopping(request: StaffRequest, run_id: int) -> HttpResponse:
    """Stop a playbook for one company."""
    run = get_object_or_404(PlaybookRun, pk=run_id)
    commands.stop_run(run_id=run.pk, by=request.user)
    messages.success(request, _("Stopped. What was not done yet is off the list."))
    return redirect("playbook", run.playbook_id)


def begins(row: Playbook) -> str:
    """Return what begins a playbook, in words where there are some."""
    return str(IN_WORDS.get(row.begins_on, row.begins_on))


def _form(request: StaffRequest, form: PlaybookForm, steps: Any, conditions: Any, **context: object) -> HttpResponse:
    response = show(request, "playbooks/form.html", form, place=PLACE, steps=steps, conditions=conditions, **context)
    if steps.is_bound and not (steps.is_valid() and conditions.is_valid()):
        response.status_code = 422
    return response
