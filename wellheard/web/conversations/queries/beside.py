"""What stands beside a conversation: what they asked before, what they are owed, what may help, what else they wrote."""

from dataclasses import dataclass, field

from django.db.models import Q

from wellheard.answer.models import Answer
from wellheard.decide.models import Idea
from wellheard.decide.suggestions import SuggestedArticle, Suggestions, suggestions_for
from wellheard.deliver.work_items.queries import Work, work_of_conversation
from wellheard.foundation.text.clean import shorten
from wellheard.listen.conversations.models import Conversation, Message, ProductWait
from wellheard.listen.models import Feedback
from wellheard.listen.satisfaction.models import Rating
from wellheard.web.feedback.queries import ideas_of

MOST_ASKS, MOST_OTHERS = 4, 4
_ASKED_WITH = 2_000


@dataclass(frozen=True)
class Ask:
    """One thing they said before, the ideas behind it, and whether they are still owed an answer about it."""

    feedback: Feedback
    ideas: list[Idea]
    is_owed: bool = False


@dataclass(frozen=True)
class Beside:
    """What stands beside a conversation, below who wrote it; `heard_id` is the message that an idea beside it is linked to."""

    heard_id: int = 0
    asks: list[Ask] = field(default_factory=list)
    waits: list[Idea] = field(default_factory=list)
    colleagues: list[Conversation] = field(default_factory=list)
    past: list[tuple[Conversation, Rating | None]] = field(default_factory=list)
    articles: list[SuggestedArticle] = field(default_factory=list)
    alike: list[Idea] = field(default_factory=list)
    work: Work | None = None


def beside(conversation: Conversation) -> Beside:
    """Return what stands beside a conversation, in a fixed number of statements."""
    waits = _waits(conversation)
    helping = _helping(conversation)
    heard = conversation.messages.standing().filter(kind=Message.Kind.HEARD).order_by("-recorded_at", "-pk")
    return Beside(
        heard_id=heard.values_list("pk", flat=True).first() or 0,
        asks=_asks(conversation, owed_to(conversation)),
        waits=waits,
        colleagues=_others(conversation)[:MOST_OTHERS],
        past=_past(conversation),
        work=work_of_conversation(conversation.pk),
        articles=helping.articles,
        alike=[idea for idea in helping.ideas if idea not in waits],
    )


def _waits(conversation: Conversation) -> list[Idea]:
    ids = ProductWait.objects.standing().filter(conversation=conversation, subject_type="idea")
    return list(Idea.objects.filter(pk__in=ids.values("subject_id")).order_by("pk"))


def owed_to(conversation: Conversation) -> list[tuple[int | None, int | None]]:
    """Return what the contact is still owed: the idea or the feedback of each answer."""
    if conversation.requester_id is None:
        return []
    outstanding = Answer.objects.outstanding().filter(contact=conversation.requester_id)
    return list(outstanding.values_list("idea_id", "feedback_id"))


def _asks(conversation: Conversation, owed: list[tuple[int | None, int | None]]) -> list[Ask]:
    if not (conversation.company_id or conversation.requester_id):
        return []
    same = Q(company=conversation.company_id) if conversation.company_id else Q(contact=conversation.requester_id)
    said = list(Feedback.objects.counted().filter(same).newest_first()[:MOST_ASKS])
    ideas = ideas_of(one.pk for one in said)
    of_ideas, of_feedback = {idea for idea, _one in owed}, {one for _idea, one in owed}
    return [
        Ask(one, ideas[one.pk], one.pk in of_feedback or any(idea.pk in of_ideas for idea in ideas[one.pk]))
        for one in said
    ]


def _others(conversation: Conversation) -> list[Conversation]:
    """Return what others of the same company have open."""
    if conversation.company_id is None:
        return []
    others = Conversation.objects.standing().filter(company=conversation.company_id).exclude(state="closed")
    others = others.exclude(pk=conversation.pk).exclude(requester=conversation.requester_id)
    return list(others.select_related("requester").newest_first()[:MOST_OTHERS])


def _past(conversation: Conversation) -> list[tuple[Conversation, Rating | None]]:
    """Return what they wrote before, and how they said it went."""
    if conversation.requester_id is None:
        return []
    same = Conversation.objects.standing().filter(requester=conversation.requester_id).exclude(pk=conversation.pk)
    past = list(same.newest_first()[:MOST_OTHERS])
    rated = {one.conversation_id: one for one in Rating.objects.rated().filter(conversation__in=past)}
    return [(one, rated.get(one.pk)) for one in past]


def _helping(conversation: Conversation) -> Suggestions:
    words = last_words(conversation)
    if not words:
        return Suggestions()
    return suggestions_for(
        words, language=conversation.language, contact=conversation.requester, company=conversation.company
    )


def last_words(conversation: Conversation) -> str:
    """Return what the customer said last, as far as suggestions are made from it."""
    heard = conversation.messages.filter(kind=Message.Kind.HEARD, is_automatic=False).order_by("-recorded_at", "-pk")
    words = heard.values_list("words", flat=True).first() or ""
    return shorten(words, limit=_ASKED_WITH)
