"""What the portal holds of an idea: what was said below it, who follows it, in which languages it can be read."""

from dataclasses import dataclass

from django.urls import reverse

from wellheard.answer.languages import written_in
from wellheard.decide.models import Comment, Decision, Follower, Idea, IdeaTranslation
from wellheard.web.translating.queries import Language, languages
from wellheard.workspace.installation import installation

SHOWN = 3


@dataclass(frozen=True)
class SaidBelow:
    """The newest comments below an idea, how many there are, and how many people follow it."""

    newest: list[Comment]
    count: int
    followers: int


def said_below(idea: Idea) -> SaidBelow:
    """Return what was said below an idea."""
    said = Comment.objects.standing().filter(idea=idea)
    newest = list(said.filter(reply_to=None).with_people().order_by("-said_at", "-pk")[:SHOWN])
    return SaidBelow(newest, said.count(), Follower.objects.following().filter(idea=idea).count())


def translations_of(idea: Idea) -> list[Language]:
    """Return the languages an idea can be read in, or could be."""
    written = IdeaTranslation.objects.filter(idea=idea).values_list("language", flat=True)
    original = idea.language or installation().language
    return languages(original, written, lambda code: reverse("idea_translation", args=[idea.pk, code]))


def reasons_of(decision: Decision | None) -> list[Language]:
    """Return the languages in which customers read why it was decided so, or could."""
    if decision is None:
        return []
    written = decision.translations.values_list("language", flat=True)
    original = written_in(decision.public_reason)
    return languages(original, written, lambda code: reverse("decision_translation", args=[decision.pk, code]))
