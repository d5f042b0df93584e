"""Conversations that hold some words: in what was written, in notes too, or in the subject.

However common the words are, a bounded number of rows is read: of rare words all rows, of common ones the latest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from wellheard.foundation.text.words import estimates, holding, looked_through
from wellheard.listen.conversations.models import Conversation, Message
from wellheard.understand import similar

# Of the messages that hold the words the newest so many count; whoever means an older one uses more words.
MOST = 1_000
# A word in more rows than this only picks among what the other words found.
COMMON = 100_000
# So many of the latest rows are looked through for common words: a thirtieth of a second.
LATEST = 1_000


@dataclass(frozen=True)
class _Place:
    """Where words stand: rows, their column, and the column that names the conversation."""

    rows: "Callable[[], QuerySet[Any]]"
    column: str
    shown: str

    def holding(self, query: str) -> "QuerySet[Any]":
        return holding(self.rows(), query, self.column)


_PLACES = (
    _Place(Message.objects.standing, "words", "conversation_id"),
    _Place(Conversation.objects.all, "subject", "id"),
)


def conversations_with(words: str) -> list[int]:
    """Return the numbers of the conversations that hold these words, as far as a list can be read."""
    return conversations_holding(similar.plain_query(words))


def conversations_holding(query: str) -> list[int]:
    """Return the numbers of the conversations that meet a query of words as they stand."""
    # Its words stand between these; neither a word nor a run of characters holds one.
    words = query.split(" & ") if query else []
    if not words:
        return []
    counted = iter(estimates(place.holding(word) for place in _PLACES for word in words))
    found = [_found(place, {word: next(counted) for word in words}) for place in _PLACES]
    # What an index finds in both places is asked for at once.
    asked = [one for one in found if isinstance(one, QuerySet)]
    read = [number for one in found if isinstance(one, list) for number in one]
    return list(dict.fromkeys([*(asked[0].union(*asked[1:], all=True) if asked else ()), *read]))


def _found(place: _Place, counts: dict[str, int]) -> "QuerySet[Any, int] | list[int]":
    """Return the conversations with words that so many rows of a place hold: yet to be asked for, or found by looking."""
    rare = [word for word in counts if counts[word] <= COMMON]
    if not rare:
        return looked_through(
            place.rows().order_by("-pk")[:LATEST], " & ".join(counts), place.column, shown=place.shown
        )
    held = place.holding(" & ".join(rare))
    if min(counts.values()) > MOST:
        held = _latest(held, place)
    # By a product, not by the key: no plan then reads backwards through all rows in the hope of meeting enough.
    newest = held.order_by(F("pk") * -1)
    if len(rare) == len(counts):
        return newest.values_list(place.shown, flat=True)[:MOST]
    return looked_through(newest[:LATEST], " & ".join(counts), place.column, shown=place.shown)


def _latest(held: "QuerySet[Any]", place: _Place) -> "QuerySet[Any]":
    """Keep those so late that about twice as many as are wanted are left."""
    (expected,) = estimates([held])
    last = place.rows().order_by("-pk").values_list("pk", flat=True).first() or 0
    return held.filter(pk__gt=last - 2 * MOST * last // expected) if expected > 2 * MOST else held
