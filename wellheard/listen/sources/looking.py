"""Looking for what is not known here: at once, for several in one question, and never oftener than the database likes.

Whoever tries keys at random makes us ask twenty times a second at most, whatever they send.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from wellheard.foundation.http.doors import in_thread

PAUSE_SECONDS = 0.05
# So many different ones are asked for in one question; who comes beyond them is told to come again.
MOST_WAITING = 500

Found = TypeVar("Found")


class CrowdedError(Exception):
    """So many unknown keys are being looked for that this one must come again in a moment."""


class Looking(Generic[Found]):
    """Those of one event loop who wait for what the database says of a key."""

    def __init__(self, ask: Callable[[Collection[str]], Mapping[str, Found]]) -> None:
        self._ask = ask
        self._waiting: dict[str, asyncio.Future[Found | None]] = {}
        self._worker: asyncio.Task[None] | None = None

    async def find(self, key: str) -> Found | None:
        """Return what the database knows at a moment after this call: what was committed before is found. Raises CrowdedError."""
        if key not in self._waiting and len(self._waiting) >= MOST_WAITING:
            raise CrowdedError
        loop = asyncio.get_running_loop()
        answer = self._waiting.setdefault(key, loop.create_future())
        if self._worker is None:
            self._worker = loop.create_task(self._work())
        # Others may wait for the same.
        return await asyncio.shield(answer)

    async def _work(self) -> None:
        try:
            while self._waiting:
                # Who comes from here on waits for the next look: this one may have begun before their key was there.
                asked, self._waiting = self._waiting, {}
                await self._look(asked)
                await asyncio.sleep(PAUSE_SECONDS)
        finally:
            self._worker = None

    async def _look(self, asked: "dict[str, asyncio.Future[Found | None]]") -> None:
        try:
            found = await in_thread(self._ask, asked.keys())
        # Whatever it is, whoever waits must hear of it.
        except Exception as problem:  # noqa: BLE001
            for answer in asked.values():
                answer.set_exception(problem)
            return
        for key, answer in asked.items():
            answer.set_result(found.get(key))


class LookingHere(Generic[Found]):
    """As `Looking`, for whichever event loop asks."""

    def __init__(self, ask: Callable[[Collection[str]], Mapping[str, Found]]) -> None:
        self._ask = ask
        self._of_loops: WeakKeyDictionary[asyncio.AbstractEventLoop, Looking[Found]] = WeakKeyDictionary()

    async def find(self, key: str) -> Found | None:
        """Return what the database knows of a key now. Raises CrowdedError."""
        return await self._of_loops.setdefault(asyncio.get_running_loop(), Looking(self._ask)).find(key)
