"""Park conversations on the product, and bring them back when there is something to tell."""

from django.db import transaction

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.conversations.commands.hearing import REOPENED
from wellheard.listen.conversations.commands.locking import keep, locked_conversation
from wellheard.listen.conversations.models import Conversation, Message, ProductWait
from wellheard.listen.conversations.standing import STANDING_COLUMNS, settle, wake

WAITS = names.declare("conversation.waits_for_product", "A conversation waits for an idea or for work in a tracker.")
HAS_NEWS = names.declare("conversation.has_news", "What a conversation waited for ended: the customer can be told.")
NEWS_WITHDRAWN = names.declare("conversation.news_withdrawn", "What was to be told is not so any more; it waits again.")

_COLUMNS = (
    *STANDING_COLUMNS,
    "news_at",
    "news_outcome",
    "closed_at",
    "closed_by",
    "reopened_count",
    "assignee",
    "team",
)


@transaction.atomic
def wait_for_product(*, conversation_id: int, subject_type: str, subject_id: int) -> Conversation:
    """Let a conversation wait for an idea or for work: once we have answered, it leaves the queue until there is news."""
    conversation = locked_conversation(conversation_id)
    wait, is_new = ProductWait.objects.get_or_create(
        conversation=conversation,
        subject_type=subject_type,
        subject_id=subject_id,
        defaults={"began_at": clock.now()},
    )
    if not is_new and wait.ended_at is None:
        return conversation
    wait.ended_at, wait.outcome, wait.told_at = None, "", None
    wait.save(update_fields=["ended_at", "outcome", "told_at"])
    settle(conversation)
    keep(conversation, *STANDING_COLUMNS)
    ledger.record(WAITS, conversation, of=subject_type, of_id=subject_id)
    return conversation


@transaction.atomic
def stop_waiting_for_product(*, conversation_id: int, subject_type: str, subject_id: int) -> Conversation:
    """Take a wait back that was a mistake: there is nothing to tell."""
    conversation = locked_conversation(conversation_id)
    gone = conversation.product_waits.filter(subject_type=subject_type, subject_id=subject_id).delete()[0]
    if gone:
        _unpark(conversation)
    return conversation


@transaction.atomic
def end_product_waits(*, subject_type: str, subject_id: int, outcome: str) -> list[int]:
    """Bring every conversation back that waits for this, ready to tell the customer; return which. Safe to repeat.

    Each is open again, with whoever wrote in it last or else its team, whatever it had been put off or closed for.
    """
    waits = ProductWait.objects.standing().filter(subject_type=subject_type, subject_id=subject_id)
    waiting = list(waits.order_by("conversation_id").values_list("conversation_id", flat=True))
    for conversation_id in waiting:
        _bring_back(conversation_id, subject_type, subject_id, outcome)
    return waiting


@transaction.atomic
def withdraw_news(*, subject_type: str, subject_id: int) -> list[int]:
    """Let the conversations whose customers were not told yet wait again: what ended has begun anew. Return which.

    What else there is to tell them stays to be told.
    """
    untold = ProductWait.objects.untold().filter(subject_type=subject_type, subject_id=subject_id)
    waiting = list(untold.order_by("conversation_id").values_list("conversation_id", flat=True))
    for conversation_id in waiting:
        conversation = locked_conversation(conversation_id)
        if not untold.filter(conversation=conversation).update(ended_at=None, outcome=""):
            # They were told while we waited for it.
            continue
        other = conversation.product_waits.untold().order_by("-ended_at").first()
        conversation.news_at = conversation.news_at if other else None
        conversation.news_outcome = other.outcome if other else ""
        settle(conversation)
        keep(conversation, *_COLUMNS)
        ledger.record(NEWS_WITHDRAWN, conversation, of=subject_type, of_id=subject_id)
    return waiting


@transaction.atomic
def dismiss_news(*, conversation_id: int) -> Conversation:
    """Note that there is nothing to write here: the customer knows already."""
    conversation = locked_conversation(conversation_id)
    if conversation.news_at:
        conversation.news_at, conversation.news_outcome = None, ""
        conversation.product_waits.untold().update(told_at=clock.now())
        settle(conversation)
        keep(conversation, *_COLUMNS)
        ledger.record(NEWS_WITHDRAWN, conversation, of="", of_id=None)
    return conversation


def _bring_back(conversation_id: int, subject_type: str, subject_id: int, outcome: str) -> None:
    conversation = locked_conversation(conversation_id)
    waits = conversation.product_waits.filter(subject_type=subject_type, subject_id=subject_id, ended_at=None)
    if not waits.update(ended_at=clock.now(), outcome=outcome, told_at=None):
        return
    if conversation.aside_reason:
        # Nobody's work stays nobody's work.
        return
    was = conversation.state
    conversation.news_at, conversation.news_outcome = clock.now(), outcome
    conversation.reopened_count += conversation.is_closed
    wake(conversation)
    _give_to_last_owner(conversation)
    settle(conversation)
    keep(conversation, *_COLUMNS)
    ledger.record(HAS_NEWS, conversation, of=subject_type, of_id=subject_id, outcome=outcome)
    if was != Conversation.State.OPEN:
        ledger.record(REOPENED, conversation, why="product", was=was)


def _give_to_last_owner(conversation: Conversation) -> None:
    """Leave it with who has it; else with who wrote in it last and still works here; else with the team."""
    if conversation.assignee and conversation.assignee.is_active:
        return
    wrote = conversation.messages.filter(kind=Message.Kind.REPLY, staff__is_active=True).order_by("-pk").first()
    conversation.assignee = wrote.staff if wrote else None


def _unpark(conversation: Conversation) -> None:
    if conversation.snooze_kind == Conversation.SnoozeKind.PRODUCT:
        wake(conversation)
    settle(conversation)
    keep(conversation, *_COLUMNS)
