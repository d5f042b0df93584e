"""Conversations: other programs begin them, write in them, and close them by the same rules as people."""

from typing import Any

from django.http import HttpResponse
from ninja import Query

from wellheard.customers.commands import ErasedPersonError, find_or_make_contact
from wellheard.customers.models import Company, Contact
from wellheard.foundation.paging import page_of
from wellheard.foundation.text.clean import clean_words
from wellheard.listen.api.feedback import moment_of
from wellheard.listen.conversations import commands
from wellheard.listen.conversations.api.shapes import (
    Assignment,
    Closing,
    Conversations,
    ConversationsAsked,
    ConversationTold,
    Messages,
    MessageTold,
    NewConversation,
    NewMessage,
    NewNote,
    NewReply,
    Pair,
    SettingAside,
    Snoozing,
    TagTold,
    Writer,
)
from wellheard.listen.conversations.commands import Beginning, Heard, Reply
from wellheard.listen.conversations.models import Conversation, Message, Tag
from wellheard.listen.conversations.said import Said as WhatWasSaid
from wellheard.listen.mailboxes.models import Mailbox
from wellheard.workspace.api import (
    Listing,
    ScopedRouter,
    TokenRequest,
    kept,
    listed,
    named,
    page_address,
    told,
)
from wellheard.workspace.models import Staff, Team

router = ScopedRouter("conversations", "conversations")

# What a list can be narrowed by, and the column of each.
_COLUMNS = {
    "state": "state", "waits_for": "waits_for", "assignee": "assignee", "team": "team", "company": "company",
    "contact": "requester",
}  # fmt: skip


@router.writes("POST", "/conversations", {201: ConversationTold, 200: ConversationTold}, "Begin a conversation")
def create_conversation(request: TokenRequest, body: NewConversation) -> HttpResponse:  # noqa: ARG001 - its token was checked
    """Begin a conversation with what a customer wrote. 201 when it is new, 200 when the same origin_key told us before."""
    mailbox = named(Mailbox.objects.open(), body.mailbox_id, "mailbox_id")
    beginning = Beginning(
        channel=Conversation.Channel.EMAIL if mailbox else Conversation.Channel.API,
        subject=body.subject,
        contact=_contact(body.contact),
        company=named(Company.objects.all(), body.company_id, "company_id"),
        mailbox=mailbox,
        origin=body.origin,
        origin_key=body.origin_key,
    )
    heard = commands.open_conversation(beginning=beginning, said=_said(body))
    return _told(heard.conversation.pk, status=201 if heard.is_new else 200)


@router.reads("/conversations", Conversations, "List conversations")
def list_conversations(request: TokenRequest, asked: Query[ConversationsAsked]) -> HttpResponse:
    """Return conversations, those with the newest message first."""
    rows = Conversation.objects.filter(merged_into=None)
    rows = rows.exclude(aside_reason="") if asked.aside == "yes" else rows.filter(aside_reason="")
    for name, column in _COLUMNS.items():
        if wanted := getattr(asked, name):
            rows = rows.filter(**{column: wanted})
    if asked.area or asked.category:
        pairs = Tag.objects.confirmed()
        pairs = pairs.filter(area=asked.area) if asked.area else pairs
        pairs = pairs.filter(category=asked.category) if asked.category else pairs
        rows = rows.filter(pk__in=pairs.values("conversation"))
    rows = rows.prefetch_related("tags")
    page = page_of(rows, order=("-last_message_at", "-pk"), cursor=asked.cursor, size=asked.limit)
    return listed(request, page, conversation_row)


@router.reads("/conversations/{conversation_id}", ConversationTold, "Read one")
def read_conversation(request: TokenRequest, conversation_id: int) -> HttpResponse:  # noqa: ARG001
    """Return one conversation; one that was joined to another says to which."""
    return _told(conversation_id)


@router.reads("/conversations/{conversation_id}/messages", Messages, "Read what was written")
def list_messages(request: TokenRequest, conversation_id: int, asked: Query[Listing]) -> HttpResponse:
    """Return the messages of a conversation, the first first, notes too."""
    conversation = _conversation(conversation_id)
    page = page_of(conversation.messages.all(), order=("recorded_at", "pk"), cursor=asked.cursor, size=asked.limit)
    return listed(request, page, message_row)


@router.writes(
    "POST",
    "/conversations/{conversation_id}/messages",
    {201: MessageTold, 200: MessageTold},
    "Add what a customer wrote",
)
def create_message(request: TokenRequest, conversation_id: int, body: NewMessage) -> HttpResponse:  # noqa: ARG001
    """Keep one more message of a customer; the conversation waits for us again."""
    _conversation(conversation_id)
    contact = _contact(body.contact)
    heard: Heard = commands.hear_message(conversation_id=conversation_id, contact=contact, said=_said(body))
    return told(message_row(heard.message), status=201 if heard.is_new else 200)


@router.writes("POST", "/conversations/{conversation_id}/replies", {201: MessageTold}, "Answer the customer")
def create_reply(request: TokenRequest, conversation_id: int, body: NewReply) -> HttpResponse:
    """Answer as one of us. Refused when others wrote what the writer has not seen; the same Idempotency-Key sends once."""
    _conversation(conversation_id)
    message = commands.reply_to_conversation(
        conversation_id=conversation_id,
        by=_staff(body.staff_id),
        reply=Reply(
            body.words,
            key=request.headers.get("Idempotency-Key", "")[:100],
            send_at=moment_of(body.send_at) if body.send_at else None,
        ),
        seen_message_id=body.seen_message_id,
    )
    return told(message_row(message), status=201)


@router.writes("POST", "/conversations/{conversation_id}/notes", {201: MessageTold}, "Write a note")
def create_note(request: TokenRequest, conversation_id: int, body: NewNote) -> HttpResponse:
    """Write a note that only we read."""
    _conversation(conversation_id)
    key = request.headers.get("Idempotency-Key", "")[:100]
    note = commands.write_note(conversation_id=conversation_id, by=_staff(body.staff_id), words=body.words, key=key)
    return told(message_row(note), status=201)


@router.writes("POST", "/conversations/{conversation_id}/tags", {200: ConversationTold}, "Say what it was about")
def tag_conversation(request: TokenRequest, conversation_id: int, body: Pair) -> HttpResponse:  # noqa: ARG001
    """Give it an area and a category; several where several things were asked."""
    _conversation(conversation_id)
    commands.tag_conversation(
        conversation_id=conversation_id,
        area_id=body.area_id,
        category_id=body.category_id,
        by=None,
        made_by=Tag.MadeBy.PROGRAM,
    )
    return _told(conversation_id)


@router.writes("POST", "/conversations/{conversation_id}/close", {200: ConversationTold}, "Close it")
def close_conversation(request: TokenRequest, conversation_id: int, body: Closing) -> HttpResponse:  # noqa: ARG001
    """Close it. Refused where neither this nor anybody before said what it was about."""
    _conversation(conversation_id)
    pairs = [(pair.area_id, pair.category_id) for pair in body.tags]
    by = named(Staff.objects.at_work(), body.staff_id, "staff_id")
    commands.close_conversation(conversation_id=conversation_id, by=by, tags=pairs)
    return _told(conversation_id)


@router.writes("POST", "/conversations/{conversation_id}/reopen", {200: ConversationTold}, "Open it again")
def reopen_conversation(request: TokenRequest, conversation_id: int) -> HttpResponse:  # noqa: ARG001
    """Open a conversation that was closed or put off."""
    _conversation(conversation_id)
    commands.reopen_conversation(conversation_id=conversation_id)
    return _told(conversation_id)


@router.writes("POST", "/conversations/{conversation_id}/snooze", {200: ConversationTold}, "Put it off")
def snooze_conversation(request: TokenRequest, conversation_id: int, body: Snoozing) -> HttpResponse:  # noqa: ARG001
    """Put it off until a moment, or until they reply."""
    _conversation(conversation_id)
    commands.snooze_conversation(conversation_id=conversation_id, until=moment_of(body.until) if body.until else None)
    return _told(conversation_id)


@router.writes("PUT", "/conversations/{conversation_id}/assignee", {200: ConversationTold}, "Say who answers")
def assign_conversation(request: TokenRequest, conversation_id: int, body: Assignment) -> HttpResponse:  # noqa: ARG001
    """Give it to somebody, to a team, or to nobody."""
    _conversation(conversation_id)
    staff = named(Staff.objects.at_work(), body.staff_id, "staff_id")
    team = named(Team.objects.all(), body.team_id, "team_id")
    commands.assign_conversation(conversation_id=conversation_id, staff=staff, team=team)
    return _told(conversation_id)


@router.writes("POST", "/conversations/{conversation_id}/aside", {200: ConversationTold}, "Set it aside")
def set_conversation_aside(request: TokenRequest, conversation_id: int, body: SettingAside) -> HttpResponse:  # noqa: ARG001
    """Say that it is nobody's work, and why; it is kept, closed, and counts nowhere."""
    _conversation(conversation_id)
    commands.set_conversation_aside(conversation_id=conversation_id, reason=body.reason, by=None)
    return _told(conversation_id)


def conversation_row(conversation: Conversation) -> dict[str, Any]:
    """Return a conversation as programs read it."""
    same = {name: getattr(conversation, name) for name in ConversationTold.model_fields if name not in {"page", "tags"}}
    tags = [{name: getattr(tag, name) for name in TagTold.model_fields} for tag in conversation.tags.all()]
    return {**same, "tags": tags, "page": page_address(f"inbox/{conversation.pk}/")}


def message_row(message: Message) -> dict[str, Any]:
    """Return a message as programs read it."""
    return {name: getattr(message, name) for name in MessageTold.model_fields}


def _told(conversation_id: int, *, status: int = 200) -> HttpResponse:
    return told(conversation_row(_conversation(conversation_id)), status=status)


def _conversation(conversation_id: int) -> Conversation:
    return kept(Conversation.objects.filter(pk=conversation_id).first(), "conversation")


def _staff(staff_id: int) -> Staff:
    return kept(named(Staff.objects.at_work(), staff_id, "staff_id"), "staff member")


def _contact(writer: Writer | None) -> Contact | None:
    if writer is None or not (writer.email or writer.external_id):
        return None
    try:
        return find_or_make_contact(email=writer.email, external_id=writer.external_id, name=writer.name)
    except ErasedPersonError:
        # The voice is kept, and not whose it is.
        return None


def _said(body: NewConversation | NewMessage) -> WhatWasSaid:
    writer = body.contact or Writer()
    return WhatWasSaid(
        words=clean_words(body.words),
        author_name=writer.name,
        author_address=writer.email,
        origin=f"api:{body.origin}" if body.origin_key else "",
        origin_key=body.origin_key,
    )
