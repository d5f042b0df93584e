"""How a conversation stands: who waits for whom. Worked out from its rows, in one place."""

from datetime import datetime

from wellheard.listen.conversations.models import Conversation, Message
from wellheard.listen.conversations.targets import answer_due_at
from wellheard.workspace.installation import business_seconds

# What `settle` and `wake` may change.
STANDING_COLUMNS = (
    "state", "waits_for", "snooze_kind", "snoozed_until", "waiting_since", "answer_due_at", "awaits_filing",
)  # fmt: skip
COUNTED_COLUMNS = (
    "started_at", "last_message_at", "last_heard_at", "first_answer_at", "first_answer_seconds", "message_count", "preview",
)  # fmt: skip
PREVIEW = 200


def settle(conversation: Conversation) -> None:
    """Say who waits for whom. What we answered and waits for the product leaves the queue until there is news."""
    if conversation.is_closed:
        conversation.waits_for = ""
        return
    if conversation.waiting_since or conversation.news_at:
        conversation.waits_for = Conversation.WaitsFor.US
    elif conversation.product_waits.filter(ended_at=None).exists():
        conversation.waits_for = Conversation.WaitsFor.PRODUCT
        _park(conversation)
    else:
        conversation.waits_for = Conversation.WaitsFor.CUSTOMER


def _park(conversation: Conversation) -> None:
    if conversation.is_open:
        conversation.state = Conversation.State.SNOOZED
        conversation.snooze_kind, conversation.snoozed_until = Conversation.SnoozeKind.PRODUCT, None


def wake(conversation: Conversation) -> None:
    """Put a conversation among the open ones."""
    if conversation.is_closed:
        note_filing(conversation)
    conversation.state, conversation.snooze_kind, conversation.snoozed_until = Conversation.State.OPEN, "", None
    conversation.closed_at = conversation.closed_by = None


def note_waiting(conversation: Conversation, message: Message) -> None:
    """Note that the customer waits for us since this message, unless they waited already.

    For what they wrote where an import has it from, we promised nothing.
    """
    if message.placed_by == Message.PlacedBy.IMPORT:
        conversation.waiting_since = conversation.waiting_since or message.recorded_at
    else:
        wait_since(conversation, message.recorded_at)


def wait_since(conversation: Conversation, moment: datetime) -> None:
    """Note that the customer waits for us since then, unless they waited already, and until when we promised to answer."""
    conversation.waiting_since = conversation.waiting_since or moment
    # One that waited already where an import has it from is promised an answer once they write here.
    if conversation.answer_due_at is None:
        conversation.answer_due_at = answer_due_at(conversation, moment)


def note_answered(conversation: Conversation) -> None:
    """Note that the customer does not wait for us any more."""
    conversation.waiting_since = conversation.answer_due_at = None


def note_first_answer(conversation: Conversation, message: Message) -> None:
    """Note when we first answered, in business seconds since the first message. Later answers change nothing."""
    # Of who answered where an import has it from, nobody may work here.
    is_persons = message.staff_id or (message.placed_by == Message.PlacedBy.IMPORT and not message.is_automatic)
    if conversation.first_answer_at is None and message.sent_at and is_persons:
        conversation.first_answer_at = message.sent_at
        conversation.first_answer_seconds = business_seconds(conversation.started_at, message.sent_at)


def note_filing(conversation: Conversation) -> None:
    """Work out from its tags whether somebody has yet to say what a conversation was about."""
    conversation.awaits_filing = not conversation.tags.confirmed().exists()


def count_again(conversation: Conversation) -> None:
    """Work out what is kept of a conversation's messages from the messages themselves: after a merge, a split, an undo."""
    count_from(conversation, list(conversation.messages.standing().in_order()))


def count_from(conversation: Conversation, messages: list[Message]) -> None:
    """Work out what is kept of a conversation's messages from these, which are all that stand, in order."""
    heard = [one for one in messages if one.is_heard and not one.is_automatic]
    conversation.message_count = len(messages)
    if messages:
        conversation.started_at = min(one.recorded_at for one in messages)
        conversation.last_message_at = max(one.recorded_at for one in messages)
        conversation.preview = preview_of(heard[-1] if heard else messages[-1])
    conversation.last_heard_at = heard[-1].recorded_at if heard else None
    conversation.first_answer_at = conversation.first_answer_seconds = None
    for one in messages:
        note_first_answer(conversation, one)
    _wait_again(conversation, messages)


def _wait_again(conversation: Conversation, messages: list[Message]) -> None:
    note_answered(conversation)
    if conversation.is_closed:
        return
    for one in messages:
        if one.is_heard and not one.is_automatic:
            note_waiting(conversation, one)
        elif one.kind == Message.Kind.REPLY and not one.is_automatic:
            note_answered(conversation)


def preview_of(message: Message) -> str:
    """Return the beginning of what is not folded of a message, in one line."""
    return " ".join(shown_words(message)[: 4 * PREVIEW].split())[:PREVIEW]


def shown_words(message: Message) -> str:
    """Return what of a message is not folded: their own words, without what they quote."""
    parts, begin = [], 0
    for fold_begin, fold_end in message.folds:
        parts.append(message.words[begin:fold_begin])
        begin = fold_end
    return "".join([*parts, message.words[begin:]]).strip()
