"""Keep what customers write: a new conversation, or one more message of theirs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from wellheard.customers.models import Company, Contact
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_email, clean_line
from wellheard.foundation.text.language import detect_language
from wellheard.listen.commands.feedback import primary_company
from wellheard.listen.conversations.commands.files import keep_files
from wellheard.listen.conversations.commands.locking import keep, locked_conversation
from wellheard.listen.conversations.models import Conversation, Message, Participant
from wellheard.listen.conversations.said import MOST_CHARACTERS, MOST_OF_ADDRESS, MOST_OF_ID, Said
from wellheard.listen.conversations.standing import (
    STANDING_COLUMNS,
    note_waiting,
    preview_of,
    settle,
    shown_words,
    wake,
)
from wellheard.listen.mailboxes.models import Mailbox
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Team

OPENED = names.declare("conversation.opened", "A customer began a conversation.")
HEARD = names.declare("message.heard", "A customer wrote in a conversation; `automatic` when a program did.")
REOPENED = names.declare("conversation.reopened", "A conversation that was closed or put off is open again, and why.")


@dataclass(frozen=True)
class Heard:
    """What a customer wrote, where it stands, and whether it is new or was there already."""

    message: Message
    is_new: bool

    @property
    def conversation(self) -> Conversation:
        return self.message.conversation


@dataclass(frozen=True)
class Beginning:
    """How a conversation begins, apart from what was said: by whom, where, about what."""

    channel: str
    subject: str = ""
    contact: Contact | None = None
    company: Company | None = None
    mailbox: Mailbox | None = None
    team: Team | None = None
    aside_reason: str = ""
    origin: str = ""
    origin_key: str = ""
    follows: Conversation | None = None


@transaction.atomic
def open_conversation(*, beginning: Beginning, said: Said) -> Heard:
    """Begin a conversation with what a customer said. The same origin and key again returns what is there."""
    if known := _known(said):
        return Heard(known, is_new=False)
    now = clock.now()
    try:
        with transaction.atomic():
            conversation = _begun(beginning, now)
    except IntegrityError:
        # The same came in at this very moment, and is here by now.
        if known := _known(said):
            return Heard(known, is_new=False)
        raise
    _join(conversation, beginning.contact, said, Participant.Role.REQUESTER)
    message = _add(conversation, said, beginning.contact, now)
    conversation.language = message.language
    keep(conversation, "language")
    ledger.record(OPENED, conversation, channel=conversation.channel, aside=conversation.aside_reason)
    ledger.record(HEARD, conversation, message=message.pk, automatic=message.is_automatic)
    return Heard(message, is_new=True)


@transaction.atomic
def hear_message(*, conversation_id: int, contact: Contact | None, said: Said) -> Heard:
    """Keep one more message of a customer: the conversation waits for us again, wherever it had been put.

    What a program wrote is kept and reopens nothing. Who writes takes part from now on; who asked first stays who asked.
    """
    if known := _known(said):
        return Heard(known, is_new=False)
    conversation = locked_conversation(conversation_id)
    # Asked again: the same message may have come in by another way while we waited for the conversation.
    if known := _known(said):
        return Heard(known, is_new=False)
    if said.takes_part and not said.is_automatic:
        _join(conversation, contact, said, Participant.Role.COPIED)
    was = conversation.state
    message = _add(conversation, said, contact, clock.now())
    if was != conversation.state:
        ledger.record(REOPENED, conversation, why="reply", was=was)
    ledger.record(HEARD, conversation, message=message.pk, automatic=message.is_automatic)
    return Heard(message, is_new=True)


@transaction.atomic
def add_participants(*, conversation_id: int, people: Iterable[tuple[str, str]]) -> None:
    """Let more people take part: each a name and an address. Who takes part already stays as they are."""
    conversation = locked_conversation(conversation_id)
    for name, address in people:
        if (kept := clean_email(address)) and _is_address(kept):
            values = {"name": clean_line(name)[:200], "role": Participant.Role.COPIED, "joined_at": clock.now()}
            Participant.objects.get_or_create(conversation=conversation, address=kept, defaults=values)


@transaction.atomic
def remove_participant(*, conversation_id: int, address: str) -> None:
    """Write no more to somebody who took part; what they said stays."""
    conversation = locked_conversation(conversation_id)
    taking_part = conversation.participants.filter(address=clean_email(address), left_at=None)
    taking_part.exclude(role=Participant.Role.REQUESTER).update(left_at=clock.now())


def _is_address(written: str) -> bool:
    """Tell whether a mail can go there; what a stranger puts in copy may be anything."""
    try:
        validate_email(written)
    except ValidationError:
        return False
    return len(written) <= MOST_OF_ADDRESS


def _begun(beginning: Beginning, now: datetime) -> Conversation:
    return Conversation.objects.create(
        subject=clean_line(beginning.subject)[:300],
        channel=beginning.channel,
        mailbox=beginning.mailbox,
        requester=beginning.contact,
        company=beginning.company or primary_company(beginning.contact),
        team=beginning.team or (beginning.mailbox.team if beginning.mailbox else None),
        aside_reason=beginning.aside_reason,
        waits_for=Conversation.WaitsFor.CUSTOMER,
        started_at=now,
        last_message_at=now,
        origin=beginning.origin,
        origin_key=beginning.origin_key,
        split_from=beginning.follows,
    )


def _known(said: Said) -> Message | None:
    if not said.origin_key:
        return None
    rows = Message.objects.select_related("conversation")
    return rows.filter(origin=said.origin, origin_key=said.origin_key).first()


def _add(conversation: Conversation, said: Said, contact: Contact | None, now: datetime) -> Message:
    words = said.words[:MOST_CHARACTERS]
    message = Message.objects.create(
        conversation=conversation,
        kind=Message.Kind.HEARD,
        contact=contact,
        author_name=clean_line(said.author_name)[:200],
        author_address=clean_email(said.author_address)[:MOST_OF_ADDRESS],
        words=words,
        html=said.html,
        folds=[list(fold) for fold in said.folds if fold[1] <= len(words)],
        language=said.language,
        said_at=min(said.said_at, now) if said.said_at else now,
        recorded_at=now,
        state=Message.State.RECEIVED,
        message_id=said.message_id[:MOST_OF_ID],
        in_reply_to=said.in_reply_to[:MOST_OF_ID],
        to=list(said.to),
        cc=list(said.cc),
        incoming=said.incoming,
        is_automatic=said.is_automatic,
        placed_by=said.placed_by,
        placed_score=said.placed_score,
        origin=said.origin,
        origin_key=said.origin_key,
    )
    if not message.language:
        message.language = _language(message, contact)
        message.save(update_fields=["language"])
    keep_files(message, said.files)
    _note_heard(conversation, message)
    return message


def _note_heard(conversation: Conversation, message: Message) -> None:
    conversation.message_count += 1
    conversation.last_message_at = message.recorded_at
    if not message.is_automatic or not conversation.preview:
        conversation.preview = preview_of(message)
    if not message.is_automatic:
        conversation.last_heard_at = message.recorded_at
        if not conversation.is_open:
            conversation.reopened_count += conversation.is_closed
            wake(conversation)
        note_waiting(conversation, message)
    settle(conversation)
    keep(
        conversation, "message_count", "last_message_at", "preview", "last_heard_at", "reopened_count", "closed_at", "closed_by",
        *STANDING_COLUMNS,
    )  # fmt: skip


def _join(conversation: Conversation, contact: Contact | None, said: Said, role: str) -> None:
    """Let who writes take part, under the address they wrote from."""
    address = clean_email(said.author_address)[:MOST_OF_ADDRESS]
    values = {"contact": contact, "name": clean_line(said.author_name)[:200], "role": role, "joined_at": clock.now()}
    if address:
        Participant.objects.get_or_create(conversation=conversation, address=address, defaults=values)
    elif not conversation.participants.filter(contact=contact, address="").exists():
        Participant.objects.create(conversation=conversation, address="", **values)


def _language(message: Message, contact: Contact | None) -> str:
    words = shown_words(message)[:4_000]
    return detect_language(words, otherwise=(contact.language if contact else "") or installation().language)
