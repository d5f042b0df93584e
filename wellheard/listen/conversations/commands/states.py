"""Put conversations off, close them, open them again, set them aside."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.conversations.commands.errors import ConversationError, UntaggedError
from wellheard.listen.conversations.commands.hearing import REOPENED
from wellheard.listen.conversations.commands.locking import keep, locked_conversation
from wellheard.listen.conversations.commands.tagging import Pair, confirm_tags
from wellheard.listen.conversations.models import Conversation, ConversationAside
from wellheard.listen.conversations.standing import (
    COUNTED_COLUMNS,
    STANDING_COLUMNS,
    count_again,
    note_answered,
    settle,
    wake,
)
from wellheard.workspace.models import Staff

SNOOZED = names.declare("conversation.snoozed", "A conversation was put off, until a time or until they reply.")
CLOSED = names.declare("conversation.closed", "A conversation was closed; it says what it was about.")
SET_ASIDE = names.declare("conversation.set_aside", "A conversation is nobody's work, and why.")
BROUGHT_BACK = names.declare("conversation.brought_back", "A conversation that was set aside is somebody's work again.")

_COLUMNS = (*STANDING_COLUMNS, "closed_at", "closed_by")


@transaction.atomic
def snooze_conversation(*, conversation_id: int, until: datetime | None) -> Conversation:
    """Put a conversation off until a moment, or, without one, until they reply. Raises ConversationError for the past."""
    conversation = locked_conversation(conversation_id)
    if until is not None and until <= clock.now():
        raise ConversationError(_("This moment has passed; choose a later one."))
    kind = Conversation.SnoozeKind.REPLY if until is None else Conversation.SnoozeKind.TIME
    as_asked = (Conversation.State.SNOOZED, kind, until)
    if (conversation.state, conversation.snooze_kind, conversation.snoozed_until) == as_asked:
        return conversation
    wake(conversation)
    conversation.state, conversation.snooze_kind, conversation.snoozed_until = as_asked
    settle(conversation)
    keep(conversation, *_COLUMNS)
    ledger.record(SNOOZED, conversation, kind=kind.value)
    return conversation


@transaction.atomic
def wake_conversation(*, conversation_id: int) -> Conversation:
    """Open a conversation again whose time has come; safe to repeat."""
    conversation = locked_conversation(conversation_id)
    until = conversation.snoozed_until
    if conversation.state == Conversation.State.SNOOZED and until is not None and until <= clock.now():
        wake(conversation)
        settle(conversation)
        # Somebody asked to see it now, whatever else it waits for.
        wake(conversation)
        keep(conversation, *_COLUMNS)
        ledger.record(REOPENED, conversation, why="time", was=Conversation.State.SNOOZED)
    return conversation


@transaction.atomic
def close_conversation(*, conversation_id: int, by: Staff | None, tags: Iterable[Pair] = ()) -> Conversation:
    """Close a conversation that says what it was about. Raises UntaggedError where nobody said so.

    This is the one way to close: page, API, bulk actions, macros and automations go through it. What was set aside needs
    no area and category.
    """
    conversation = locked_conversation(conversation_id)
    confirm_tags(conversation=conversation, pairs=tags, by=by)
    if conversation.is_closed:
        return conversation
    if not conversation.aside_reason and not conversation.tags.exclude(confirmed_at=None).exists():
        raise UntaggedError
    wake(conversation)
    conversation.state, conversation.closed_at, conversation.closed_by = Conversation.State.CLOSED, clock.now(), by
    note_answered(conversation)
    settle(conversation)
    keep(conversation, *_COLUMNS)
    ledger.record(CLOSED, conversation, by=by.pk if by else None)
    return conversation


@transaction.atomic
def reopen_conversation(*, conversation_id: int) -> Conversation:
    """Open a conversation that was closed or put off; one that is open stays as it is."""
    conversation = locked_conversation(conversation_id)
    was = conversation.state
    if conversation.is_open:
        return conversation
    conversation.reopened_count += conversation.is_closed
    wake(conversation)
    count_again(conversation)
    settle(conversation)
    # What waits for the product too is open: somebody asked for it.
    wake(conversation)
    keep(conversation, *_COLUMNS, *COUNTED_COLUMNS, "reopened_count")
    ledger.record(REOPENED, conversation, why="staff", was=was)
    return conversation


@transaction.atomic
def set_conversation_aside(*, conversation_id: int, reason: str, by: Staff | None) -> Conversation:
    """Say that a conversation is nobody's work, and why; it closes, counts nowhere and is kept. Raises ConversationError."""
    if reason not in ConversationAside.values:
        raise ConversationError(_("Say why it is set aside: spam, written by a program, or the same as another one."))
    conversation = locked_conversation(conversation_id)
    if conversation.aside_reason == reason:
        return conversation
    conversation.aside_reason = reason
    keep(conversation, "aside_reason")
    ledger.record(SET_ASIDE, conversation, reason=reason)
    return close_conversation(conversation_id=conversation.pk, by=by)


@transaction.atomic
def bring_conversation_back(*, conversation_id: int) -> Conversation:
    """Make a conversation that was set aside somebody's work again."""
    conversation = locked_conversation(conversation_id)
    if not conversation.aside_reason:
        return conversation
    conversation.aside_reason = ""
    keep(conversation, "aside_reason")
    ledger.record(BROUGHT_BACK, conversation)
    return reopen_conversation(conversation_id=conversation.pk)
