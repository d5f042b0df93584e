"""Take hold of conversations before they are changed: the rule by which those who do so never wait for each other in a circle.

Whoever changes a conversation, or a row that hangs on it, holds the conversation first. Several are held together, in the order
of their numbers; of those that are joined only the one that stands is held. What else a change needs (a team's turn, a mail) is
held after it; an automation, a piece of work and the mail that came in before it.
"""

from collections.abc import Callable
from contextlib import suppress

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wellheard.listen.conversations.commands.errors import UnknownConversationError
from wellheard.listen.conversations.models import Conversation, Message

# A conversation may be joined to one that is joined to another; longer chains are a mistake somewhere.
MOST_STEPS = 20


class _OthersByNowError(Exception):
    """What was to be held was joined or parted while we waited for it."""


def locked_conversation(conversation_id: int) -> Conversation:
    """Return a conversation, or the one it was joined to, held until the transaction ends. Raises UnknownConversationError."""
    wanted = conversation_id
    for _step in range(MOST_STEPS):
        # Joined to another one while we waited for it: that one is wanted.
        if found := _rows().filter(pk=wanted, merged_into=None).first():
            return found
        wanted = _standing_for(wanted)
    raise _unknown()


def locked_conversations(*conversation_ids: int) -> list[Conversation]:
    """Return conversations, or those they were joined to, held together, in the order asked for.

    Raises UnknownConversationError.
    """
    return _held_together(lambda: [_standing_for(pk) for pk in conversation_ids])


def locked_with_part(*, kept_id: int, gone_id: int) -> tuple[Conversation, Conversation]:
    """Return a conversation, or the one it was joined to, and one that was joined to it, held together."""
    kept, gone = _held_together(lambda: [_standing_for(kept_id), gone_id])
    return kept, gone


def message_in_its_conversation(message_id: int) -> Message:
    """Return a message as it is now, with its conversation held. Raises UnknownConversationError."""
    for _step in range(MOST_STEPS):
        conversation = locked_conversation(_place_of(message_id))
        if message := _message_in(conversation, message_id):
            return message
    raise _unknown_message()


def message_and_conversation(*, message_id: int, conversation_id: int) -> tuple[Message, Conversation]:
    """Return a message with its conversation, and another conversation, all held. Raises UnknownConversationError."""
    for _step in range(MOST_STEPS):
        whole, other = locked_conversations(_place_of(message_id), conversation_id)
        if message := _message_in(whole, message_id):
            return message, other
    raise _unknown_message()


def keep(conversation: Conversation, *columns: str) -> None:
    """Write the named columns of a conversation that is held; its version grows, so that editors notice."""
    conversation.version += 1
    conversation.save(update_fields=[*columns, "version"])


def _rows() -> "QuerySet[Conversation]":
    return Conversation.objects.select_for_update(of=("self",), no_key=True).select_related("company__tier", "mailbox")


def _held_together(which: Callable[[], list[int]]) -> list[Conversation]:
    """Hold rows in the order of their numbers; begin anew, holding none, where they are others by the time we have them."""
    for _step in range(MOST_STEPS):
        wanted = which()
        with suppress(_OthersByNowError), transaction.atomic():
            held = {row.pk: row for row in _rows().filter(pk__in=wanted).order_by("pk")}
            if wanted != which():
                raise _OthersByNowError
            if len(held) < len(set(wanted)):
                raise _unknown()
            return [held[pk] for pk in wanted]
    raise _unknown()


def _standing_for(conversation_id: int) -> int:
    """Return which conversation stands for one: itself, or the last that it was joined to."""
    wanted = conversation_id
    for _step in range(MOST_STEPS):
        row = Conversation.objects.filter(pk=wanted).only("merged_into").first()
        if row is None:
            break
        if row.merged_into_id is None:
            return wanted
        wanted = row.merged_into_id
    raise _unknown()


def _place_of(message_id: int) -> int:
    place = Message.objects.filter(pk=message_id).values_list("conversation_id", flat=True).first()
    if place is None:
        raise _unknown_message()
    return place


def _message_in(conversation: Conversation, message_id: int) -> Message | None:
    """Return a message of a conversation that is held; nothing where it was moved while we waited."""
    message = Message.objects.filter(pk=message_id, conversation=conversation).first()
    if message:
        message.conversation = conversation
    return message


def _unknown() -> UnknownConversationError:
    return UnknownConversationError(_("This conversation does not exist any more; go back to the inbox."))


def _unknown_message() -> UnknownConversationError:
    return UnknownConversationError(_("This message does not exist any more; go back to the conversation."))
