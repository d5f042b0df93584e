"""The list of surveys, making one, and what happens to one as a whole: it begins, pauses, ends, is copied or thrown away."""

from collections.abc import Sequence
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellheard.decide.models import Idea
from wellheard.foundation import clock
from wellheard.listen.surveys import commands
from wellheard.listen.surveys.drafts import MOST_OPTIONS, QuestionDraft
from wellheard.listen.surveys.errors import SurveyError
from wellheard.listen.surveys.models import QuestionKind, Survey
from wellheard.web.ideas.keys import key_of
from wellheard.web.portal.languages import languages_offered, name_in_ours
from wellheard.web.surveys.forms.making import NewSurveyForm
from wellheard.web.surveys.forms.questions import FEWEST
from wellheard.web.surveys.languages import others
from wellheard.web.surveys.panels import buttons, panels
from wellheard.web.surveys.queries import asked, counts, page_of_surveys, row_of
from wellheard.web.surveys.ready import READY, Ready, ready_called
from wellheard.web.surveys.summary import summary
from wellheard.web.surveys.views.finding import found
from wellheard.web.surveys.words import KINDS
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.installation import installation
from wellheard.workspace.permissions import Permission

PLACE = "listen.surveys"


@require_safe
@needs(Permission.VIEW)
def surveys(request: StaffRequest) -> HttpResponse:
    """List surveys, newest first: their state, where they are asked, and how many of those who saw them answered."""
    state = request.GET.get("state", "")
    if state and state not in Survey.State.values:
        raise Http404(_("There is no such list."))
    page = page_of_surveys(state=state, cursor=request.GET.get("after", ""))
    context = {"place": PLACE, "page": page, "state": state, "counts": counts()}
    return render(request, "surveys/surveys.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RUN_SURVEYS)
def survey_new(request: StaffRequest) -> HttpResponse:
    """Begin a survey from one that is ready, or from nothing. It is a draft: nobody is asked."""
    form = NewSurveyForm(request.POST or None, initial={"ready": request.GET.get("ready", "")})
    if request.method == "POST" and form.is_valid():
        ready = ready_called(form.cleaned_data["ready"])
        made = _from_ready(request, ready) if ready else _from_nothing(request, form.cleaned_data["kind"])
        messages.success(request, _("It is a draft: nobody is asked before you start it."))
        return redirect("survey_questions", made.pk)
    context = {"place": PLACE, "form": form, "ready": [(one, KINDS[one.kind]) for one in READY]}
    return render(request, "surveys/survey_new.html", context, status=422 if form.errors else 200)


@require_POST
@needs(Permission.RUN_SURVEYS)
def survey_from_ideas(request: StaffRequest) -> HttpResponse:
    """Begin a survey that asks which of the chosen ideas would help more. It is a draft: nobody is asked."""
    chosen = [key for key in map(key_of, request.POST.getlist("idea")) if key][:MOST_OPTIONS]
    ideas = Idea.objects.unmerged().filter(pk__in=chosen).order_by("pk")
    keys = [f"idea:{pk}" for pk in ideas.values_list("pk", flat=True)]
    ready = ready_called(QuestionKind.PAIR)
    if len(keys) < FEWEST or ready is None:
        messages.error(request, _("Choose at least two ideas to ask which of them would help more."))
        return redirect("ideas")
    made = _from_ready(request, ready, ideas=keys)
    messages.success(request, _("It is a draft: nobody is asked before you start it."))
    return redirect("survey_questions", made.pk)


@require_safe
@needs(Permission.VIEW)
def survey(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Show how a survey goes: who saw it and answered, whom it asks and when, and what is asked."""
    shown = found(survey_id)
    rows = asked(shown)
    context = {
        "place": PLACE,
        "tab": "survey",
        "survey": shown,
        "row": row_of(shown),
        "summary": summary(shown),
        "strata": list(shown.strata.all()),
        "panels": panels(rows, language=shown.fallback, fallback=shown.fallback),
        "buttons": buttons(shown.fallback),
        "texts": shown.texts_in(shown.fallback),
        "vendor_name": installation().vendor_name,
        "seen_in": shown.fallback,
        "languages": others(shown, rows),
        "fallback_name": name_in_ours(shown.fallback),
    }
    return render(request, "surveys/survey.html", context)


@require_POST
@needs(Permission.RUN_SURVEYS)
def survey_state(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Start a survey, pause it or end it; what it still lacks is said."""
    survey = found(survey_id)
    steps = {"start": commands.start_survey, "pause": commands.pause_survey, "end": commands.end_survey}
    step = steps.get(request.POST.get("step", ""))
    if step is None:
        raise Http404(_("There is no such step."))
    try:
        changed = step(survey_id=survey.pk)
    except SurveyError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _after(changed))
    return redirect("survey", survey.pk)


@require_POST
@needs(Permission.RUN_SURVEYS)
def survey_copy(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Make a draft like this one."""
    made = commands.copy_survey(survey_id=found(survey_id).pk, by=request.user)
    messages.success(
        request, _("“%(name)s” is a draft like it. Nobody is asked before you start it.") % {"name": made.name}
    )
    return redirect("survey_questions", made.pk)


@require_POST
@needs(Permission.RUN_SURVEYS)
def survey_removal(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Throw a draft away that never asked anybody."""
    survey = found(survey_id)
    try:
        commands.remove_survey(survey_id=survey.pk)
    except SurveyError as problem:
        messages.error(request, str(problem))
        return redirect("survey", survey.pk)
    messages.success(request, _("“%(name)s” is gone. It never asked anybody.") % {"name": survey.name})
    return redirect("surveys")


def _after(survey: Survey) -> str:
    if survey.state == Survey.State.PAUSED:
        return _("“%(name)s” asks nobody for now. Who has begun may still answer.") % {"name": survey.name}
    if survey.state == Survey.State.ENDED:
        return _("“%(name)s” asks nobody any more. What people said stays.") % {"name": survey.name}
    if survey.starts_at and survey.starts_at > clock.now():
        return _("“%(name)s” begins to ask on its first day.") % {"name": survey.name}
    return _("“%(name)s” asks people from now on.") % {"name": survey.name}


def _from_ready(request: StaffRequest, ready: Ready, *, ideas: Sequence[str] = ()) -> Survey:
    languages = [code for code, _name in languages_offered()]
    questions = [
        QuestionDraft(
            one.key, one.kind, one.texts(languages), one.options, one.is_required, one.is_shuffled, one.branches
        )
        for one in ready.questions
    ]
    if ideas:
        questions = [replace(questions[0], options=[{"key": key} for key in ideas])]
    return commands.make_survey(
        name=str(ready.name),
        kind=ready.kind,
        questions=questions,
        by=request.user,
        languages=languages,
        channels=list(ready.channels),
        texts=ready.texts(languages),
        is_transactional=ready.is_transactional,
    )


def _from_nothing(request: StaffRequest, kind: str) -> Survey:
    language = languages_offered()[0][0]
    first = QuestionDraft("question-1", kind, {language: {}})
    return commands.make_survey(
        name=_("A new survey"), kind=kind, questions=[first], by=request.user, languages=[language]
    )
