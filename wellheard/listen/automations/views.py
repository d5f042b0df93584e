"""Settings of automations: writing one, trying it on what happened, its log and its versions."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellheard.foundation.paging import page_of
from wellheard.listen.automations.commands import keeping
from wellheard.listen.automations.conditions import Conditions, Known, in_words
from wellheard.listen.automations.forms import AutomationForm, initial_of_automation
from wellheard.listen.automations.models import Automation, Firing
from wellheard.listen.automations.queries import TRIGGERS, dry_run, with_counts
from wellheard.listen.desk.filling import known
from wellheard.listen.desk.steps import Names, Steps
from wellheard.listen.desk.steps import in_words as steps_in_words
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show

PLACE = "settings.automations"


@require_safe
@needs(Permission.EDIT_WORKSPACE)
def automations(request: StaffRequest) -> HttpResponse:
    """Show the automations in their order: when each acts, what it does, and how often it did."""
    rows = list(with_counts())
    names = Names.of([Steps.read(row.does) for row in rows])
    listed = [(row, TRIGGERS.get(row.when, row.when), steps_in_words(Steps.read(row.does), names)) for row in rows]
    context = {"place": PLACE, "rows": listed, "on": sum(row.is_on for row in rows)}
    return render(request, "automations/automations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def automation_new(request: StaffRequest) -> HttpResponse:
    """Write an automation, or try what is written on the last 200 cases without keeping it."""
    form = AutomationForm(request.POST or None, staff=request.user)
    if "try" in request.POST:
        return _page(request, form, **_tried(form))
    made: list[Automation] = []
    if request.method == "POST" and saved(form, lambda: made.append(_make(request, form))):
        messages.success(request, _("“%(name)s” is saved. It is off until you switch it on.") % form.cleaned_data)
        return redirect("settings_automation", made[0].pk)
    return _page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def automation(request: StaffRequest, automation_id: int) -> HttpResponse:
    """Change an automation, try what is written, and see what it did."""
    row = get_object_or_404(Automation, pk=automation_id)
    form = AutomationForm(request.POST or None, staff=request.user, initial=initial_of_automation(row))
    if "try" in request.POST:
        return _page(request, form, row=row, **_tried(form), **_log(request, row))
    if request.method == "POST" and saved(form, lambda: _edit(request, row, form), row=row):
        messages.success(request, _("“%(name)s” is saved.") % form.cleaned_data)
        return redirect("settings_automation", row.pk)
    return _page(request, form, row=row, **_log(request, row))


@require_POST
@needs(Permission.EDIT_WORKSPACE)
def automation_switching(request: StaffRequest, automation_id: int) -> HttpResponse:
    """Switch an automation on or off."""
    row = get_object_or_404(Automation, pk=automation_id)
    if request.POST.get("on") == "yes":
        keeping.switch_on(automation_id=row.pk)
        messages.success(request, _("“%(name)s” acts from now on.") % {"name": row.name})
    else:
        keeping.switch_off(automation_id=row.pk)
        messages.success(request, _("“%(name)s” does nothing more.") % {"name": row.name})
    return redirect("settings_automation", row.pk)


@require_POST
@needs(Permission.EDIT_WORKSPACE)
def automation_removal(request: StaffRequest, automation_id: int) -> HttpResponse:
    """Remove an automation."""
    row = get_object_or_404(Automation, pk=automation_id)
    keeping.remove_automation(automation_id=row.pk)
    messages.success(request, _("“%(name)s” is removed. What it did stays.") % {"name": row.name})
    return redirect("settings_automations")


def _page(request: StaffRequest, form: AutomationForm, **context: object) -> HttpResponse:
    return show(request, "automations/automation.html", form, place=PLACE, meanings=known(), **context)


def _tried(form: AutomationForm) -> dict[str, object]:
    """Return what the automation would have done in the last 200 cases; nothing where it cannot be read."""
    if not form.is_valid():
        return {}
    cases = dry_run(form.cleaned_data["when"], form.conditions)
    return {
        "tried": cases,
        "would": sum(case.fires for case in cases),
        "if_words": in_words(form.conditions, Known.of(form.conditions)),
    }


def _log(request: StaffRequest, row: Automation) -> dict[str, object]:
    rows = Firing.objects.filter(automation=row).select_related("conversation")
    versions = list(row.versions.select_related("saved_by").order_by("-version")[:20])
    steps = Steps.read(row.does)
    conditions = Conditions.read(row.conditions)
    return {
        "page": page_of(rows, order=("-pk",), cursor=request.GET.get("after", ""), size=25),
        "versions": [(one, steps_in_words(Steps.read(one.does))) for one in versions],
        "when_words": TRIGGERS.get(row.when, row.when),
        "conditions_words": in_words(conditions, Known.of(conditions)),
        "steps_words": steps_in_words(steps),
    }


def _make(request: StaffRequest, form: AutomationForm) -> Automation:
    return keeping.make_automation(rule=form.rule, by=request.user)


def _edit(request: StaffRequest, row: Automation, form: AutomationForm) -> None:
    keeping.edit_automation(automation_id=row.pk, version=form.version, rule=form.rule, by=request.user)
