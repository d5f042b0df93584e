"""The list around a conversation: which list somebody reads, narrowed to what, and where one goes from here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from wellheard.foundation.paging import Page
from wellheard.listen.conversations.models import Conversation, ConversationQuerySet
from wellheard.web.conversations.forms.narrowing import InboxFilter
from wellheard.web.conversations.queries import rows as listed
from wellheard.web.conversations.queries.boxes import Box, box_of
from wellheard.web.conversations.queries.lines import Line, line_of
from wellheard.web.conversations.queries.narrowing import narrowed
from wellheard.workspace.guard import StaffRequest
from wellheard.workspace.models import Staff


@dataclass(frozen=True)
class Queue:
    """What somebody works through: a list of the inbox and what it is narrowed to."""

    form: InboxFilter
    staff: Staff

    @classmethod
    def of(cls, request: StaffRequest) -> "Queue":
        """Read the list off the address."""
        return cls(InboxFilter(request.GET), request.user)

    @cached_property
    def box(self) -> Box:
        return box_of(self.form.chosen.get("view", ""))

    @cached_property
    def narrowed(self) -> dict[str, str]:
        return self.form.narrowed

    @cached_property
    def rows(self) -> ConversationQuerySet:
        return narrowed(self.box.rows(self.staff), self.form.chosen, staff=self.staff)

    @property
    def query(self) -> str:
        """Return the list as it stands in an address, question mark included."""
        return f"?{urlencode(self.narrowed)}" if self.narrowed else ""

    @property
    def filters(self) -> list[tuple[str, str, str]]:
        """Return what it is narrowed to: the name and the words of each filter, and the list's address without it."""
        return [(label, said, self._without(name)) for name, label, said in self.form.worded]

    def _without(self, name: str) -> str:
        rest = {other: value for other, value in self.narrowed.items() if other != name}
        return f"{reverse('inbox')}?{urlencode(rest)}"

    @property
    def kept(self) -> str:
        """Return the list as a view is kept under a name."""
        return self.query.removeprefix("?")

    def url(self, conversation_id: int | None) -> str:
        """Return the address of a conversation in this list; of the list when there is none."""
        return (reverse("conversation", args=[conversation_id]) if conversation_id else reverse("inbox")) + self.query

    def page(self, opened: Conversation | None, cursor: str) -> Page[Any]:
        """Return the part of the list that stands beside the opened one."""
        return listed.page_around(self.rows, order=self.box.order, cursor=cursor, opened=opened)

    def rows_of(self, page: Page[Any]) -> list[listed.Row]:
        """Return a page's rows as its reader sees them."""
        return listed.rows_of(page.items, staff=self.staff)

    def lines_of(self, rows: Sequence[listed.Row], opened: Conversation | None) -> list[tuple[Line, datetime]]:
        """Return rows in words beside the opened one, and when the customer wrote last."""
        return [(line_of(row, box=self.box.key, opened=opened), row.at) for row in rows]

    def after(self, conversation: Conversation) -> int | None:
        """Return what is opened once this one is done."""
        return listed.after(self.rows, conversation, order=self.box.order)
