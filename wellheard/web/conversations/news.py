"""What is new in conversations, read off the ledger's end: for streams and for pages that ask now and then.

Plain SQL over the key of the ledger: an idle inbox costs its process two tiny statements a second, however many look on.
"""

from collections import deque
from dataclasses import dataclass, field

from django.db import connection

# A transaction may commit after one that began later: so many of the latest facts are looked at again.
_WINDOW = 300
_MOST = 500
# Facts that are no news pass, or each look would read all of them again: those that were there so many looks ago.
_LOOKS = 30
# These bring a conversation into somebody's list; all others merely change it.
_BRING = frozenset(
    {
        "conversation.opened",
        "conversation.reopened",
        "conversation.has_news",
        "conversation.assigned",
        "message.heard",
        "note.written",
    }
)
# How it went stands in the thread too: such a fact is about a rating, and names the conversation.
_SINCE = """
    SELECT id, name, actor_type, actor_id,
        CASE subject_type WHEN 'conversation' THEN subject_id ELSE (details ->> 'conversation')::bigint END
    FROM foundation_fact
    WHERE id > %s AND (subject_type = 'conversation' OR name IN ('rating.given', 'rating.commented'))
    ORDER BY id LIMIT %s
"""
_NEWEST = "SELECT coalesce(max(id), 0) FROM foundation_fact"


@dataclass(frozen=True)
class Change:
    """That something happened in a conversation: which, who of us did it (0 for others), and whether it is news to a list."""

    fact_id: int
    conversation_id: int
    by: int
    brings: bool

    def as_json(self) -> dict[str, int | bool]:
        return {"conversation": self.conversation_id, "by": self.by, "brings": self.brings}


@dataclass
class Passing:
    """The newest facts of the ledger at the latest looks."""

    _newest: deque[int] = field(default_factory=lambda: deque(maxlen=_LOOKS))

    def look(self) -> int:
        """Return which fact was the newest thirty looks ago: what began before it has been committed since. 0 until then."""
        self._newest.append(newest_fact())
        return self._newest[0] if len(self._newest) == _LOOKS else 0


@dataclass
class Follower:
    """Reads the end of the ledger, each fact once."""

    newest: int = -1
    _passing: Passing = field(default_factory=Passing)
    _told: set[int] = field(default_factory=set)

    def look(self) -> list[Change]:
        """Return what happened since the last look; nothing at the first."""
        if self.newest < 0:
            self.newest = newest_fact()
            self._told = {change.fact_id for change in changes_since(self.newest - _WINDOW)}
            return []
        found = [change for change in changes_since(self.newest - _WINDOW) if change.fact_id not in self._told]
        if found:
            self.newest = max(self.newest, found[-1].fact_id)
            self._told = {one for one in self._told if one > self.newest - _WINDOW}
            self._told |= {change.fact_id for change in found}
        self.newest = max(self.newest, self._passing.look())
        return found


def changes_since(fact_id: int) -> list[Change]:
    """Return what happened in conversations after a fact, the oldest first, at most 500."""
    with connection.cursor() as cursor:
        cursor.execute(_SINCE, [max(0, fact_id), _MOST])
        return [
            Change(pk, subject_id, (actor_id or 0) if actor_type == "staff" else 0, name in _BRING)
            for pk, name, actor_type, actor_id, subject_id in cursor.fetchall()
        ]


def newest_fact() -> int:
    """Return the number of the newest fact."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST)
        return int(cursor.fetchone()[0])
