"""Keeping what several requests bring in one go: whoever comes while a COPY is under way shares the next one.

A COPY costs its way to the disk and back, be it one row or a thousand. So many small requests at a time cost little more than a
few, and nobody waits for others to come: the first goes at once.
"""

import asyncio
from collections.abc import Sequence
from weakref import WeakKeyDictionary

from wellheard.listen.usage import arriving
from wellheard.listen.usage.arriving import Arrived, KeepingError

# So many COPYs are under way in a process, and so many rows are in one; a larger request goes by itself.
AT_ONCE, MOST_ROWS = 2, 5_000
# So many characters may wait in a process. A database that takes nothing is soon told by this, while clients send the same again.
MOST_WAITING = 64_000_000
# What a row has besides its texts.
_ROW_CHARACTERS = 500

_Waiting = tuple[Sequence[Arrived], "asyncio.Future[None]"]


class Gathering:
    """The requests of one event loop that wait to be kept."""

    def __init__(self) -> None:
        self._waiting: list[_Waiting] = []
        self._working = 0
        self._weight = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def keep(self, rows: Sequence[Arrived]) -> None:
        """Keep these rows; on return they are on the disk. Raises KeepingError while the database is away or too slow."""
        weight = _weight(rows)
        if self._weight and self._weight + weight > MOST_WAITING:
            raise KeepingError("The database takes in less than comes; send this again in a moment.")
        loop = asyncio.get_running_loop()
        kept: asyncio.Future[None] = loop.create_future()
        self._weight += weight
        kept.add_done_callback(lambda _kept: self._forget(weight))
        self._waiting.append((rows, kept))
        if self._working < AT_ONCE:
            self._working += 1
            task = loop.create_task(self._work())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        # Whoever hangs up meanwhile takes nothing back.
        await asyncio.shield(kept)

    def _forget(self, weight: int) -> None:
        self._weight -= weight

    async def _work(self) -> None:
        try:
            while self._waiting:
                await _keep_together(self._taken())
        finally:
            # With the last look at who waits: one that came between the two would be nobody's.
            self._working -= 1

    def _taken(self) -> list[_Waiting]:
        count, rows = 0, 0
        for count, (more, _kept) in enumerate(self._waiting, start=1):  # noqa: B007 - read below
            rows += len(more)
            if rows >= MOST_ROWS:
                break
        taken, self._waiting = self._waiting[:count], self._waiting[count:]
        return taken


def _weight(rows: Sequence[Arrived]) -> int:
    return sum(len(row.properties) + len(row.traits) + len(row.context) + _ROW_CHARACTERS for row in rows)


async def _keep_together(requests: list[_Waiting]) -> None:
    """Keep all of them, or, when one spoils it for the others, each by itself."""
    try:
        await arriving.keep([row for rows, _kept in requests for row in rows])
    except KeepingError as problem:
        _end(requests, problem)
    # Whatever it is, whoever waits must hear of it.
    except Exception as problem:  # noqa: BLE001
        if len(requests) == 1:
            _end(requests, problem)
            return
        for request in requests:
            await _keep_together([request])
    else:
        _end(requests, None)


def _end(requests: list[_Waiting], problem: Exception | None) -> None:
    for _rows, kept in requests:
        if kept.done():
            continue
        if problem is None:
            kept.set_result(None)
        else:
            kept.set_exception(problem)


_of_loops: WeakKeyDictionary[asyncio.AbstractEventLoop, Gathering] = WeakKeyDictionary()


async def keep(rows: Sequence[Arrived]) -> None:
    """Keep rows together with those of other requests of this process. Raises KeepingError while the database is away."""
    await _of_loops.setdefault(asyncio.get_running_loop(), Gathering()).keep(rows)
