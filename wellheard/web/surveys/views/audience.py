"""Whom a survey asks and when, with how many people that would reach now."""

import copy
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellheard.customers.views.segments import fitting_of
from wellheard.foundation import clock
from wellheard.listen.surveys import commands
from wellheard.listen.surveys.models import Survey
from wellheard.web.surveys.forms.audience import AudienceForm, events_seen
from wellheard.web.surveys.reach import Reach, reach
from wellheard.web.surveys.summary import summary
from wellheard.web.surveys.views.finding import found
from wellheard.web.surveys.views.surveys import PLACE
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RUN_SURVEYS)
def audience(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Say whom a survey asks, where and when. It may be changed while it runs: it holds for whoever comes next."""
    survey = found(survey_id)
    form = AudienceForm(request.POST or None, survey=survey)
    if form.rule.wants_rows:
        return _show(request, survey, form, None)
    if "look" in request.POST:
        return _show(request, survey, form, _reached(survey, form))
    if request.method == "POST" and saved(form, lambda: _save(survey, form), row=survey):
        messages.success(request, _saved(survey))
        return redirect("survey", survey.pk)
    return _show(request, survey, form, reach(survey))


@require_safe
@needs(Permission.RUN_SURVEYS)
def starting(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Say what happens when a survey starts: whom it reaches, where and how long. Changes nothing."""
    survey = found(survey_id)
    begins = survey.starts_at if survey.starts_at and survey.starts_at > clock.now() else None
    context = {"place": PLACE, "survey": survey, "reach": reach(survey), "summary": summary(survey), "begins": begins}
    return render(request, "surveys/starting.html", context)


@require_POST
@needs(Permission.RUN_SURVEYS)
def reached(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Return how many people what is being filled in would reach now. Changes nothing."""
    survey = found(survey_id)
    form = AudienceForm(request.POST, survey=survey)
    return render(request, "surveys/reach.html", {"reach": _reached(survey, form), "survey": survey})


def _reached(survey: Survey, form: AudienceForm) -> Reach | None:
    """Count with what is in the form; nothing while it cannot be read."""
    if not form.is_valid():
        return None
    trial = copy.copy(survey)
    for name, value in form.values.items():
        setattr(trial, name, value)
    return reach(trial, form.wanted)


def _save(survey: Survey, form: AudienceForm) -> None:
    commands.change_survey(survey_id=survey.pk, version=form.cleaned_data["version"], strata=form.wanted, **form.values)


def _saved(survey: Survey) -> str:
    if survey.is_running:
        return _("Saved. It holds for whoever comes next.")
    return _("Saved. Nobody is asked before you start it.")


def _show(request: StaffRequest, survey: Survey, form: AudienceForm, reach: Reach | None) -> HttpResponse:
    context: dict[str, Any] = {
        "place": PLACE,
        "tab": "audience",
        "survey": survey,
        "reach": reach,
        "events": events_seen(),
        "draft": form.rule,
        "fitting": fitting_of(form.rule),
    }
    return show(request, "surveys/audience.html", form, **context)
