"""What an import brings of a conversation, before it is rows: everything as another system had it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wellheard.customers.models import Company, Contact
from wellheard.listen.conversations.models import Conversation, Message
from wellheard.workspace.models import Staff, Team

Pair = tuple[int, int]


@dataclass(frozen=True)
class Person:
    """Somebody on their side, under the address they use."""

    address: str = ""
    name: str = ""
    contact: Contact | None = None


@dataclass(frozen=True)
class Link:
    """A file that lies with another system, and where."""

    name: str
    url: str
    media_type: str = ""
    byte_count: int = 0


@dataclass(frozen=True)
class BroughtMessage:
    """One message as another system had it. `key` is its id there, within its conversation."""

    key: str
    kind: str
    said_at: datetime
    words: str
    html: str = ""
    author: Person = field(default_factory=Person)
    staff: Staff | None = None
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    message_id: str = ""
    in_reply_to: str = ""
    is_automatic: bool = False
    links: tuple[Link, ...] = ()

    @property
    def is_heard(self) -> bool:
        return self.kind == Message.Kind.HEARD


@dataclass(frozen=True)
class BroughtConversation:
    """One conversation as another system had it, or some of its messages. `key` is its id there; an empty state says nothing."""

    key: str
    messages: tuple[BroughtMessage, ...]
    subject: str = ""
    state: str = ""
    aside_reason: str = ""
    requester: Person = field(default_factory=Person)
    others: tuple[Person, ...] = ()
    company: Company | None = None
    assignee: Staff | None = None
    team: Team | None = None
    priority: int = Conversation.Priority.NORMAL
    language: str = ""
    closed_at: datetime | None = None
    snoozed_until: datetime | None = None
    first_answer_at: datetime | None = None
    pairs: tuple[Pair, ...] = ()
    stats: dict[str, Any] = field(default_factory=dict)
