"""Let replies go out: by mail through their conversation's mailbox, or at once where the customer reads them in the product."""

import hashlib

from django.db import transaction

from wellheard.customers.queries import is_left_alone
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger
from wellheard.foundation.mail.commands import queue_mail
from wellheard.foundation.mail.failures import Failure
from wellheard.foundation.mail.reading.automatic import is_machine_address
from wellheard.foundation.tallies import count_one_more
from wellheard.listen.conversations.commands.locking import keep, locked_conversation, message_in_its_conversation
from wellheard.listen.conversations.commands.replying import REPLIED, note_reply_failed, note_reply_sent
from wellheard.listen.conversations.letters import letter_of, reached
from wellheard.listen.conversations.models import Conversation, Message, Participant
from wellheard.listen.conversations.reaching import left_out_of
from wellheard.listen.mailboxes.models import Mailbox
from wellheard.listen.mailboxes.queries import is_ours

# Ten to an address within three hours, two of them about the same subject.
WITHIN_SECONDS = 180 * 60
MOST_TO_ONE, MOST_OF_SUBJECT = 10, 2


@transaction.atomic
def send_reply(*, message_id: int) -> Message:
    """Let a reply go out whose moment has come; before it, and again after it, this does nothing.

    Whom we cannot or must not write to is left out, and the others get it. Without anybody in To, or a mailbox to write from,
    a reply by mail has failed: the customer waits, and a person looks.
    """
    message = message_in_its_conversation(message_id)
    conversation = message.conversation
    if message.state != Message.State.SCHEDULED or (message.send_at and message.send_at > clock.now()):
        return message
    message.state = Message.State.QUEUED
    _find_mailbox(conversation)
    left_out = left_out_of(conversation, [*message.to, *message.cc])
    message.left_out = [{"address": address, "why": why} for address, why in left_out.items()]
    if not conversation.goes_by_mail:
        message.save(update_fields=["state"])
        note_reply_sent(message_id=message.pk, sent_at=clock.now())
    elif not reached(message, message.to) or conversation.mailbox is None:
        message.save(update_fields=["state", "left_out"])
        note_reply_failed(message_id=message.pk, failure=Failure.UNKNOWN_ADDRESS)
    else:
        letter = letter_of(message)
        message.mail, message.message_id = queue_mail(letter), letter.message_id
        message.save(update_fields=["state", "left_out", "mail", "message_id"])
    return message


def _find_mailbox(conversation: Conversation) -> None:
    """Answer from our first address what an import brought before there was any."""
    if conversation.channel == Conversation.Channel.IMPORT and conversation.mailbox is None:
        conversation.mailbox = Mailbox.objects.open().order_by("pk").first()
        keep(conversation, "mailbox")


@transaction.atomic
def send_machine_reply(*, conversation_id: int, words: str, key: str) -> Message | None:
    """Write something by ourselves, such as when they can expect an answer: it stops no clock and is marked as automatic.

    It goes to who asked, nobody else. The same key again returns what is there. Nothing is written to programs, to ourselves,
    to who is left alone, and to nobody too often: two programs that answer each other fall silent.
    """
    conversation = locked_conversation(conversation_id)
    origin_key = f"{conversation.pk}:{key}"[:200]
    known = Message.objects.filter(origin="machine", origin_key=origin_key).first()
    if known:
        return known
    address = _asked_from(conversation)
    if conversation.channel == Conversation.Channel.EMAIL and not _may_hear_a_machine(address, conversation.subject):
        return None
    now = clock.now()
    message = Message.objects.create(
        conversation=conversation,
        kind=Message.Kind.REPLY,
        words=words,
        language=conversation.language,
        said_at=now,
        recorded_at=now,
        state=Message.State.SCHEDULED,
        send_at=now,
        to=[address] if address else [],
        is_automatic=True,
        origin="machine",
        origin_key=origin_key,
    )
    conversation.message_count += 1
    conversation.last_message_at = now
    keep(conversation, "message_count", "last_message_at")
    ledger.record(REPLIED, conversation, message=message.pk)
    return message


def _asked_from(conversation: Conversation) -> str:
    asked = conversation.participants.filter(role=Participant.Role.REQUESTER, left_at=None).exclude(address="")
    return asked.values_list("address", flat=True).first() or ""


def _may_hear_a_machine(address: str, subject: str) -> bool:
    if not address or is_machine_address(address) or is_ours(address) or is_left_alone(address):
        return False
    to_one = count_one_more(_tally("to", address), seconds=WITHIN_SECONDS)
    of_subject = count_one_more(_tally("subject", address, subject.casefold()), seconds=WITHIN_SECONDS)
    return to_one <= MOST_TO_ONE and of_subject <= MOST_OF_SUBJECT


def _tally(kind: str, *parts: str) -> str:
    """Return under which key something is counted: no address stands in it."""
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40]
    return f"auto-reply {kind} {digest}"
