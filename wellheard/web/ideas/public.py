"""What the portal holds of an idea: what was said below it, who follows it, in which languages it can be read."""

from dataclasses import dataclass

from wellheard.decide.models import Comment, Follower, Idea, IdeaTranslation
from wellheard.web.portal.languages import languages_offered, name_of
from wellheard.workspace.installation import installation

SHOWN = 3


@dataclass(frozen=True)
class SaidBelow:
    """The newest comments below an idea, how many there are, and how many people follow it."""

    newest: list[Comment]
    count: int
    followers: int


@dataclass(frozen=True)
class Language:
    """A language of the portal, and the idea's texts in it where somebody wrote them."""

    code: str
    name: str
    is_original: bool
    translation: IdeaTranslation | None


def said_below(idea: Idea) -> SaidBelow:
    """Return what was said below an idea."""
    said = Comment.objects.standing().filter(idea=idea)
    newest = list(said.filter(reply_to=None).with_people().order_by("-said_at", "-pk")[:SHOWN])
    return SaidBelow(newest, said.count(), Follower.objects.following().filter(idea=idea).count())


def translations_of(idea: Idea) -> list[Language]:
    """Return the languages an idea can be read in, or could be."""
    there = {one.language: one for one in IdeaTranslation.objects.filter(idea=idea)}
    original = idea.language or installation().language
    codes = dict.fromkeys([original, *(code for code, _name in languages_offered()), *sorted(there)])
    return [Language(code, name_of(code), code == original, there.get(code)) for code in codes]
