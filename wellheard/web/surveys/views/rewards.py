"""What people get for answering: a code each, a draw whose seed is kept, or thanks in the release notes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.foundation.paging import page_of
from wellheard.listen.surveys.commands.rewards import add_codes, draw_winners, set_incentive
from wellheard.listen.surveys.models import Incentive, Reward, Survey
from wellheard.web.surveys.forms.rewards import CodesForm, IncentiveForm
from wellheard.web.surveys.views.finding import found
from wellheard.web.surveys.views.surveys import PLACE
from wellheard.workspace.commands import WorkspaceError
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RUN_SURVEYS)
def rewards(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Say what people get for answering a survey, and see who got it."""
    survey = found(survey_id)
    incentive = Incentive.objects.filter(survey=survey).first()
    form = IncentiveForm(request.POST or None, survey=survey, incentive=incentive)
    if request.method == "POST" and saved(form, lambda: _save(survey, form), row=incentive):
        messages.success(request, _("Saved. People read it before they answer."))
        return redirect("survey_rewards", survey.pk)
    return _page(request, survey, form, CodesForm())


@require_POST
@needs(Permission.RUN_SURVEYS)
def codes(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Add codes to give away; a code that is there already is not added again."""
    survey = found(survey_id)
    incentive = Incentive.objects.filter(survey=survey).first()
    form = CodesForm(request.POST)
    added: list[int] = []
    is_saved = incentive is not None and saved(
        form, lambda: added.append(add_codes(incentive_id=incentive.pk, codes=form.cleaned_data["codes"].splitlines()))
    )
    if not is_saved:
        return _page(request, survey, IncentiveForm(survey=survey, incentive=incentive), form)
    sentence = ngettext("%(n)s new code is there.", "%(n)s new codes are there.", added[0])
    messages.success(request, sentence % {"n": added[0]})
    return redirect("survey_rewards", survey.pk)


@require_POST
@needs(Permission.RUN_SURVEYS)
def drawing(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Draw who wins, once. The seed is kept, so that anybody can draw it again and see that it was fair."""
    survey = found(survey_id)
    incentive = Incentive.objects.filter(survey=survey).first()
    try:
        if incentive is not None:
            draw_winners(incentive_id=incentive.pk)
    except WorkspaceError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("The draw is made. Its seed stands there, so that it can be made again."))
    return redirect("survey_rewards", survey.pk)


def _save(survey: Survey, form: IncentiveForm) -> None:
    said = form.cleaned_data
    set_incentive(
        survey_id=survey.pk, kind=said["kind"], texts=form.texts, winners=said["winners"], version=said["version"]
    )


def _page(request: StaffRequest, survey: Survey, form: IncentiveForm, adding: CodesForm) -> HttpResponse:
    given = Reward.objects.filter(incentive__survey=survey).exclude(given_at=None).select_related("contact")
    context: dict[str, Any] = {
        "place": PLACE,
        "tab": "rewards",
        "survey": survey,
        "form": form,
        "adding": adding,
        "incentive": form.incentive,
        "page": page_of(given, order=("-given_at", "-pk"), cursor=request.GET.get("after", "")),
        "given": given.count(),
        "free": Reward.objects.filter(incentive__survey=survey, given_at=None).count(),
    }
    return render(request, "surveys/rewards.html", context, status=422 if form.errors or adding.errors else 200)
