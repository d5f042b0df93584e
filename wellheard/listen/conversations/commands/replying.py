"""What we answer: replies go out after a moment in which they can be taken back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_email
from wellheard.listen.conversations.commands.draft_files import draft_files_again, send_draft_files
from wellheard.listen.conversations.commands.drafts import drop_draft, save_draft
from wellheard.listen.conversations.commands.errors import ConversationError, UnseenPartsError
from wellheard.listen.conversations.commands.files import keep_files
from wellheard.listen.conversations.commands.locking import keep, locked_conversation, message_in_its_conversation
from wellheard.listen.conversations.commands.writing import WEB, known_message, required_words
from wellheard.listen.conversations.models import Conversation, Draft, Message
from wellheard.listen.conversations.reaching import left_out_of
from wellheard.listen.conversations.said import MOST_CHARACTERS, MOST_OF_ID, NewFile, Said
from wellheard.listen.conversations.standing import (
    COUNTED_COLUMNS,
    STANDING_COLUMNS,
    count_again,
    note_answered,
    note_first_answer,
    settle,
    wait_since,
    wake,
)
from wellheard.workspace.models import Staff

REPLIED = names.declare(
    "message.replied", "We wrote a reply; it goes out after a moment in which it can be taken back."
)
WITHDRAWN = names.declare("message.withdrawn", "A reply was taken back before it went out.")
SENT = names.declare("message.sent", "A reply went out.")
FAILED = names.declare("message.failed", "A reply could not be delivered; the customer still waits.")
TOLD = names.declare("conversation.told", "The customer was told what became of what they asked, and the outcome.")

# A reply can be taken back for so long.
UNDO_SECONDS = 10


@dataclass(frozen=True)
class Reply:
    """What is sent to whom. `key` makes a second click the same reply; without recipients everybody who takes part gets it.

    `file_ids` are files of the writer's draft that go along.
    """

    words: str
    key: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    send_at: datetime | None = None
    files: tuple[NewFile, ...] = ()
    file_ids: tuple[int, ...] = ()


@transaction.atomic
def reply_to_conversation(*, conversation_id: int, by: Staff, reply: Reply, seen_message_id: int | None) -> Message:
    """Answer the customer. It goes out at `send_at`, or after ten seconds, and can be taken back until then.

    Raises UnseenPartsError when others wrote what the writer has not seen: nothing is sent, the draft stays. The same key
    again returns the reply that is there.
    """
    conversation = locked_conversation(conversation_id)
    if known := known_message(conversation.pk, reply.key):
        return known
    words = required_words(reply.words)
    _require_seen(conversation, by, seen_message_id)
    now = clock.now()
    to, cc = _recipients(conversation, reply)
    message = Message.objects.create(
        conversation=conversation,
        kind=Message.Kind.REPLY,
        staff=by,
        author_name=by.name,
        words=words,
        language=conversation.language,
        said_at=now,
        recorded_at=now,
        state=Message.State.SCHEDULED,
        send_at=max(reply.send_at or now, now + timedelta(seconds=UNDO_SECONDS)),
        to=to,
        cc=cc,
        undo=_as_it_stands(conversation),
        origin=WEB if reply.key else "",
        origin_key=f"{conversation.pk}:{reply.key}"[:200] if reply.key else "",
    )
    keep_files(message, reply.files)
    send_draft_files(message, by, reply.file_ids)
    _note_reply(conversation, message)
    drop_draft(conversation_id=conversation.pk, staff=by, kind=Message.Kind.REPLY)
    ledger.record(REPLIED, conversation, message=message.pk)
    return message


@transaction.atomic
def withdraw_reply(*, message_id: int, by: Staff) -> Message:
    """Take back a reply that has not gone out: the conversation stands as before, words and files are a draft again.

    Raises ConversationError when it is out already.
    """
    message = message_in_its_conversation(message_id)
    conversation = message.conversation
    if message.state == Message.State.WITHDRAWN:
        return message
    if not message.is_withdrawable:
        raise ConversationError(_("This reply has gone out; it cannot be taken back. Write another one."))
    message.state = Message.State.WITHDRAWN
    message.save(update_fields=["state"])
    _stand_as_before(conversation, message)
    _draft_again(conversation, message, by)
    ledger.record(WITHDRAWN, conversation, message=message.pk)
    return message


@transaction.atomic
def note_outside_reply(*, conversation_id: int, staff: Staff, said: Said) -> Message:
    """Keep what a colleague answered from their own mail program: it has reached the customer already, so it is sent.

    The same origin again returns what is there.
    """
    conversation = locked_conversation(conversation_id)
    known = Message.objects.filter(origin=said.origin, origin_key=said.origin_key).exclude(origin_key="").first()
    if known:
        return known
    now = clock.now()
    message = Message.objects.create(
        conversation=conversation,
        kind=Message.Kind.REPLY,
        staff=staff,
        author_name=staff.name,
        author_address=staff.email,
        words=said.words[:MOST_CHARACTERS],
        html=said.html,
        folds=[list(fold) for fold in said.folds],
        language=conversation.language,
        said_at=min(said.said_at or now, now),
        recorded_at=now,
        state=Message.State.SENT,
        sent_at=now,
        message_id=said.message_id[:MOST_OF_ID],
        in_reply_to=said.in_reply_to[:MOST_OF_ID],
        to=list(said.to),
        cc=list(said.cc),
        incoming=said.incoming,
        placed_by=said.placed_by,
        placed_score=said.placed_score,
        origin=said.origin,
        origin_key=said.origin_key,
    )
    keep_files(message, said.files)
    note_first_answer(conversation, message)
    keep(conversation, "first_answer_at", "first_answer_seconds")
    _note_reply(conversation, message)
    ledger.record(SENT, conversation, message=message.pk, staff=staff.pk)
    return message


@transaction.atomic
def note_reply_sent(*, message_id: int, sent_at: datetime) -> None:
    """Note that a reply is out; safe to repeat. The first one of a conversation stops the clock of the first answer."""
    message = message_in_its_conversation(message_id)
    conversation = message.conversation
    if message.state not in {Message.State.SCHEDULED, Message.State.QUEUED, Message.State.FAILED}:
        return
    had_failed = message.state == Message.State.FAILED
    message.state, message.sent_at = Message.State.SENT, sent_at
    message.save(update_fields=["state", "sent_at"])
    note_first_answer(conversation, message)
    if had_failed:
        _note_answered_after_all(conversation, message)
    keep(conversation, "first_answer_at", "first_answer_seconds", *STANDING_COLUMNS)
    ledger.record(SENT, conversation, message=message.pk, staff=message.staff_id)


@transaction.atomic
def note_reply_failed(*, message_id: int, failure: str) -> None:
    """Note that a reply was refused: the customer waits again, and whoever wrote it sees why."""
    message = message_in_its_conversation(message_id)
    conversation = message.conversation
    if message.state not in {Message.State.QUEUED, Message.State.SENT}:
        return
    message.state = Message.State.FAILED
    message.save(update_fields=["state"])
    if not message.is_automatic:
        _wait_again(conversation, message)
        _tell_again(conversation, message)
    keep(conversation, *STANDING_COLUMNS, "closed_at", "closed_by", "news_at", "news_outcome")
    ledger.record(FAILED, conversation, message=message.pk, failure=failure)


def _draft_again(conversation: Conversation, message: Message, by: Staff) -> None:
    """Keep the words of a reply that was taken back before what was begun since."""
    begun = Draft.objects.filter(conversation=conversation, staff=by, kind=Message.Kind.REPLY).first()
    words = f"{message.words}\n\n{begun.words}" if begun and begun.words else message.words
    save_draft(conversation_id=conversation.pk, staff=by, kind=Message.Kind.REPLY, words=words, seen_message_id=None)
    again = Draft.objects.get(conversation=conversation, staff=by, kind=Message.Kind.REPLY)
    draft_files_again(message, again)


def unseen_parts(conversation: Conversation, staff: Staff, seen_message_id: int | None) -> list[Message]:
    """Return what others wrote after the last message somebody has seen."""
    after = conversation.messages.standing().filter(pk__gt=seen_message_id or 0)
    return list(after.exclude(staff=staff).in_order())


def _require_seen(conversation: Conversation, staff: Staff, seen_message_id: int | None) -> None:
    if unseen := unseen_parts(conversation, staff, seen_message_id):
        raise UnseenPartsError(unseen)


def _recipients(conversation: Conversation, reply: Reply) -> tuple[list[str], list[str]]:
    """Return to whom it goes: as chosen, or to who asked, with who takes part copied in."""
    if reply.to:
        to = [clean_email(one) for one in reply.to]
        _require_one_to_reach(conversation, to)
        return to, [clean_email(one) for one in reply.cc]
    taking_part = conversation.participants.filter(left_at=None).exclude(address="").order_by("-role", "pk")
    addresses = list(taking_part.values_list("address", flat=True))
    return addresses[:1], addresses[1:]


def _require_one_to_reach(conversation: Conversation, to: list[str]) -> None:
    left_out = left_out_of(conversation, to)
    if conversation.channel == Conversation.Channel.EMAIL and len(left_out) == len(set(to)):
        address, why = next(iter(left_out.items()))
        sentence = _("%(address)s cannot be written to. %(why)s Write another address into To.")
        raise ConversationError(sentence % {"address": address, "why": why.label})


def _note_reply(conversation: Conversation, message: Message) -> None:
    was_told = conversation.news_outcome if conversation.news_at else ""
    conversation.message_count += 1
    conversation.last_message_at = message.recorded_at
    conversation.news_at, conversation.news_outcome = None, ""
    conversation.product_waits.untold().update(told_at=message.recorded_at)
    if conversation.state != Conversation.State.OPEN:
        wake(conversation)
    note_answered(conversation)
    settle(conversation)
    keep(
        conversation, "message_count", "last_message_at", "news_at", "news_outcome", "closed_at", "closed_by", *STANDING_COLUMNS
    )  # fmt: skip
    if was_told:
        ledger.record(TOLD, conversation, message=message.pk, outcome=was_told)


def _as_it_stands(conversation: Conversation) -> dict[str, object]:
    return {
        "state": conversation.state,
        "snooze_kind": conversation.snooze_kind,
        "snoozed_until": conversation.snoozed_until.isoformat() if conversation.snoozed_until else None,
        "news_at": conversation.news_at.isoformat() if conversation.news_at else None,
        "news_outcome": conversation.news_outcome,
    }


def _stand_as_before(conversation: Conversation, message: Message) -> None:
    was = message.undo
    wake(conversation)
    if was.get("state") == Conversation.State.SNOOZED:
        conversation.state, conversation.snooze_kind = Conversation.State.SNOOZED, was["snooze_kind"]
        conversation.snoozed_until = _moment(was["snoozed_until"])
    conversation.product_waits.filter(told_at=message.recorded_at).update(told_at=None)
    conversation.news_at, conversation.news_outcome = _moment(was.get("news_at")), was.get("news_outcome", "")
    count_again(conversation)
    settle(conversation)
    keep(conversation, *STANDING_COLUMNS, *COUNTED_COLUMNS, "news_at", "news_outcome", "closed_at", "closed_by")


def _wait_again(conversation: Conversation, message: Message) -> None:
    if not conversation.is_open:
        wake(conversation)
    wait_since(conversation, conversation.last_heard_at or message.recorded_at)
    settle(conversation)


def _tell_again(conversation: Conversation, message: Message) -> None:
    """What a reply told that did not arrive is still to be told."""
    if conversation.news_at is None and message.undo.get("news_at"):
        conversation.news_at, conversation.news_outcome = _moment(message.undo["news_at"]), message.undo["news_outcome"]
        conversation.product_waits.filter(told_at=message.recorded_at).update(told_at=None)


def _note_answered_after_all(conversation: Conversation, message: Message) -> None:
    """The customer has the reply that had failed; unless they wrote since, they do not wait any more."""
    since = conversation.messages.filter(kind=Message.Kind.HEARD, is_automatic=False, pk__gt=message.pk)
    if not message.is_automatic and not since.exists():
        note_answered(conversation)
        settle(conversation)


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
