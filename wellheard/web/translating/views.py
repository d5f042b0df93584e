"""The page on which staff write a text for customers in another language."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wellheard.decide.commands import TranslationError
from wellheard.decide.commands.translating import Versioned
from wellheard.web.ideas.views.conflicts import refuse, standing
from wellheard.web.portal.languages import name_in_ours
from wellheard.workspace.guard import StaffRequest


@dataclass(frozen=True)
class Translating:
    """A text being written in a language: what stands there, the original beside it, and where the ways lead."""

    language: str
    title: str
    there: Versioned | None
    original: list[tuple[str, str]]
    crumbs: list[tuple[str, str]]
    back: str
    removal: str
    place: str

    @property
    def name(self) -> str:
        """What we call the language."""
        return name_in_ours(self.language)


def require_known(language: str) -> None:
    """There is no page for what is no language."""
    if language not in dict(settings.LANGUAGES):
        raise Http404(_("There is no such language."))


def write(request: StaffRequest, form: forms.Form, shown: Translating, *, save: Callable[..., object]) -> HttpResponse:
    """Let staff write a text in a language. When somebody else did so meanwhile, nothing typed is lost."""
    if request.method == "POST" and form.is_valid():
        try:
            save(language=shown.language, **form.cleaned_data)
        except TranslationError as problem:
            refuse(form, problem, version=shown.there.version if shown.there else 0)
        else:
            messages.success(request, _("Whoever reads %(language)s reads it so now.") % {"language": shown.name})
            return redirect(shown.back)
    context: dict[str, Any] = {"place": shown.place, "shown": shown, "form": form, "standing": standing(form)}
    return render(request, "translating/translation.html", context, status=422 if form.errors else 200)


def taken_away(request: StaffRequest, back: str) -> HttpResponse:
    """Say that a translation is gone, and lead back."""
    messages.success(request, _("It is taken away. Its readers see the original again."))
    return redirect(back)
