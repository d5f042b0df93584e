"""What staff wrote for customers in the reader's language, each text with the language it is really in."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from wellheard.answer.languages import written_in
from wellheard.decide.models import Decision, DecisionTranslation, Idea, IdeaTranslation
from wellheard.deliver.models import Release, ReleaseTranslation
from wellheard.web.portal.languages import name_in_ours
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

    @property
    def fallback(self) -> str:
        """The language the reader meets instead of theirs; nothing where it is theirs."""
        return fallback(self.text_language) if self.text else ""


@dataclass(frozen=True)
class Notes:
    """What a visitor reads of a decision or a release; a release has a title too."""

    words: str
    language: str
    title: str = ""
    title_language: str = ""

    @property
    def fallback(self) -> str:
        """The language the reader meets instead of theirs; nothing where it is theirs."""
        return fallback(self.language)


def fallback(language: str) -> str:
    """Return what the reader calls a language that is not theirs, to be said beside the text; nothing for theirs."""
    own = {wanted.split("-")[0] for wanted in _wanted()}
    return "" if not language or language.split("-", maxsplit=1)[0] in own else name_in_ours(language)


def reasons_of(decisions: Iterable[Decision]) -> dict[int, Notes]:
    """Return what customers read of these decisions as this reader sees it, in one query."""
    listed, wanted = list(decisions), _wanted()
    rows = DecisionTranslation.objects.filter(decision__in=listed, language__in=wanted)
    found = {row.decision_id: row for row in sorted(rows, key=lambda row: -wanted.index(row.language))}
    return {
        one.pk: Notes(found[one.pk].public_reason, found[one.pk].language)
        if one.pk in found
        else Notes(one.public_reason, written_in(one.public_reason))
        for one in listed
    }


def notes_of(releases: Iterable[Release]) -> dict[int, Notes]:
    """Return title and notes of these releases as this reader sees them, in one query."""
    listed, wanted = list(releases), _wanted()
    rows = ReleaseTranslation.objects.filter(release__in=listed, language__in=wanted)
    found = {row.release_id: row for row in sorted(rows, key=lambda row: -wanted.index(row.language))}
    return {one.pk: _notes(one, found.get(one.pk)) for one in listed}


def texts_of(ideas: Iterable[Idea]) -> dict[int, PublicText]:
    """Return the texts of these ideas as this reader sees them, in one query; in none where all are in their language."""
    listed = list(ideas)
    wanted = _wanted()
    foreign = [idea.pk for idea in listed if _own(idea) != wanted[0]]
    found: dict[int, dict[str, IdeaTranslation]] = {}
    for row in IdeaTranslation.objects.filter(idea__in=foreign, language__in=wanted) if foreign else ():
        found.setdefault(row.idea_id, {})[row.language] = row
    return {idea.pk: _text(idea, found.get(idea.pk, {}), wanted) for idea in listed}


def _notes(release: Release, there: ReleaseTranslation | None) -> Notes:
    own = written_in(release.notes or release.title)
    if there is None:
        return Notes(release.notes, own, release.title, own)
    return Notes(there.notes, there.language, there.title or release.title, there.language if there.title else own)


def _wanted() -> list[str]:
    """Return the reader's language, and the same without its region."""
    language = (get_language() or installation().language).lower()
    return list(dict.fromkeys([language, language.split("-")[0]]))


def _own(idea: Idea) -> str:
    return idea.language or installation().language


def _text(idea: Idea, translations: dict[str, IdeaTranslation], wanted: list[str]) -> PublicText:
    own = _own(idea)
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
