"""What became of what somebody said, asked and wants, in one list; and how much of it they have not seen."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wellheard.answer.models import Answer
from wellheard.customers.models import Contact
from wellheard.decide.models import Idea
from wellheard.foundation.text.clean import shorten
from wellheard.listen.conversations.models import Conversation, Message
from wellheard.web.portal.queries.mine import Reply, Told, Way, Wish, told_page, wishes
from wellheard.web.templatetags.charts import Step
from wellheard.web.widget.queries import conversations
from wellheard.workspace.installation import portal_address

NOTE = 200


def unread(contact: Contact | None) -> int:
    """Return how many answers and conversations have something new for a contact."""
    if contact is None:
        return 0
    theirs = list(conversations.of_contact(contact).values_list("pk", flat=True)[: conversations.MOST])
    return Answer.objects.unread(contact).count() + len(conversations.unread_ids(contact, theirs))


def mine(contact: Contact | None, *, cursor: str) -> dict[str, Any]:
    """Return a page of what became of it, newest first. Conversations and wishes stand on the first page only."""
    if contact is None:
        return {"items": [], "after": None, "unread": 0}
    new = set(Answer.objects.unread(contact).values_list("pk", flat=True))
    page = told_page(contact, cursor=cursor)
    items = [_told(told, new) for told in page.items]
    if page.is_first:
        items += [_conversation(one) for one in _conversations(contact)]
        items += [_wish(wish, new) for wish in wishes(contact)]
        items.sort(key=lambda item: str(item["at"]), reverse=True)
    return {"items": items, "after": page.next or None, "unread": unread(contact)}


def _conversations(contact: Contact) -> list[tuple[Conversation, Message | None, bool]]:
    found = list(conversations.of_contact(contact)[: conversations.MOST])
    new = conversations.unread_ids(contact, [one.pk for one in found])
    replies = Message.objects.filter(
        conversation__in=found, kind=Message.Kind.REPLY, state__in=[Message.State.SENT, Message.State.QUEUED]
    )
    last = {one.conversation_id: one for one in replies.order_by("conversation_id", "pk")}
    return [(one, last.get(one.pk), one.pk in new) for one in found]


def _conversation(row: tuple[Conversation, Message | None, bool]) -> dict[str, Any]:
    conversation, reply, is_new = row
    status = _("Waits for an answer") if conversation.waits_for == Conversation.WaitsFor.US else _("Answered")
    note = f"{reply.author_name}: {shorten(reply.words, limit=NOTE)}" if reply else ""
    return _item(
        "conversation",
        conversation.pk,
        words=conversations.title(conversation),
        status=_("Closed") if conversation.is_closed and not is_new else status,
        note=note,
        at=conversation.last_message_at.isoformat(),
        unread=is_new,
        conversation=conversation.pk,
    )


def _told(told: Told, new: set[int]) -> dict[str, Any]:
    parts = [told, *told.quotes]
    ways = [way for part in parts for way in part.ways]
    replies = [reply for part in parts for reply in part.answers]
    steps = ways[0].steps if ways else told.steps
    return _item(
        "feedback",
        told.feedback.pk,
        words=told.feedback.words,
        status=_status(ways, steps),
        note=_note(ways, replies),
        at=told.feedback.heard_at.isoformat(),
        unread=any(reply.answer.pk in new for reply in replies),
        url=_address(ways[0].idea) if ways else None,
        steps=[_step(step) for step in steps],
        answers=[_answer(reply, new) for reply in replies],
    )


def _wish(wish: Wish, new: set[int]) -> dict[str, Any]:
    idea = wish.way.idea
    return _item(
        "vote",
        idea.pk,
        words=wish.way.text.title,
        status=str(Idea.Status(idea.status).label),
        note=_note([], wish.answers),
        at=idea.status_changed_at.isoformat(),
        unread=any(reply.answer.pk in new for reply in wish.answers),
        url=_address(idea),
        steps=[_step(step) for step in wish.way.steps],
        answers=[_answer(reply, new) for reply in wish.answers],
    )


def _item(kind: str, pk: int, **said: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {"url": None, "conversation": None, "steps": [], "answers": []}
    return {"key": f"{kind[0]}.{pk}", "kind": kind, "id": pk} | empty | said


def _status(ways: list[Way], steps: Iterable[Step]) -> str:
    if ways:
        return str(Idea.Status(ways[0].idea.status).label)
    done = [step.title for step in steps if step.state in {"done", "now"}]
    return str(done[-1]) if done else _("Heard")


def _note(ways: list[Way], replies: list[Reply]) -> str:
    """Return what is known best: what they were answered, else the idea it stands behind."""
    if replies:
        return shorten(replies[-1].answer.words, limit=NOTE)
    return ways[0].text.title if ways else ""


def _answer(reply: Reply, new: set[int]) -> dict[str, Any]:
    return {
        "id": reply.answer.pk,
        "words": reply.answer.words,
        "at": reply.answer.told_at.isoformat() if reply.answer.told_at else None,
        "unread": reply.answer.pk in new,
        "asks": portal_address(reply.question) if reply.question else None,
    }


def _step(step: Step) -> dict[str, Any]:
    return {"title": str(step.title), "note": str(step.note), "state": step.state}


def _address(idea: Idea) -> str:
    return portal_address(reverse("portal_idea", args=[idea.pk]))
