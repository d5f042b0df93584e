"""What stands in a conversation: what was said, in order, and in between what happened, several things in one line."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.listen.conversations.models import Conversation, ConversationMerge, Message, Passage
from wellheard.listen.satisfaction.models import Rating
from wellheard.web.conversations.queries.happenings import Happening, happenings
from wellheard.web.conversations.queries.pieces import Piece, pieces_of
from wellheard.web.conversations.queries.reached import Missed, missed_by

# So many of the newest are shown; earlier ones on request, so many at most.
SHOWN, MOST_SHOWN = 20, 500
# What happened within so long of each other is one line.
_TOGETHER = timedelta(hours=12)


@dataclass(frozen=True)
class Said:
    """One message, cut into what is shown, what is folded and what became feedback."""

    message: Message
    pieces: list[Piece]
    is_first: bool = False
    answered_in: int | None = None
    missed: list[Missed] = field(default_factory=list)

    is_event = False

    @property
    def can_be_taken_back(self) -> bool:
        """Tell whether a reply waits for its moment still."""
        return self.message.is_withdrawable and (self.message.send_at or clock.now()) > clock.now()


@dataclass
class Line:
    """Several things that happened one after the other, in one line."""

    events: list[Happening] = field(default_factory=list)

    is_event = True

    @property
    def at(self) -> Any:
        return self.events[-1].at

    @property
    def icon(self) -> str:
        return self.events[0].icon


@dataclass(frozen=True)
class Rated:
    """How the customer says it went, where they said it."""

    rating: Rating
    at: datetime

    is_event = False


@dataclass(frozen=True)
class Thread:
    """A conversation as it is read: its items, how many earlier ones are folded away, and what was joined to it."""

    items: list[Said | Line | Rated]
    earlier: int
    newest_id: int
    last_heard_id: int
    joined: list[ConversationMerge]


def thread_of(conversation: Conversation, *, whole: int = 0) -> Thread:
    """Return a conversation, the newest 20 messages of it; as many more as asked, up to 500."""
    most = min(SHOWN + max(0, whole), MOST_SHOWN)
    newest = list(_messages(conversation).order_by("-recorded_at", "-pk")[: most + 1])
    messages = newest[:most][::-1]
    earlier = max(0, conversation.message_count - len(messages)) if len(newest) > most else 0
    began = None if not earlier else messages[0].recorded_at
    merges = ConversationMerge.objects.filter(kept=conversation, undone_at=None)
    joined = list(merges.select_related("gone__requester"))
    about = [conversation.pk, *(merge.gone_id for merge in joined)]
    lines = [*happenings(conversation, since=began), *_how_it_went(about, since=began)]
    lines.sort(key=lambda line: line.at)
    return Thread(
        _woven(messages, lines, conversation, earlier),
        earlier,
        max((one.pk for one in messages), default=0),
        next((one.pk for one in reversed(messages) if one.is_heard), 0),
        joined,
    )


def _messages(conversation: Conversation) -> Any:
    passages = Passage.objects.order_by("begin")
    rows = conversation.messages.standing().select_related("contact", "staff", "mail", "surroundings")
    return rows.prefetch_related("attachments", Prefetch("passages", passages), "mentions__staff")


def _how_it_went(about: Sequence[int], *, since: datetime | None) -> list[Happening | Rated]:
    """Return that they were asked how conversations went, and what they said."""
    told: list[Happening | Rated] = []
    for rating in Rating.objects.filter(conversation__in=about).select_related("contact").order_by("pk"):
        if rating.asked_at:
            told.append(Happening(rating.asked_at, _("asked how it went"), "smile"))
        if rating.score is not None and rating.rated_at:
            told.append(Rated(rating, rating.rated_at))
    return [one for one in told if since is None or one.at >= since]


def _woven(
    messages: Sequence[Message], events: Sequence[Happening | Rated], conversation: Conversation, earlier: int
) -> list[Said | Line | Rated]:
    woven: list[Said | Line | Rated] = []
    waiting = list(events)
    for number, message in enumerate(messages):
        while waiting and waiting[0].at < message.recorded_at:
            _add(woven, waiting.pop(0))
        is_first = number == 0 and not earlier
        woven.append(
            Said(message, pieces_of(message), is_first, _answered_in(message, conversation), missed_by(message))
        )
    for event in waiting:
        _add(woven, event)
    return woven


def _add(woven: list[Said | Line | Rated], event: Happening | Rated) -> None:
    last = woven[-1] if woven else None
    if isinstance(event, Rated):
        woven.append(event)
    elif isinstance(last, Line) and event.at - last.at < _TOGETHER:
        last.events.append(event)
    else:
        woven.append(Line([event]))


def _answered_in(message: Message, conversation: Conversation) -> int | None:
    """Return after how many business minutes a message was our first answer; nothing for every other one."""
    seconds = conversation.first_answer_seconds
    is_it = message.sent_at is not None and message.sent_at == conversation.first_answer_at
    return max(1, -(-seconds // 60)) if is_it and seconds is not None else None
