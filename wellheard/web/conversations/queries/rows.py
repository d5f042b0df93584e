"""What the rows of the list show beside the conversation itself, in as many statements for fifty as for one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects

from wellheard.foundation import clock
from wellheard.foundation.paging import Page, cursor_of, page_of
from wellheard.listen.conversations.models import (
    Attachment,
    Conversation,
    ConversationQuerySet,
    Draft,
    ReadMark,
    Tag,
)
from wellheard.listen.satisfaction.models import Rating
from wellheard.workspace.models import Staff

PER_PAGE = 30


@dataclass(frozen=True)
class Row:
    """One conversation of a list, as one colleague sees it."""

    conversation: Conversation
    tags: list[Tag] = field(default_factory=list)
    is_unread: bool = False
    has_draft: bool = False
    has_files: bool = False
    rating: Rating | None = None

    @property
    def is_overdue(self) -> bool:
        """Tell whether the moment until which we promised to answer has passed."""
        due = self.conversation.answer_due_at
        return due is not None and due < clock.now()

    @property
    def at(self) -> datetime:
        """When the customer wrote last; where they never did, somebody here."""
        return self.conversation.last_heard_at or self.conversation.last_message_at


def page_around(
    rows: ConversationQuerySet, *, order: Sequence[str], cursor: str, opened: Conversation | None
) -> Page[Conversation]:
    """Return a page of a list; when the opened one stands further down, the page that begins with it."""
    page = _page_around(rows.select_related("company", "requester"), order=order, cursor=cursor, opened=opened)
    # What every row names, for the page that is shown at last.
    tags = Tag.objects.select_related("area", "category").order_by("pk")
    prefetch_related_objects(page.items, "assignee", Prefetch("tags", tags))
    return page


def _page_around(
    rows: ConversationQuerySet, *, order: Sequence[str], cursor: str, opened: Conversation | None
) -> Page[Conversation]:
    page = page_of(rows, order=order, cursor=cursor, size=PER_PAGE)
    if opened is None or cursor or opened in page.items or not rows.filter(pk=opened.pk).exists():
        return page
    before = neighbour(rows, opened, order=_backwards(order))
    return page_of(rows, order=order, cursor=cursor_of(before, order), size=PER_PAGE) if before else page


def neighbour(rows: ConversationQuerySet, conversation: Conversation, *, order: Sequence[str]) -> Conversation | None:
    """Return what follows this one in an order; nothing where it has no place in it."""
    if getattr(conversation, order[0].removeprefix("-")) is None:
        return None
    return next(iter(page_of(rows, order=order, cursor=cursor_of(conversation, order), size=1).items), None)


def after(rows: ConversationQuerySet, conversation: Conversation, *, order: Sequence[str]) -> int | None:
    """Return what is opened after this one is done: what follows, else the first that is not this one."""
    following = neighbour(rows, conversation, order=order)
    if following:
        return following.pk
    return rows.exclude(pk=conversation.pk).order_by(*order).values_list("pk", flat=True).first()


def rows_of(conversations: Sequence[Conversation], *, staff: Staff) -> list[Row]:
    """Return the rows of a page."""
    ids = [one.pk for one in conversations]
    read = dict(ReadMark.objects.filter(staff=staff, conversation__in=ids).values_list("conversation_id", "read_at"))
    drafted = set(Draft.objects.filter(staff=staff, conversation__in=ids).values_list("conversation_id", flat=True))
    files = Attachment.objects.filter(message__conversation__in=ids, is_inline=False)
    with_files = set(files.values_list("message__conversation_id", flat=True))
    closed = [one.pk for one in conversations if one.is_closed]
    said = Rating.objects.rated().filter(conversation__in=closed) if closed else ()
    rated = {one.conversation_id: one for one in said}
    return [
        Row(
            one, list(one.tags.all()), _is_unread(one, read), one.pk in drafted, one.pk in with_files, rated.get(one.pk)
        )
        for one in conversations
    ]


def _is_unread(conversation: Conversation, read: dict[int, datetime]) -> bool:
    """Tell whether the customer wrote something since this colleague looked."""
    heard, seen = conversation.last_heard_at, read.get(conversation.pk)
    return heard is not None and (seen is None or heard > seen)


def _backwards(order: Sequence[str]) -> list[str]:
    return [name.removeprefix("-") if name.startswith("-") else f"-{name}" for name in order]
