"""Bring in many conversations at once, as another system had them. Nobody is ever told of an import, and no clock starts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.db import transaction

from wellheard.customers.erasing import ERASED
from wellheard.foundation import clock, journal
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_email, clean_line
from wellheard.listen.conversations.brought import BroughtConversation, BroughtMessage, Pair, Person
from wellheard.listen.conversations.commands.brought_rows import attachment_rows, key_of, message_row
from wellheard.listen.conversations.commands.tagging import MOST_TAGS
from wellheard.listen.conversations.models import Attachment, Conversation, Message, Participant, Tag
from wellheard.listen.conversations.said import MOST_OF_ADDRESS, MOST_OF_ID
from wellheard.listen.conversations.standing import count_from
from wellheard.listen.mailboxes.models import Mailbox
from wellheard.workspace.installation import business_seconds

IMPORTED = names.declare("conversation.imported", "An import added a conversation, or what was new of it.")

Outcome = Literal["new", "updated", "unchanged"]
State, WaitsFor, SnoozeKind = Conversation.State, Conversation.WaitsFor, Conversation.SnoozeKind
_AT_ONCE = 500
# A file may say that somebody was answered after a century.
_MOST_SECONDS = 2**31 - 1
# What a later file may change of a conversation that is here.
_COLUMNS = (
    "subject", "state", "waits_for", "snoozed_until", "snooze_kind", "requester", "company", "assignee", "team", "language",
    "started_at", "last_message_at", "last_heard_at", "waiting_since", "first_answer_at", "first_answer_seconds", "closed_at",
    "aside_reason", "awaits_filing", "preview", "message_count", "imported_stats",
)  # fmt: skip


@dataclass(frozen=True)
class Brought:
    """What came of one draft: its conversation here, and whether it is new. None where its mails reached us by themselves."""

    conversation: Conversation | None
    outcome: Outcome


@dataclass
class _Talk:
    """A conversation in hand: how it stood, what is new of it, and who and what is known of it."""

    conversation: Conversation
    before: dict[str, Any] | None = None
    new: list[Message] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    pairs: set[Pair] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    has_requester: bool = False
    is_filed: bool = False

    @property
    def is_new(self) -> bool:
        return self.before is None


@transaction.atomic
def import_conversations(*, origin: str, drafts: Sequence[BroughtConversation]) -> list[Brought]:
    """Keep conversations of another system, each once by its id there; of one that is here only what is new is added.

    What was changed here since stays as it is here: a later file closes or opens only what nobody here closed or opened.
    Returns what came of each draft, in order.
    """
    batch = _Batch(origin, drafts)
    brought = [batch.put(draft) for draft in drafts]
    batch.write()
    return brought


class _Batch:
    """Conversations with their messages, changed in memory and written in a few statements."""

    def __init__(self, origin: str, drafts: Sequence[BroughtConversation]) -> None:
        self._origin = origin
        self._now = clock.now()
        self._mailbox = Mailbox.objects.open().order_by("pk").first()
        self._talks = _talks_here(origin, {draft.key for draft in drafts})
        keys = [key_of(draft, message) for draft in drafts for message in draft.messages]
        here = Message.objects.filter(origin=origin, origin_key__in=keys)
        self._known = set(here.values_list("origin_key", flat=True))
        self._mails = _mails_here(origin, drafts)
        self._participants: list[Participant] = []
        self._attachments: list[Attachment] = []
        self._touched: dict[int, _Talk] = {}

    def put(self, draft: BroughtConversation) -> Brought:
        """Take one draft in."""
        talk = self._talks.get(draft.key)
        if talk is None and not any(self._is_new(draft, message) for message in draft.messages):
            return Brought(None, "unchanged")
        outcome: Outcome = "new"
        if talk is None:
            talk = self._talks[draft.key] = self._open(draft)
        elif talk.conversation.preview == ERASED or not self._take_up(talk, draft):
            outcome = "unchanged"
        else:
            outcome = "updated"
        if outcome != "unchanged":
            self._touched[id(talk)] = talk
        return Brought(talk.conversation, outcome)

    def write(self) -> None:
        """Write everything and record it."""
        talks = list(self._touched.values())
        changed = [talk for talk in talks if not talk.is_new]
        there = _messages_here(changed)
        for talk in talks:
            self._settle(talk, there.get(talk.conversation.pk, []))
        new = [talk.conversation for talk in talks if talk.is_new]
        messages = [message for talk in talks for message in sorted(talk.new, key=_moment)]
        tags = [tag for talk in talks for tag in talk.tags]
        Conversation.objects.bulk_create(new)
        Conversation.objects.bulk_update([talk.conversation for talk in changed], [*_COLUMNS, "version"])
        Participant.objects.bulk_create(self._participants, batch_size=_AT_ONCE)
        Message.objects.bulk_create(messages, batch_size=_AT_ONCE)
        Attachment.objects.bulk_create(self._attachments, batch_size=_AT_ONCE)
        Tag.objects.bulk_create(tags, batch_size=_AT_ONCE)
        journal.added([*new, *self._participants, *messages, *self._attachments, *tags])
        for talk in changed:
            journal.changed(talk.conversation, _difference(talk))
        ledger.record_many(IMPORTED, new, change="new")
        ledger.record_many(IMPORTED, [talk.conversation for talk in changed], change="updated")

    def _open(self, draft: BroughtConversation) -> _Talk:
        conversation = Conversation(
            subject=clean_line(draft.subject)[:300],
            channel=Conversation.Channel.IMPORT,
            mailbox=self._mailbox,
            state=draft.state or State.CLOSED,
            aside_reason=draft.aside_reason,
            requester=draft.requester.contact,
            company=draft.company,
            assignee=draft.assignee,
            team=draft.team,
            priority=draft.priority,
            language=draft.language,
            started_at=self._now,
            last_message_at=self._now,
            closed_at=draft.closed_at,
            snoozed_until=draft.snoozed_until,
            first_answer_at=draft.first_answer_at,
            origin=self._origin,
            origin_key=draft.key,
            imported_stats=draft.stats | {"state": draft.state or State.CLOSED},
        )
        talk = _Talk(conversation)
        self._add(talk, draft)
        return talk

    def _take_up(self, talk: _Talk, draft: BroughtConversation) -> bool:
        """Add what a later file, or another row, says of a conversation; tell whether anything did."""
        conversation = talk.conversation
        stood = _columns_of(conversation)
        # One that was joined to another here stands as that one does.
        if conversation.origin_key == draft.key and conversation.origin == self._origin:
            _fill_in(conversation, draft)
            _follow(conversation, draft)
        is_more = self._add(talk, draft)
        return is_more or stood != _columns_of(conversation)

    def _add(self, talk: _Talk, draft: BroughtConversation) -> bool:
        fresh = []
        for message in draft.messages:
            if self._is_new(draft, message):
                self._known.add(key_of(draft, message))
                fresh.append(message)
        for message in fresh:
            row = message_row(
                talk.conversation, message, origin=self._origin, key=key_of(draft, message), now=self._now
            )
            talk.new.append(row)
            self._attachments += attachment_rows(row, message)
        people = [draft.requester, *(one.author for one in fresh if one.is_heard), *draft.others]
        joined = [self._join(talk, person, is_first=not number) for number, person in enumerate(people)]
        tagged = [_tag(talk, pair) for pair in draft.pairs]
        return bool(fresh) or any(joined) or any(tagged)

    def _is_new(self, draft: BroughtConversation, message: BroughtMessage) -> bool:
        """Tell whether a message is not here yet: neither by its id there, nor as a mail that reached us too."""
        return key_of(draft, message) not in self._known and message.message_id not in self._mails

    def _join(self, talk: _Talk, person: Person, *, is_first: bool) -> bool:
        """Let somebody take part, under the address they used there."""
        address = clean_email(person.address)[:MOST_OF_ADDRESS]
        is_requester = is_first and not talk.has_requester
        is_named = bool(address) or (is_requester and bool(person.name or person.contact))
        if address in talk.addresses or not is_named:
            return False
        talk.addresses.add(address)
        talk.has_requester = talk.has_requester or is_requester
        row = Participant(
            conversation=talk.conversation,
            contact=person.contact,
            address=address,
            name=clean_line(person.name)[:200],
            role=Participant.Role.REQUESTER if is_requester else Participant.Role.COPIED,
            joined_at=min(map(_moment, talk.new), default=self._now),
        )
        self._participants.append(row)
        return True

    def _settle(self, talk: _Talk, there: list[Message]) -> None:
        """Say how a conversation stands, from all its messages."""
        conversation, told = talk.conversation, talk.conversation.first_answer_at
        count_from(conversation, sorted([*there, *talk.new], key=_moment))
        if conversation.first_answer_at is None and told and told >= conversation.started_at:
            conversation.first_answer_at = told
            conversation.first_answer_seconds = business_seconds(conversation.started_at, told)
        if conversation.first_answer_seconds is not None:
            conversation.first_answer_seconds = min(conversation.first_answer_seconds, _MOST_SECONDS)
        conversation.language = conversation.language or next((one.language for one in talk.new if one.language), "")
        _stand(conversation, self._now)
        conversation.awaits_filing = not (talk.is_filed or conversation.is_closed)
        conversation.version += not talk.is_new
        for tag in talk.tags:
            tag.arrived_at = conversation.started_at
            tag.confirmed_at = conversation.closed_at or conversation.last_message_at


def _talks_here(origin: str, keys: set[str]) -> dict[str, _Talk]:
    """Return the conversations of these ids that are here, held; one that was joined to another is that one."""
    rows = (
        Conversation.objects.select_for_update(of=("self",), no_key=True)
        .filter(origin=origin, origin_key__in=keys)
        .order_by("pk")
    )
    wholes = {row.origin_key: _whole(row) for row in rows}
    talks = {whole.pk: _Talk(whole, before=_columns_of(whole)) for whole in wholes.values()}
    for tag in Tag.objects.filter(conversation__in=talks):
        talks[tag.conversation_id].pairs.add((tag.area_id, tag.category_id))
        talks[tag.conversation_id].is_filed |= tag.confirmed_at is not None
    for row in Participant.objects.filter(conversation__in=talks):
        talk = talks[row.conversation_id]
        talk.addresses.add(row.address)
        talk.has_requester = talk.has_requester or row.role == Participant.Role.REQUESTER
    return {key: talks[whole.pk] for key, whole in wholes.items()}


def _whole(conversation: Conversation) -> Conversation:
    seen: set[int] = set()
    while conversation.merged_into_id and conversation.pk not in seen:
        seen.add(conversation.pk)
        conversation = Conversation.objects.select_for_update(of=("self",), no_key=True).get(
            pk=conversation.merged_into_id
        )
    return conversation


def _messages_here(talks: Iterable[_Talk]) -> dict[int, list[Message]]:
    """Return the messages of these conversations that stand here already."""
    found: dict[int, list[Message]] = {}
    rows = Message.objects.standing().filter(conversation__in=[talk.conversation.pk for talk in talks])
    for message in rows.defer("html").in_order():
        found.setdefault(message.conversation_id, []).append(message)
    return found


def _mails_here(origin: str, drafts: Sequence[BroughtConversation]) -> set[str]:
    """Return the Message-IDs among these that reached us by another way."""
    ids = {message.message_id[:MOST_OF_ID] for draft in drafts for message in draft.messages} - {""}
    rows = Message.objects.filter(message_id__in=ids).exclude(origin=origin)
    return set(rows.values_list("message_id", flat=True))


def _fill_in(conversation: Conversation, draft: BroughtConversation) -> None:
    """Say what was not known of a conversation; what is known stays."""
    conversation.subject = conversation.subject or clean_line(draft.subject)[:300]
    conversation.requester = conversation.requester or draft.requester.contact
    conversation.company = conversation.company or draft.company
    conversation.assignee = conversation.assignee or draft.assignee
    conversation.team = conversation.team or draft.team
    stats = conversation.imported_stats
    tags = list(dict.fromkeys([*stats.get("tags", []), *draft.stats.get("tags", [])]))
    conversation.imported_stats = draft.stats | stats | ({"tags": tags} if tags else {})


def _follow(conversation: Conversation, draft: BroughtConversation) -> None:
    """Close or open a conversation as it was there meanwhile, unless somebody here did otherwise."""
    stats = conversation.imported_stats
    if not draft.state or draft.state == stats.get("state"):
        return
    if conversation.state == stats.get("state"):
        conversation.state = draft.state
        conversation.closed_at, conversation.snoozed_until = draft.closed_at, draft.snoozed_until
    conversation.imported_stats = stats | {"state": draft.state}


def _stand(conversation: Conversation, now: datetime) -> None:
    """Say who waits for whom, as `settle` does, without asking the database."""
    if conversation.is_closed:
        conversation.waits_for, conversation.snooze_kind, conversation.snoozed_until = "", "", None
        conversation.closed_at = conversation.closed_at or conversation.last_message_at
        return
    conversation.closed_at = None
    if conversation.state == State.SNOOZED and conversation.snoozed_until and conversation.snoozed_until <= now:
        conversation.state = State.OPEN
    if conversation.is_open:
        conversation.snooze_kind, conversation.snoozed_until = "", None
    else:
        kind = SnoozeKind.TIME if conversation.snoozed_until else SnoozeKind.REPLY
        conversation.snooze_kind = conversation.snooze_kind or kind
    if conversation.waiting_since or conversation.news_at:
        conversation.waits_for = WaitsFor.US
    elif conversation.snooze_kind != SnoozeKind.PRODUCT:
        conversation.waits_for = WaitsFor.CUSTOMER


def _tag(talk: _Talk, pair: Pair) -> bool:
    if pair in talk.pairs or len(talk.pairs) >= MOST_TAGS:
        return False
    talk.pairs.add(pair)
    talk.is_filed = True
    talk.tags.append(
        Tag(conversation=talk.conversation, area_id=pair[0], category_id=pair[1], made_by=Tag.MadeBy.IMPORT)
    )
    return True


def _moment(message: Message) -> datetime:
    return message.recorded_at


def _columns_of(conversation: Conversation) -> dict[str, Any]:
    return {name: getattr(conversation, name) for name in _COLUMNS}


def _difference(talk: _Talk) -> dict[str, Any]:
    """Return what stood in the columns that changed."""
    now = _columns_of(talk.conversation)
    return {name: value for name, value in (talk.before or {}).items() if now[name] != value}
