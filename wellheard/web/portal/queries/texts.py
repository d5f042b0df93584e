"""The public texts of ideas in the reader's language, each with the language it is really in."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from wellheard.decide.models import Idea, IdeaTranslation
from wellheard.workspace.installation import installation


@dataclass(frozen=True)
class PublicText:
    """What a visitor reads of an idea. Texts nobody translated stand in the idea's own language."""

    title: str
    title_language: str
    text: str
    text_language: str
    workaround: str
    workaround_language: str


def texts_of(ideas: Iterable[Idea]) -> dict[int, PublicText]:
    """Return the texts of these ideas as this reader sees them, in one query."""
    listed = list(ideas)
    wanted = _wanted()
    found: dict[int, dict[str, IdeaTranslation]] = {}
    for row in IdeaTranslation.objects.filter(idea__in=[idea.pk for idea in listed], language__in=wanted):
        found.setdefault(row.idea_id, {})[row.language] = row
    return {idea.pk: _text(idea, found.get(idea.pk, {}), wanted) for idea in listed}


def _wanted() -> list[str]:
    """Return the reader's language, and the same without its region."""
    language = (get_language() or installation().language).lower()
    return list(dict.fromkeys([language, language.split("-")[0]]))


def _text(idea: Idea, translations: dict[str, IdeaTranslation], wanted: list[str]) -> PublicText:
    own = idea.language or installation().language
    there = next((translations[language] for language in wanted if language in translations), None)
    if there is None or (own in wanted and there.language != wanted[0]) or own == wanted[0]:
        return PublicText(idea.title, own, idea.public_text, own, idea.workaround, own)
    text, workaround = there.public_text, there.workaround
    return PublicText(
        title=there.title,
        title_language=there.language,
        text=text or idea.public_text,
        text_language=there.language if text else own,
        workaround=workaround or idea.workaround,
        workaround_language=there.language if workaround else own,
    )
