"""How much a source sends: counted in the process, and with what the other processes counted every other second.

A count in the database for each request would make them wait for one another. So a source may send a little more than its limit
before every process knows.
"""

import asyncio
import logging
import time
from dataclasses import dataclass

from wellheard.foundation import clock, tallies
from wellheard.foundation.http.doors import in_thread
from wellheard.listen.sources.commands import hear_of_source
from wellheard.listen.sources.queries import KnownSource

logger = logging.getLogger(__name__)

MINUTE = 60
SETTLE_SECONDS = 2.0


@dataclass(slots=True)
class _Count:
    """What one source sent in one minute: what all processes had told when we last asked, and what we have not told yet."""

    minute: int
    told: int = 0
    untold: int = 0
    settled_at: float = 0.0
    is_settling: bool = False


_counts: dict[int, _Count] = {}
_tasks: set["asyncio.Task[None]"] = set()


def spend(source: KnownSource, events: int) -> int:
    """Count events a source sends; return 0, or in how many seconds it may send more when this minute's are used up.

    Whatever crosses the limit is still taken whole, so that a large batch always passes at some time.
    """
    now = time.time()
    minute = int(now // MINUTE)
    count = _counts.get(source.pk)
    if count is None or count.minute != minute:
        count = _counts[source.pk] = _Count(minute)
    if source.per_minute and count.told + count.untold >= source.per_minute:
        return max(1, (minute + 1) * MINUTE - int(now))
    count.untold += events
    if not count.is_settling and time.monotonic() >= count.settled_at + SETTLE_SECONDS:
        count.is_settling = True
        task = asyncio.get_running_loop().create_task(_settle(source.pk, count))
        _tasks.add(task)
        task.add_done_callback(_tasks.discard)
    return 0


def forget() -> None:
    """Begin to count anew."""
    _counts.clear()


async def _settle(source_id: int, count: _Count) -> None:
    """Tell the database what was sent here, and learn what was sent everywhere."""
    telling, count.untold = count.untold, 0
    count.told += telling
    try:
        count.told = await in_thread(_told, source_id, count.minute, telling)
    except Exception:
        # What is not counted is no reason to refuse what was sent.
        logger.warning("events of a source could not be counted", exc_info=True, extra={"source": source_id})
    finally:
        count.settled_at, count.is_settling = time.monotonic(), False


def _told(source_id: int, minute: int, events: int) -> int:
    hear_of_source(source_id=source_id, at=clock.now())
    return tallies.counted(f"events {source_id} {minute}", seconds=2 * MINUTE, more=events).count
