"""An idea's public texts in another language, written by staff."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellheard.decide import commands
from wellheard.decide.commands import TranslationError
from wellheard.decide.models import IdeaTranslation
from wellheard.web.ideas.forms import TranslationForm
from wellheard.web.ideas.views.board import PLACE
from wellheard.web.ideas.views.conflicts import refuse, standing
from wellheard.web.ideas.views.idea import found
from wellheard.web.portal.languages import name_of
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@require_safe
@needs(Permission.EDIT_IDEAS)
def translating(request: StaffRequest, idea_id: int) -> HttpResponse:
    """Lead to the texts in a language chosen from the list."""
    language = request.GET.get("language", "")
    if language not in dict(settings.LANGUAGES):
        raise Http404(_("There is no such language."))
    return redirect("idea_translation", found(idea_id).pk, language)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_IDEAS)
def translation(request: StaffRequest, idea_id: int, language: str) -> HttpResponse:
    """Write an idea's public texts in a language. When somebody else did so meanwhile, nothing typed is lost."""
    shown = found(idea_id)
    if language not in dict(settings.LANGUAGES):
        raise Http404(_("There is no such language."))
    there = IdeaTranslation.objects.filter(idea=shown, language=language).first()
    form = TranslationForm(request.POST or None, initial=_fields(there))
    if request.method == "POST" and form.is_valid():
        try:
            commands.translate_idea(idea_id=shown.pk, language=language, **form.cleaned_data)
        except TranslationError as problem:
            refuse(form, problem, version=there.version if there else 0)
        else:
            messages.success(
                request, _("Whoever reads %(language)s reads it so now.") % {"language": name_of(language)}
            )
            return redirect(f"{reverse('idea', args=[shown.pk])}#translations")
    context = {
        "place": PLACE,
        "idea": shown,
        "form": form,
        "language": language,
        "name": name_of(language),
        "there": there,
        "standing": standing(form),
    }
    return render(request, "ideas/translation.html", context, status=422 if form.errors else 200)


@require_POST
@needs(Permission.EDIT_IDEAS)
def translation_removal(request: StaffRequest, idea_id: int, language: str) -> HttpResponse:
    """Take a translation away: its readers see the original again."""
    commands.remove_translation(idea_id=found(idea_id).pk, language=language)
    messages.success(request, _("It is taken away. Its readers see the original again."))
    return redirect(f"{reverse('idea', args=[idea_id])}#translations")


def _fields(there: IdeaTranslation | None) -> dict[str, Any]:
    if there is None:
        return {"version": 0}
    return {name: getattr(there, name) for name in ("version", "title", "public_text", "workaround")}
