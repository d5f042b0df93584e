"""Answer the customer and say in the same step what it was about and whether it is over."""

from dataclasses import dataclass

from django.db import transaction

from wellheard.listen.conversations.commands import (
    Pair,
    Reply,
    close_conversation,
    mark_read,
    reply_to_conversation,
    tag_conversation,
)
from wellheard.listen.conversations.models import Message
from wellheard.workspace.models import Staff


@dataclass(frozen=True)
class Ending:
    """What becomes of a conversation once the reply is written: what it was about, and whether it closes."""

    tags: tuple[Pair, ...] = ()
    closes: bool = False


@transaction.atomic
def answer_customer(
    *, conversation_id: int, by: Staff, reply: Reply, seen_message_id: int | None, ending: Ending
) -> Message:
    """Write a reply, file the conversation and close it when asked: all of it or nothing.

    Raises UnseenPartsError, UntaggedError, ConversationError; then nothing goes out.
    """
    message = reply_to_conversation(
        conversation_id=conversation_id, by=by, reply=reply, seen_message_id=seen_message_id
    )
    if ending.closes:
        close_conversation(conversation_id=conversation_id, by=by, tags=ending.tags)
    else:
        for area_id, category_id in ending.tags:
            tag_conversation(conversation_id=conversation_id, area_id=area_id, category_id=category_id, by=by)
    mark_read(conversation_id=conversation_id, staff=by)
    return message
