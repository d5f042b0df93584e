"""Do one thing with several conversations of a page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.listen.conversations.commands import (
    ConversationError,
    Pair,
    assign_conversation,
    close_conversation,
    mark_read,
    merge_conversations,
    set_conversation_aside,
    snooze_conversation,
    tag_conversation,
)
from wellheard.listen.conversations.models import Conversation
from wellheard.workspace.models import Staff, Team

AT_ONCE = 200


@dataclass(frozen=True)
class Order:
    """What is done with each: `assign`, `tag`, `close`, `snooze`, `aside`, `read` or `join`, and with what."""

    do: str
    staff: Staff | None = None
    team: Team | None = None
    tags: tuple[Pair, ...] = ()
    until: datetime | None = None
    reason: str = ""


@dataclass
class Outcome:
    """How many were changed, and what was left as it was, with the reason."""

    changed: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


def do_with_these(*, order: Order, conversation_ids: Iterable[int], by: Staff) -> Outcome:
    """Do one thing with at most 200 conversations; what cannot be done with one leaves the others untouched.

    Raises ConversationError for more than 200, and for what nobody can do.
    """
    ids = sorted(set(conversation_ids))
    if len(ids) > AT_ONCE:
        raise ConversationError(_("Choose at most 200 of them."))
    if order.do not in _DOING:
        raise ConversationError(_("Choose what to do with them."))
    outcome, first = Outcome(), ids[0] if ids else 0
    for pk in ids:
        try:
            with transaction.atomic():
                _DOING[order.do](order, pk, by, first)
        except ConversationError as problem:
            outcome.refused.append((_named(pk), str(problem)))
        else:
            outcome.changed += 1
    return outcome


def _named(conversation_id: int) -> str:
    return str(Conversation.objects.filter(pk=conversation_id).first() or conversation_id)


def _tag(order: Order, pk: int, by: Staff, _first: int) -> None:
    for area_id, category_id in order.tags:
        tag_conversation(conversation_id=pk, area_id=area_id, category_id=category_id, by=by)


def _join(_order: Order, pk: int, by: Staff, first: int) -> None:
    """Join each to the oldest of them."""
    if pk != first:
        merge_conversations(kept_id=first, gone_id=pk, by=by)


_DOING: dict[str, Callable[[Order, int, Staff, int], object]] = {
    "assign": lambda order, pk, _by, _first: assign_conversation(
        conversation_id=pk, staff=order.staff, team=order.team
    ),
    "tag": _tag,
    "close": lambda order, pk, by, _first: close_conversation(conversation_id=pk, by=by, tags=order.tags),
    "snooze": lambda order, pk, _by, _first: snooze_conversation(conversation_id=pk, until=order.until),
    "aside": lambda order, pk, by, _first: set_conversation_aside(conversation_id=pk, reason=order.reason, by=by),
    "read": lambda _order, pk, by, _first: mark_read(conversation_id=pk, staff=by),
    "join": _join,
}
