"""Numbers of large installations, counted now and then in the background; pages say when.

A small installation counts whenever somebody looks, so what was just done is in the numbers at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from wellheard.foundation import clock
from wellheard.foundation.counts import is_more, up_to
from wellheard.learn.models import Snapshot
from wellheard.listen.models import Feedback
from wellheard.listen.surveys.models import Response

# From so many pieces of feedback or answers to surveys on, counting them takes longer than somebody waits for a page.
LARGE = 20_000
# Older ones are of a worker that does not run: slow and right is better than quick and wrong.
FRESH = timedelta(hours=2)


@dataclass(frozen=True)
class Taken:
    """What was counted, and when; None: this moment."""

    values: dict[str, Any]
    at: datetime | None = None


def kept_or(key: str, count: Callable[[], dict[str, Any]]) -> Taken:
    """Return what was kept under this key, else count now."""
    row = Snapshot.objects.filter(key=key, taken_at__gt=clock.now() - FRESH).first()
    return Taken(row.values, row.taken_at) if row else Taken(count())


def take(kind: str, questions: dict[str, Callable[[], dict[str, Any]]]) -> int:
    """Count what is asked most of a kind and keep it; forget the rest. Returns how much is kept: nothing where little is there.

    Keys begin with the kind.
    """
    wanted = questions if _is_large() else {}
    Snapshot.objects.filter(key__startswith=f"{kind} ").exclude(key__in=wanted).delete()
    for key, count in wanted.items():
        values = count()
        with transaction.atomic():
            Snapshot.objects.update_or_create(key=key, defaults={"values": values, "taken_at": clock.now()})
    return len(wanted)


def _is_large() -> bool:
    """Tell whether so much was said, or answered to surveys, that counting it takes long."""
    return any(is_more(up_to(rows, most=LARGE)) for rows in (Feedback.objects.all(), Response.objects.all()))
