"""What customers read of a release in other languages, written by staff."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.answer.languages import written_in
from wellheard.deliver import commands
from wellheard.deliver.models import Release, ReleaseTranslation
from wellheard.web.portal.languages import name_in_ours
from wellheard.web.releases.forms import ReleaseTranslationForm
from wellheard.web.translating.queries import Language, languages
from wellheard.web.translating.views import Translating, require_known, taken_away, write
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

PLACE = "deliver.releases"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RELEASE)
def translation(request: StaffRequest, release_id: int, language: str) -> HttpResponse:
    """Write a release's title and notes in a language; drafts nobody edited take them up."""
    release = get_object_or_404(Release, pk=release_id)
    require_known(language)
    there = release.translations.filter(language=language).first()
    form = ReleaseTranslationForm(request.POST or None, initial=_fields(there))
    shown = Translating(
        language=language,
        title=_("The release in %(language)s") % {"language": name_in_ours(language)},
        there=there,
        original=[(_("Title"), release.title), (_("What is new"), release.notes)],
        crumbs=[(_("Releases"), reverse("releases")), (release.title, reverse("release", args=[release.pk]))],
        back=_back(release),
        removal=reverse("release_translation_removal", args=[release.pk, language]),
        place=PLACE,
    )
    return write(request, form, shown, save=partial(commands.translate_release, release_id=release.pk))


@require_POST
@needs(Permission.RELEASE)
def translation_removal(request: StaffRequest, release_id: int, language: str) -> HttpResponse:
    """Take translated notes away: their readers see the original again."""
    release = get_object_or_404(Release, pk=release_id)
    commands.remove_release_translation(release_id=release.pk, language=language)
    return taken_away(request, _back(release))


def translations_of(release: Release) -> list[Language]:
    """Return the languages in which customers read about a release, or could."""
    written = release.translations.values_list("language", flat=True)
    original = written_in(release.notes or release.title)
    return languages(original, written, lambda code: reverse("release_translation", args=[release.pk, code]))


def _back(release: Release) -> str:
    return f"{reverse('release', args=[release.pk])}#translations"


def _fields(there: ReleaseTranslation | None) -> dict[str, Any]:
    if there is None:
        return {"version": 0}
    return {"version": there.version, "title": there.title, "notes": there.notes}
