"""The rows of the list in words alone: alike for all who see the same, so that each is drawn once for them."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wellheard.listen.conversations.models import Conversation
from wellheard.listen.satisfaction.models import Rating
from wellheard.web.conversations.queries.rows import Row

MOST_TAGS = 2
# Words, kind and icon; area, category and whether they are only suggested.
Chip = tuple[str, str, str]
Filed = tuple[str, str, bool]
_SCORES: dict[int | None, tuple[str, str]] = {
    Rating.Score.GOOD: ("good", "thumbs-up"),
    Rating.Score.BAD: ("bad", "thumbs-down"),
}


@dataclass(frozen=True)
class Line:
    """What a row of the list says, but for the time that has passed. `whom` names its checkbox."""

    number: int
    who: str
    person: str
    whom: str
    words: str
    language: str
    chips: tuple[Chip, ...]
    tags: tuple[Filed, ...]
    is_unread: bool
    is_opened: bool
    has_files: bool


def line_of(row: Row, *, box: str, opened: Conversation | None) -> Line:
    """Return a row as it stands in a list beside the opened one: whose it is goes without saying among one's own."""
    talk = row.conversation
    company, person = str(talk.company or ""), str(talk.requester or "")
    return Line(
        talk.pk,
        company or person or talk.subject,
        person if company else "",
        person or company or talk.subject,
        talk.preview or talk.subject or _("No words"),
        talk.language,
        tuple(_chips(row, box)),
        tuple((tag.area.name, tag.category.label, tag.confirmed_at is None) for tag in row.tags[:MOST_TAGS]),
        row.is_unread,
        talk == opened,
        row.has_files,
    )


def _chips(row: Row, box: str) -> list[Chip]:
    talk = row.conversation
    chips = [_urgency(talk), _standing(row), _score(row), (_("draft"), "", "pencil") if row.has_draft else None]
    if talk.assignee and box != "mine":
        chips.append((talk.assignee.first_name, "", "user"))
    return [chip for chip in chips if chip]


def _urgency(talk: Conversation) -> Chip | None:
    if talk.priority == Conversation.Priority.URGENT:
        return _("urgent"), "bad", "triangle-alert"
    return (pgettext("priority", "high"), "warn", "arrow-up") if talk.priority == Conversation.Priority.HIGH else None


def _standing(row: Row) -> Chip | None:
    """Return the one thing that matters most about how it stands."""
    talk = row.conversation
    if talk.aside_reason:
        return talk.get_aside_reason_display(), "", "bookmark"
    if talk.news_at:
        return _("ready to tell"), "good", "reply"
    if talk.is_closed:
        return pgettext("a conversation", "closed"), "", "check"
    if talk.waits_for == Conversation.WaitsFor.PRODUCT:
        return _("waits for the product"), "strong", "hammer"
    if talk.snoozed_until:
        return _("until %(day)s") % {"day": _written(talk.snoozed_until, "SHORT_DATETIME_FORMAT")}, "", "clock"
    return _due(row) if talk.waiting_since else None


def _score(row: Row) -> Chip | None:
    """Return how the customer said it went."""
    if row.rating is None:
        return None
    return (str(row.rating.get_score_display()), *_SCORES.get(row.rating.score, ("warn", "minus")))


def _due(row: Row) -> Chip | None:
    due = row.conversation.answer_due_at
    if due is None:
        return None
    if row.is_overdue:
        return _("overdue"), "bad", "clock"
    return _("due %(moment)s") % {"moment": _written(due, "D H:i")}, "warn", "clock"


def _written(moment: datetime, form: str) -> str:
    return date_format(localtime(moment), form)
