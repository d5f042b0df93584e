"""The rules of this installation, known to each process for some seconds: the front door asks with every batch."""

import re
import time
from collections.abc import Iterable
from typing import Any

import psycopg

from wellheard.listen.usage.models import OwnPattern, Redaction
from wellheard.listen.usage.redaction import Rules

# Another process takes a changed rule over after so long.
FRESH_SECONDS = 5.0
_SWITCHED_OFF = "SELECT unnest(switched_off) FROM usage_redaction"
_PATTERNS = "SELECT pattern FROM usage_ownpattern ORDER BY id"


class _Kept:
    rules = Rules()
    fresh_until = 0.0


async def rules_by(database: psycopg.AsyncConnection[Any]) -> Rules:
    """Return the rules, asked on this connection where they are not known."""
    if time.monotonic() >= _Kept.fresh_until:
        off = await (await database.execute(_SWITCHED_OFF)).fetchall()
        own = await (await database.execute(_PATTERNS)).fetchall()
        return remember(_rules([key for (key,) in off], [pattern for (pattern,) in own]))
    return _Kept.rules


def rules_now() -> Rules:
    """Return the rules as they are in the database."""
    row = Redaction.objects.first()
    return remember(
        _rules(row.switched_off if row else [], OwnPattern.objects.order_by("pk").values_list("pattern", flat=True))
    )


def remember(rules: Rules, *, seconds: float = FRESH_SECONDS) -> Rules:
    """Let this process know the rules for a while."""
    _Kept.rules, _Kept.fresh_until = rules, time.monotonic() + seconds
    return rules


def _rules(switched_off: Iterable[str], own: Iterable[str]) -> Rules:
    # They were checked when they were written.
    return Rules(frozenset(switched_off), tuple(re.compile(pattern) for pattern in own))
