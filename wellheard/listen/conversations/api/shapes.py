"""What programs send of conversations, and how they read them."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Field, Schema

from wellheard.listen.conversations.models import Conversation, ConversationAside
from wellheard.workspace.api import Id, Line, Listing, Moment, Said

MOST_CHARACTERS = 100_000
_Words = Annotated[str, Field(min_length=1, max_length=MOST_CHARACTERS)]


class Writer(Said):
    """Who wrote it. An address or your own id is enough."""

    email: Annotated[str, Field(max_length=320, description="Compared without case; never taken for proved")] = ""
    external_id: Annotated[str, Field(max_length=320, description="Your product's id of this person")] = ""
    name: Line = ""


class NewConversation(Said):
    """What a customer wrote first."""

    words: _Words
    subject: Line = ""
    contact: Writer | None = None
    company_id: Id | None = None
    mailbox_id: Annotated[
        Id | None, Field(description="Answers go out by mail from here; else they are read by your program")
    ] = None
    origin: Annotated[str, Field(max_length=60, description="Your system's name, where several send to us")] = ""
    origin_key: Annotated[
        str, Field(max_length=150, description="Your own id of this; sending it again changes nothing")
    ] = ""


class NewMessage(Said):
    """One more message of a customer."""

    words: _Words
    contact: Writer | None = None
    origin: Annotated[str, Field(max_length=60)] = ""
    origin_key: Annotated[
        str, Field(max_length=150, description="Your own id of this; sending it again changes nothing")
    ] = ""


class NewReply(Said):
    """What one of us answers. With the last message they have seen, it is refused when others wrote meanwhile."""

    words: _Words
    staff_id: Annotated[Id, Field(description="Who writes")]
    seen_message_id: Annotated[Id, Field(description="The last message the writer has seen")]
    send_at: Moment | None = None


class NewNote(Said):
    """What only we read."""

    words: _Words
    staff_id: Id


class Pair(Said):
    """An area and a category: what the conversation was about."""

    area_id: Id
    category_id: Id


class Closing(Said):
    """What it was about, where nobody said so yet: without an area and a category it is not closed."""

    tags: Annotated[list[Pair], Field(max_length=12)] = []
    staff_id: Id | None = None


class Snoozing(Said):
    """Until when; until they reply when left out."""

    until: Moment | None = None


class Assignment(Said):
    """Who answers. What is left out is nobody."""

    staff_id: Id | None = None
    team_id: Id | None = None


class SettingAside(Said):
    """Why it is nobody's work."""

    reason: ConversationAside


class TagTold(Schema):
    """An area and a category; without a moment of confirmation it is only suggested."""

    area_id: int
    category_id: int
    confirmed_at: datetime | None


class ConversationTold(Schema):
    """A conversation and how it stands."""

    id: int
    subject: str
    channel: str
    state: str
    waits_for: str
    snoozed_until: datetime | None
    priority: int
    language: str
    contact_id: int | None
    company_id: int | None
    assignee_id: int | None
    team_id: int | None
    mailbox_id: int | None
    started_at: datetime
    last_message_at: datetime
    waiting_since: datetime | None
    answer_due_at: datetime | None
    first_answer_at: datetime | None
    first_answer_seconds: int | None = Field(description="Business seconds")
    closed_at: datetime | None
    reopened_count: int
    aside_reason: str
    news_outcome: str
    merged_into_id: int | None
    preview: str
    message_count: int
    origin: str
    origin_key: str
    version: int
    tags: list[TagTold]
    page: str = Field(description="Where your team reads it")


class Conversations(Schema):
    """A page of conversations."""

    items: list[ConversationTold]
    next: str | None


class MessageTold(Schema):
    """One message. Folded stretches of its words are what it quotes."""

    id: int
    conversation_id: int
    kind: str
    state: str
    contact_id: int | None
    staff_id: int | None
    author_name: str
    words: str
    folds: list[list[int]]
    language: str
    said_at: datetime
    sent_at: datetime | None
    send_at: datetime | None
    is_automatic: bool
    placed_by: str
    origin: str
    origin_key: str


class Messages(Schema):
    """A page of messages."""

    items: list[MessageTold]
    next: str | None


class ConversationsAsked(Listing):
    """Which conversations are wanted."""

    state: Conversation.State | None = None
    waits_for: Conversation.WaitsFor | None = None
    assignee: Id | None = None
    team: Id | None = None
    company: Id | None = None
    contact: Id | None = None
    area: Id | None = None
    category: Id | None = None
    aside: Annotated[Literal["no", "yes"], Field(description="Those that are nobody's work, instead of the others")] = (
        "no"
    )
