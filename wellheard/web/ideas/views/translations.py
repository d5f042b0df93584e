"""An idea's public texts, and why it was decided so, in other languages, written by staff."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellheard.decide import commands
from wellheard.decide.models import Decision, Idea, IdeaTranslation
from wellheard.web.ideas.forms import ReasonTranslationForm, TranslationForm
from wellheard.web.ideas.views.board import PLACE
from wellheard.web.ideas.views.idea import found
from wellheard.web.portal.languages import name_in_ours
from wellheard.web.translating.views import Translating, require_known, taken_away, write
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@require_safe
@needs(Permission.EDIT_IDEAS)
def translating(request: StaffRequest, idea_id: int) -> HttpResponse:
    """Lead to the texts in a language chosen from the list."""
    language = request.GET.get("language", "")
    require_known(language)
    return redirect("idea_translation", found(idea_id).pk, language)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_IDEAS)
def translation(request: StaffRequest, idea_id: int, language: str) -> HttpResponse:
    """Write an idea's public texts in a language."""
    idea = found(idea_id)
    require_known(language)
    there = IdeaTranslation.objects.filter(idea=idea, language=language).first()
    form = TranslationForm(request.POST or None, initial=_fields(there, "title", "public_text", "workaround"))
    shown = Translating(
        language=language,
        title=_("The idea in %(language)s") % {"language": name_in_ours(language)},
        there=there,
        original=[
            (_("Title"), idea.title),
            (_("What customers read"), idea.public_text),
            (_("Workaround meanwhile"), idea.workaround),
        ],
        crumbs=_crumbs(idea),
        back=_back(idea, "translations"),
        removal=reverse("idea_translation_removal", args=[idea.pk, language]),
        place=PLACE,
    )
    return write(request, form, shown, save=partial(commands.translate_idea, idea_id=idea.pk))


@require_POST
@needs(Permission.EDIT_IDEAS)
def translation_removal(request: StaffRequest, idea_id: int, language: str) -> HttpResponse:
    """Take a translation away: its readers see the original again."""
    idea = found(idea_id)
    commands.remove_translation(idea_id=idea.pk, language=language)
    return taken_away(request, _back(idea, "translations"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_IDEAS)
def reason(request: StaffRequest, decision_id: int, language: str) -> HttpResponse:
    """Write what customers read of a decision in a language; drafts nobody edited take it up."""
    decision = _decision(decision_id)
    require_known(language)
    there = decision.translations.filter(language=language).first()
    form = ReasonTranslationForm(request.POST or None, initial=_fields(there, "public_reason"))
    shown = Translating(
        language=language,
        title=_("The reason in %(language)s") % {"language": name_in_ours(language)},
        there=there,
        original=[(_("What customers read"), decision.public_reason)],
        crumbs=_crumbs(decision.idea),
        back=_back(decision.idea, "decision"),
        removal=reverse("decision_translation_removal", args=[decision.pk, language]),
        place=PLACE,
    )
    return write(request, form, shown, save=partial(commands.translate_decision, decision_id=decision.pk))


@require_POST
@needs(Permission.EDIT_IDEAS)
def reason_removal(request: StaffRequest, decision_id: int, language: str) -> HttpResponse:
    """Take a translated reason away: its readers see the original again."""
    decision = _decision(decision_id)
    commands.remove_decision_translation(decision_id=decision.pk, language=language)
    return taken_away(request, _back(decision.idea, "decision"))


def _decision(decision_id: int) -> Decision:
    return get_object_or_404(Decision.objects.select_related("idea"), pk=decision_id)


def _crumbs(idea: Idea) -> list[tuple[str, str]]:
    return [(_("Ideas"), reverse("ideas")), (idea.title, reverse("idea", args=[idea.pk]))]


def _back(idea: Idea, part: str) -> str:
    return f"{reverse('idea', args=[idea.pk])}#{part}"


def _fields(there: Any, *names: str) -> dict[str, Any]:
    if there is None:
        return {"version": 0}
    return {name: getattr(there, name) for name in ("version", *names)}
