"""Where an answer belongs into a conversation: who asked in one, is told in that one, and by no mail beside it.

A conversation waits for an idea, or for work in a tracker that an idea waits for too. Once that is over it comes back, ready
to tell; the answer its asker is owed about the idea then waits for the reply there, and is told with it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from wellheard.answer.models import Answer
from wellheard.decide.models import Idea
from wellheard.decide.queries import family_of, standing_for
from wellheard.deliver.work_items.models import WORK_ITEM, WorkItem, WorkItemLink
from wellheard.deliver.work_items.queries import family, ideas_of, last_of
from wellheard.listen.conversations.models import Conversation, Message, ProductWait

IDEA = "idea"
# What an idea's status tells the conversations that wait for it; while it is none of these they go on waiting.
NEWS = {
    Idea.Status.SHIPPED: Conversation.News.SHIPPED,
    Idea.Status.NOT_NOW: Conversation.News.NOT_NOW,
    Idea.Status.ALREADY_POSSIBLE: Conversation.News.ALREADY_POSSIBLE,
}
# Told in each of these words by either side: what a conversation comes back with is an occasion of an answer.
_OCCASIONS = tuple(NEWS.values())


@dataclass(frozen=True)
class Wish:
    """Who asked for which idea, and what there is to tell them."""

    contact_id: int
    idea_id: int
    occasion: str

    @classmethod
    def of(cls, answer: Answer) -> "Wish":
        return cls(answer.contact_id, answer.idea_id or 0, answer.occasion)


def bound(answers: Iterable[Answer]) -> dict[int, Conversation]:
    """Return by answer the conversation it is told in: one that waits for its idea, or came back to tell just this.

    Until the reply there is out, and noted, no mail may overtake it. One query where nobody has such a conversation.
    """
    wanted = {Wish.of(answer): answer for answer in answers if answer.idea_id and answer.occasion in _OCCASIONS}
    waits = _telling_waits({wish.contact_id for wish in wanted}) if wanted else []
    found: dict[int, Conversation] = {}
    for wait in waits:
        outcomes = [wait.outcome] if wait.ended_at else list(_OCCASIONS)
        for idea_id in ideas_waited_for(wait.subject_type, wait.subject_id):
            for occasion in outcomes:
                answer = wanted.get(Wish(wait.conversation.requester_id or 0, idea_id, occasion))
                if answer and _is_told_by(wait, answer):
                    found[answer.pk] = wait.conversation
    return found


def who_waits(contact_ids: Iterable[int]) -> set[int]:
    """Return who of these contacts asked in a conversation that waits, or waited, for something of ours."""
    theirs = ProductWait.objects.filter(conversation__requester__in=list(contact_ids))
    return set(theirs.values_list("conversation__requester_id", flat=True)) - {None}


def told_there(answer: Answer) -> Message | None:
    """Return the reply that told a contact this already, in a conversation that came back before the answer was owed."""
    if answer.idea is None or answer.round or answer.occasion not in _OCCASIONS:
        return None
    ended = waits_about(answer.idea).filter(conversation__requester=answer.contact_id, outcome=answer.occasion)
    for wait in ended.exclude(ended_at=None).filter(conversation__news_at=None).order_by("-ended_at"):
        replies = Message.objects.filter(conversation=wait.conversation_id, kind=Message.Kind.REPLY)
        out = replies.filter(said_at__gte=wait.ended_at, state=Message.State.SENT).order_by("pk").first()
        if out:
            return out
    return None


def waits_about(idea: Idea) -> QuerySet[ProductWait]:
    """Return the waits for an idea, for those merged into it, and for the work they wait for."""
    ideas = family_of([idea.pk])
    linked = WorkItem.objects.filter(pk__in=WorkItemLink.objects.filter(idea__in=ideas).values("item"))
    work = {item_id for item in linked.select_related("duplicate_of") for item_id in family(last_of(item))}
    return ProductWait.objects.filter(
        Q(subject_type=IDEA, subject_id__in=ideas) | Q(subject_type=WORK_ITEM, subject_id__in=work)
    )


def ideas_waited_for(subject_type: str, subject_id: int) -> list[int]:
    """Return the ideas that what a conversation waits for stands for."""
    if subject_type == IDEA:
        return [standing_for(subject_id)]
    item = WorkItem.objects.filter(pk=subject_id).select_related("duplicate_of").first()
    return [standing_for(idea_id) for idea_id in ideas_of(last_of(item)).values_list("pk", flat=True)] if item else []


def ready(waits: QuerySet[ProductWait]) -> QuerySet[Conversation]:
    """Return the conversations that came back from these waits and whose customers were not told yet, latest first."""
    over = waits.exclude(ended_at=None)
    conversations = Conversation.objects.with_news().filter(pk__in=over.values("conversation"))
    return conversations.select_related("requester", "company", "mailbox").order_by("-last_message_at", "-pk")


def news_of(conversation: Conversation) -> str:
    """Return what marks the news a conversation came back with, and since when; empty where there is none."""
    if conversation.news_at is None:
        return ""
    return f"{conversation.news_outcome}:{conversation.news_at.timestamp():.6f}"


def _telling_waits(contact_ids: Iterable[int]) -> list[Any]:
    """Return the waits of these contacts by which they are told, or were, with when the last reply since was written."""
    theirs = ProductWait.objects.filter(
        conversation__requester__in=list(contact_ids), conversation__merged_into=None, conversation__aside_reason=""
    )
    since = Message.objects.filter(
        conversation=OuterRef("conversation"), kind=Message.Kind.REPLY, said_at__gte=OuterRef("ended_at")
    )
    rows = theirs.filter(~Q(ended_at=None) | Q(subject_type=IDEA)).annotate(
        is_leaving=Exists(since.filter(state__in=[Message.State.SCHEDULED, Message.State.QUEUED])),
        replied_at=Subquery(since.filter(state=Message.State.SENT).order_by("-said_at").values("said_at")[:1]),
    )
    return list(rows.select_related("conversation").order_by("pk"))


def _is_told_by(wait: Any, answer: Answer) -> bool:
    if wait.ended_at is None or wait.conversation.news_at or wait.is_leaving:
        return True
    # Told a moment ago, and about to be noted; a reply of an earlier round told other news.
    return wait.replied_at is not None and wait.replied_at >= answer.owed_at
