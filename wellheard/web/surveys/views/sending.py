"""How a survey leaves the product: its public link, samples that are drawn and written to, and who is not heard."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.listen.surveys import commands
from wellheard.listen.surveys.errors import SurveyError
from wellheard.listen.surveys.hearing import by_channel, heard_by_stratum
from wellheard.listen.surveys.models import Survey, Wave
from wellheard.listen.surveys.views import MOST_AN_HOUR
from wellheard.web.surveys.forms.sending import DrawForm, LinkForm, OwnLinkForm
from wellheard.web.surveys.views.finding import found
from wellheard.web.surveys.views.surveys import PLACE
from wellheard.workspace.commands import WorkspaceError
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.installation import portal_address
from wellheard.workspace.permissions import Permission

STEPS = {"begin": commands.begin_wave, "stop": commands.stop_wave}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RUN_SURVEYS)
def sending(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Show the link, the samples and who is heard; draw another sample. Drawing writes to nobody."""
    survey = found(survey_id)
    form = DrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            wave = commands.draw_sample(survey_id=survey.pk, plan=form.plan, by=request.user)
        except WorkspaceError as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        else:
            messages.success(request, _("Wave %(n)d is drawn. Nobody is written to yet.") % {"n": wave.number})
            return redirect("survey_sending", survey.pk)
    return render(request, "surveys/sending.html", _context(survey, form), status=422 if form.errors else 200)


@require_POST
@needs(Permission.RUN_SURVEYS)
def link(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Say how often somebody may answer by the public link. It holds for whoever comes next."""
    survey = found(survey_id)
    form = LinkForm(request.POST)
    try:
        if not form.is_valid():
            raise SurveyError(_("Choose how often somebody may answer."))
        said = form.cleaned_data
        commands.change_survey(survey_id=survey.pk, version=said["version"], link_for=said["link_for"])
    except WorkspaceError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Saved. It holds for whoever comes next."))
    return redirect("survey_sending", survey.pk)


@require_POST
@needs(Permission.RUN_SURVEYS)
def own_link(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Make a link by which one person answers, and show it; the same person has one link until they have answered."""
    survey = found(survey_id)
    form = OwnLinkForm(request.POST)
    context = _context(survey, DrawForm()) | {"own_form": form}
    if form.is_valid():
        try:
            made = commands.personal_link(survey_id=survey.pk, contact_id=form.person.pk)
        except WorkspaceError as problem:
            form.add_error("who", str(problem))
        else:
            address = portal_address(reverse("survey_page", args=[made.token]))
            context |= {"own": {"link": address, "person": form.person}, "own_form": OwnLinkForm()}
    return render(request, "surveys/sending.html", context, status=422 if form.errors else 200)


def _context(survey: Survey, form: DrawForm) -> dict[str, Any]:
    is_open = Survey.Channel.LINK in survey.channels
    return {
        "place": PLACE,
        "tab": "sending",
        "survey": survey,
        "form": form,
        "waves": _waves(survey),
        "strata": heard_by_stratum(survey),
        "channels": [(str(Survey.Channel(one.channel).label), one) for one in by_channel(survey)],
        "link": portal_address(reverse("survey_page", args=[survey.link_token])) if is_open else "",
        "link_form": LinkForm(initial={"version": survey.version, "link_for": survey.link_for}),
        "own_form": OwnLinkForm(),
        "most_an_hour": MOST_AN_HOUR,
        "is_mailed": Survey.Channel.EMAIL in survey.channels,
    }


def _waves(survey: Survey) -> QuerySet[Wave]:
    people = "invitations"
    return survey.waves.annotate(
        drawn=Count(people),
        written=Count(people, filter=Q(invitations__sent_at__isnull=False)),
        answered=Count(people, filter=Q(invitations__answered_at__isnull=False)),
        skipped=Count(people, filter=Q(invitations__state="skipped")),
        reminded=Count(people, filter=Q(invitations__reminder__isnull=False)),
    ).order_by("-number")


@require_POST
@needs(Permission.RUN_SURVEYS)
def wave_step(request: StaffRequest, survey_id: int, wave_id: int) -> HttpResponse:
    """Begin to write to a sample, stop, or throw one away that nobody was written to of."""
    survey, step = found(survey_id), request.POST.get("step", "")
    if not survey.waves.filter(pk=wave_id).exists():
        raise Http404(_("There is no such sample."))
    try:
        if step == "remove":
            commands.remove_wave(wave_id=wave_id)
        elif step in STEPS:
            STEPS[step](wave_id=wave_id)
        else:
            raise Http404(_("There is no such step."))
    except WorkspaceError as problem:
        messages.error(request, str(problem))
    return redirect("survey_sending", survey.pk)
