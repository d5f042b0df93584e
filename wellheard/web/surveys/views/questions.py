"""The questions of a survey: writing them in one language beside how they will look, then in the others beside the first."""

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.listen.surveys import commands
from wellheard.listen.surveys.commands.settling import MOST_LETTERS, was_asked
from wellheard.listen.surveys.drafts import QuestionDraft
from wellheard.listen.surveys.models import Survey
from wellheard.web.portal.languages import name_in_ours
from wellheard.web.surveys.forms.drafts import SurveyDraft
from wellheard.web.surveys.forms.translating import TranslationForm
from wellheard.web.surveys.languages import others
from wellheard.web.surveys.panels import buttons, panels
from wellheard.web.surveys.queries import asked
from wellheard.web.surveys.views.finding import found
from wellheard.web.surveys.views.surveys import PLACE
from wellheard.web.translating.views import require_known
from wellheard.workspace.commands import StaleError, WorkspaceError
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.installation import installation
from wellheard.workspace.permissions import Permission

_NUMBER = re.compile("[0-9]{1,2}")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RUN_SURVEYS)
def questions(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Write what is asked. What has been asked already stays: it is copied instead of changed under its answers."""
    survey = found(survey_id)
    if was_asked(survey):
        return _settled(request, survey)
    if request.method != "POST":
        return _show(request, survey, SurveyDraft.of(survey))
    draft = SurveyDraft.sent(survey, request.POST)
    if draft.wants_parts or not draft.is_valid():
        return _show(request, survey, draft, status=200 if draft.wants_parts else 422)
    if not _kept(draft.frame, survey, lambda: _save(survey, draft)):
        return _show(request, survey, draft, status=422)
    messages.success(request, _("Saved. Nobody is asked before you start it."))
    return redirect("survey_questions" if "stay" in request.POST else "survey", survey.pk)


@require_POST
@needs(Permission.RUN_SURVEYS)
def preview(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Show what is being typed as customers will see it. Changes nothing."""
    survey = found(survey_id)
    draft = SurveyDraft.sent(survey, request.POST)
    return render(request, "surveys/preview.html", _seen(survey, draft))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RUN_SURVEYS)
def language(request: StaffRequest, survey_id: int, language: str) -> HttpResponse:
    """Write a survey's texts in another language, beside those of the first; in the first, mend slips of the pen."""
    survey = found(survey_id)
    require_known(language)
    rows = asked(survey)
    form = TranslationForm(request.POST or None, survey=survey, questions=rows, language=language)
    if request.method == "POST" and form.is_valid() and _kept(form, survey, lambda: _translate(survey, form, language)):
        messages.success(
            request, _("Whoever reads %(language)s reads it so now.") % {"language": name_in_ours(language)}
        )
        return redirect("survey", survey.pk)
    if language == survey.fallback and not was_asked(survey):
        return redirect("survey_questions", survey.pk)
    context = {
        "place": PLACE,
        "tab": "questions",
        "survey": survey,
        "form": form,
        "language": language,
        "language_name": name_in_ours(language),
        "fallback_name": name_in_ours(survey.fallback),
        "is_first": language == survey.fallback,
        "most_letters": MOST_LETTERS,
        "panels": panels(rows, language=language, fallback=survey.fallback),
        "buttons": buttons(language),
        "vendor_name": installation().vendor_name,
        "texts": survey.texts_in(language),
    }
    return render(request, "surveys/language.html", context, status=422 if form.errors else 200)


def _save(survey: Survey, draft: SurveyDraft) -> None:
    said = draft.frame.cleaned_data
    commands.change_survey(
        survey_id=survey.pk,
        version=said["version"],
        name=said["name"],
        questions=draft.drafts(),
        languages=draft.frame.all_languages,
        texts=draft.frame.texts(survey.texts),
    )


def _translate(survey: Survey, form: TranslationForm, language: str) -> None:
    drafts = [
        QuestionDraft(
            one.key, one.kind, form.texts_of(one), one.options, one.is_required, one.is_shuffled, one.branches
        )
        for one in asked(survey)
    ]
    commands.change_survey(
        survey_id=survey.pk,
        version=form.cleaned_data["version"],
        questions=drafts,
        languages=[*survey.languages, language],
        texts=form.texts_of_survey(),
    )


def _kept(form: forms.Form, survey: Survey, save: Callable[[], None]) -> bool:
    """Run a command and tell whether it went through; after another's edit, saving again replaces it knowingly."""
    try:
        save()
    except WorkspaceError as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        if isinstance(problem, StaleError):
            survey.refresh_from_db(fields=["version"])
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["version"] = str(survey.version)  # type: ignore[index]
        return False
    return True


def _show(request: StaffRequest, survey: Survey, draft: SurveyDraft, status: int = 200) -> HttpResponse:
    context = {
        "place": PLACE,
        "tab": "questions",
        "survey": survey,
        "draft": draft,
        "languages": others(survey, asked(survey)),
        "fallback_name": name_in_ours(survey.fallback),
        **_seen(survey, draft),
    }
    is_part = request.headers.get("HX-Request") == "true" and draft.wants_parts
    return render(request, f"surveys/questions.html{'#form' if is_part else ''}", context, status=status)


def _settled(request: StaffRequest, survey: Survey) -> HttpResponse:
    rows = asked(survey)
    context = {
        "place": PLACE,
        "tab": "questions",
        "survey": survey,
        "panels": panels(rows, language=survey.fallback, fallback=survey.fallback),
        "buttons": buttons(survey.fallback),
        "texts": survey.texts_in(survey.fallback),
        "vendor_name": installation().vendor_name,
        "seen_in": survey.fallback,
        "languages": others(survey, rows),
        "fallback_name": name_in_ours(survey.fallback),
        "most_letters": MOST_LETTERS,
    }
    return render(request, "surveys/settled.html", context, status=409 if request.method == "POST" else 200)


def _seen(survey: Survey, draft: SurveyDraft) -> dict[str, Any]:
    """Return the draft as customers will see it, as far as it is written."""
    fallback = str(draft.frame["fallback"].value() or survey.fallback)
    seen = [_so_far(form, fallback) for form in draft.questions]
    return {
        "panels": panels(seen, language=fallback, fallback=fallback),
        "buttons": buttons(fallback if fallback in dict(draft.frame.fields["fallback"].choices) else survey.fallback),  # type: ignore[attr-defined]
        "texts": {name: draft.frame[name].value() for name in ("intro", "thanks", "next_label", "next_url")},
        "vendor_name": installation().vendor_name,
        "seen_in": fallback,
    }


def _so_far(form: Any, language: str) -> QuestionDraft:
    names = ("question", "low", "high", "placeholder")
    texts: dict[str, Any] = {name: str(form[name].value() or "") for name in names} | {"options": form.labels}
    ideas = list(form["ideas"].value() or []) if form.is_pair else []
    keys = [*ideas, *form.labels] if form.has_options else []
    is_required = bool(form["is_required"].value())
    branches = [_branch_so_far(one) for one in form.branches if one["go"].value()]
    key = str(form["key"].value() or "")
    return QuestionDraft(
        key, form.kind_now, {language: texts}, [{"key": one} for one in keys], is_required, branches=branches
    )


def _branch_so_far(form: Any) -> dict[str, Any]:
    said = {name: str(form[name].value() or "") for name in ("at_least", "at_most", "option", "go")}
    branch: dict[str, Any] = {"go": said["go"]}
    branch |= {name: int(said[name]) for name in ("at_least", "at_most") if _NUMBER.fullmatch(said[name])}
    return branch | ({"any_of": [said["option"]]} if said["option"] else {})
