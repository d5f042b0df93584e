"""A contact's conversations in the product: nobody else's, and never a note of ours."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from wellheard.customers.models import Contact
from wellheard.foundation.text.clean import shorten
from wellheard.listen.conversations.models import Attachment, Conversation, Message, Participant
from wellheard.listen.conversations.standing import shown_words
from wellheard.web.widget.nodes import picture_address
from wellheard.workspace.installation import installation

MOST, MOST_MESSAGES = 50, 200
TITLE, NOTE = 80, 160
SHOWN = ("image/png", "image/jpeg", "image/webp")
# What has left us: before that, a reply can be taken back.
_ARRIVED = (Message.State.SENT, Message.State.QUEUED)


def of_contact(contact: Contact) -> "QuerySet[Conversation]":
    """Return the conversations a contact asked in the product, those that were joined to another one through that."""
    theirs = Participant.objects.filter(conversation=OuterRef("pk"), contact=contact, left_at=None)
    in_product = Conversation.objects.filter(channel=Conversation.Channel.IN_APP, merged_into=None, aside_reason="")
    return in_product.filter(Exists(theirs)).order_by("-last_message_at", "-pk")


def visible(conversation_id: int, contact: Contact) -> Conversation | None:
    """Return one of a contact's conversations; one that was joined to another is that one."""
    joined = Conversation.objects.filter(pk=conversation_id).values_list("merged_into", flat=True).first()
    return of_contact(contact).filter(pk=joined or conversation_id).first()


def listed(contact: Contact) -> list[dict[str, Any]]:
    """Return a contact's conversations, newest first."""
    found = list(of_contact(contact)[:MOST])
    unread = unread_ids(contact, [one.pk for one in found])
    return [
        {
            "id": one.pk,
            "title": title(one),
            "note": shorten(one.preview, limit=NOTE),
            "at": one.last_message_at.isoformat(),
            "unread": one.pk in unread,
        }
        for one in found
    ]


def whole(conversation: Conversation, contact: Contact) -> dict[str, Any]:
    """Return a conversation with its messages as the contact reads them, at most the latest 200."""
    messages = list(public(conversation).order_by("-recorded_at", "-pk")[:MOST_MESSAGES])[::-1]
    pictures = _pictures(messages)
    return {
        "id": conversation.pk,
        "title": title(conversation),
        "can_reply": True,
        "unread": bool(unread_ids(contact, [conversation.pk])),
        "messages": [_message(one, pictures.get(one.pk, [])) for one in messages],
    }


def message(one: Message) -> dict[str, Any]:
    """Return one message."""
    return _message(one, _pictures([one]).get(one.pk, []))


def public(conversation: Conversation) -> "QuerySet[Message]":
    """Return what the contact reads: what they said, and what of ours has gone out."""
    is_out = Q(kind=Message.Kind.HEARD) | Q(kind=Message.Kind.REPLY, state__in=_ARRIVED)
    return Message.objects.filter(is_out, conversation=conversation)


def unread_ids(contact: Contact, conversation_ids: list[int]) -> set[int]:
    """Return those of these conversations in which something of ours was not read yet."""
    if not conversation_ids:
        return set()
    marks = Participant.objects.filter(contact=contact, left_at=None, conversation__in=conversation_ids)
    seen = marks.annotate(seen=Coalesce("seen_message_id", 0))
    new = Message.objects.filter(
        conversation=OuterRef("conversation"),
        kind=Message.Kind.REPLY,
        state__in=_ARRIVED,
        is_automatic=False,
        pk__gt=OuterRef("seen"),
    )
    return set(seen.filter(Exists(new)).values_list("conversation_id", flat=True))


def title(conversation: Conversation) -> str:
    """Return what a conversation is about, as its list shows it."""
    return shorten(conversation.subject or conversation.preview, limit=TITLE)


def _message(one: Message, pictures: list[dict[str, Any]]) -> dict[str, Any]:
    ours = one.kind == Message.Kind.REPLY
    return {
        "id": one.pk,
        "by": (one.author_name or installation().vendor_name) if ours else one.author_name,
        "ours": ours,
        "words": shown_words(one),
        "at": one.recorded_at.isoformat(),
        "pictures": pictures,
    }


def _pictures(messages: list[Message]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    kept = Attachment.objects.filter(message__in=messages, media_type__in=SHOWN).exclude(file="")
    for one in kept.order_by("pk"):
        shown = {"src": picture_address("attachment", one.pk, one.file), "alt": one.name}
        found.setdefault(one.message_id, []).append(shown)
    return found
