"""The things behind a number: what was said of something in a stretch of time, newest first, and in whose words."""

import base64
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from wellheard.customers.segments.among import Among
from wellheard.foundation.paging import Page
from wellheard.listen.conversations.models import Conversation, Message, Tag
from wellheard.listen.desk.addresses import conversation_path
from wellheard.listen.models import Feedback
from wellheard.understand.trends.queries.among import theirs, values_of
from wellheard.understand.trends.queries.subjects import Subject
from wellheard.understand.trends.queries.things import FEEDBACK_THINGS, THINGS, rows_of

SIZE = 30
FEWEST_LETTERS = 15


def _where(company: str) -> str:
    return f"""
    (%(area)s::bigint IS NULL OR area_id = %(area)s) AND (%(category)s::bigint IS NULL OR category_id = %(category)s)
    AND (%(tier)s::bigint IS NULL OR {company} IN (SELECT id FROM customers_company WHERE tier_id = %(tier)s))
    AND {theirs(company)}
"""  # noqa: S608 - a column of ours


# A conversation stands here once, however many tags it has. Each kind is cut off by itself: the indexes hold the newest first,
# so that the database looks at no more than it must.
_LIST = f"""
    (
        SELECT kind, id, at FROM ({FEEDBACK_THINGS}) AS said WHERE {_where("company_id")} AND (
            %(after_at)s::timestamptz IS NULL OR at <= %(after_at)s::timestamptz
            AND (at, kind, id) < (%(after_at)s::timestamptz, %(after_kind)s, %(after_id)s)
        ) ORDER BY at DESC, id DESC LIMIT %(most)s
    ) UNION ALL (
        SELECT 'conversation', c.id, c.started_at FROM conversations_conversation c
        WHERE c.started_at >= %(begins)s AND c.started_at < %(ends)s AND c.merged_into_id IS NULL AND c.aside_reason = ''
            AND ((%(area)s::bigint IS NULL AND %(category)s::bigint IS NULL) OR EXISTS (
                SELECT FROM conversations_tag t WHERE t.conversation_id = c.id
                AND (%(area)s::bigint IS NULL OR t.area_id = %(area)s)
                AND (%(category)s::bigint IS NULL OR t.category_id = %(category)s)
            ))
            AND (%(tier)s::bigint IS NULL OR c.company_id IN (SELECT id FROM customers_company WHERE tier_id = %(tier)s))
            AND {theirs("c.company_id")}
            AND (
                %(after_at)s::timestamptz IS NULL OR c.started_at <= %(after_at)s::timestamptz
                AND (c.started_at, 'conversation', c.id) < (%(after_at)s::timestamptz, %(after_kind)s, %(after_id)s)
            )
        ORDER BY c.started_at DESC, c.id DESC LIMIT %(most)s
    ) ORDER BY at DESC, kind DESC, id DESC LIMIT %(most)s
"""  # noqa: S608 - constants
_TIERS = f"""
    SELECT company.tier_id, count(*) FROM ({THINGS}) AS things
    LEFT JOIN customers_company company ON company.id = things.company_id WHERE {_where("things.company_id")} GROUP BY 1
"""  # noqa: S608 - constants


@dataclass(frozen=True)
class Behind:
    """Which things are meant."""

    begins: datetime
    ends: datetime
    subject: Subject
    among: Among | None = None

    @property
    def values(self) -> dict[str, Any]:
        subject = self.subject
        about = {"area": subject.area, "category": subject.category, "tier": subject.tier}
        return {"begins": self.begins, "ends": self.ends, **values_of(self.among), **about}


@dataclass(frozen=True)
class Thing:
    """Feedback, or a conversation with what its customer first wrote."""

    feedback: Feedback | None
    conversation: Conversation | None
    words: str
    language: str
    at: datetime
    is_confirmed: bool

    @property
    def url(self) -> str:
        """Where it can be read."""
        return conversation_path(self.conversation.pk) if self.conversation else reverse("feedback", args=self.key[1:])

    @property
    def company(self) -> Any:
        said = self.feedback or self.conversation
        return said.company if said else None

    @property
    def key(self) -> tuple[str, int]:
        """Its kind and id, by which it is found again."""
        return ("feedback", self.feedback.pk) if self.feedback else ("conversation", self.conversation.pk)  # type: ignore[union-attr]

    @property
    def person(self) -> Any:
        return self.feedback.contact if self.feedback else self.conversation and self.conversation.requester


def page_of_things(behind: Behind, *, cursor: str = "", size: int = SIZE) -> Page[Thing]:
    """Return a page of them, newest first, in a fixed number of queries. A cursor that cannot be read is the first page."""
    at, kind, key = _read(cursor)
    values = behind.values | {"after_at": at, "after_kind": kind, "after_id": key, "most": size + 1}
    rows = rows_of(_LIST, values)
    more = _written(rows[size - 1]) if len(rows) > size else ""
    return Page(things_named([(kind, key) for kind, key, *_rest in rows[:size]]), more, is_first=at is None)


def tiers_of(behind: Behind) -> dict[int | None, int]:
    """Return how many of them companies of each tier said."""
    return {tier: int(count) for tier, count in rows_of(_TIERS, behind.values)}


def examples_of(behind: Behind, *, most: int = 3, suits: Callable[[Thing], bool] = lambda _thing: True) -> list[Thing]:
    """Return some of them that suit and say enough to be read, each of another company and in other words, newest first."""
    found: list[Thing] = []
    for thing in filter(suits, page_of_things(behind, size=SIZE).items):
        is_new = thing.company is None or thing.company not in [one.company for one in found]
        is_new = is_new and thing.words not in [one.words for one in found]
        if is_new and len(thing.words) >= FEWEST_LETTERS and len(found) < most:
            found.append(thing)
    return found


def things_named(keys: Sequence[tuple[str, int]]) -> list[Thing]:
    """Return the things of these kinds and ids that are still there, in this order, in five queries at most."""
    ids = {wanted: [key for kind, key in keys if kind == wanted] for wanted in ("feedback", "conversation")}
    pieces = Feedback.objects.with_people().in_bulk(ids["feedback"])
    whole = Conversation.objects.select_related("company", "requester").in_bulk(ids["conversation"])
    sure = set(Tag.objects.confirmed().filter(conversation__in=whole).values_list("conversation_id", flat=True))
    first = _first_words(ids["conversation"])
    found = []
    for kind, key in keys:
        if kind == "feedback" and (piece := pieces.get(key)):
            found.append(Thing(piece, None, piece.words, piece.language, piece.heard_at, piece.is_filed))
        elif kind == "conversation" and (one := whole.get(key)):
            words = first.get(key) or one.subject
            found.append(Thing(None, one, words, one.language, one.started_at, key in sure))
    return found


def _first_words(conversation_ids: Iterable[int]) -> dict[int, str]:
    heard = Message.objects.filter(conversation__in=list(conversation_ids), kind=Message.Kind.HEARD)
    rows = heard.order_by("conversation", "said_at", "pk").distinct("conversation")
    return dict(rows.values_list("conversation_id", "words"))


def _written(row: Any) -> str:
    kind, key, at = row
    return base64.urlsafe_b64encode(json.dumps([at.isoformat(), kind, key]).encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[datetime | None, str, int]:
    try:
        at, kind, key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None or not isinstance(kind, str) or not 0 <= int(key) < 2**63:
            return None, "", 0
        return moment, kind.replace("\x00", ""), int(key)
    except (ValueError, TypeError):
        return None, "", 0
