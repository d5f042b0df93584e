"""Keep what several mail servers hand over at the same moment in one transaction, so that the disk is waited for once."""

import asyncio
from asyncio import Future, Task
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import TypeVar

from django.db import Error, InterfaceError, OperationalError, close_old_connections, connections

from wellheard.listen.mailboxes.commands import Handed, keep_mails

Result = TypeVar("Result")

THREADS = 4
MOST_TOGETHER = 100
# What is larger is kept by itself beside the others, so that they do not wait for it.
MOST_BYTES_TOGETHER = 4_000_000


@dataclass(frozen=True)
class _Waiting:
    """A mail that was handed over, once for each mailbox it is for, and who waits for it to be kept."""

    handed: Sequence[Handed]
    kept: "Future[None]"

    @property
    def byte_count(self) -> int:
        return sum(len(one.raw) for one in self.handed)


class Keeper:
    """While some mails are written to the disk the next gather: a flood costs each of them less than a trickle does."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="mail keeper")
        self._waiting: deque[_Waiting] = deque()
        self._work: Task[None] | None = None

    async def keep(self, handed: Sequence[Handed]) -> None:
        """Return once a mail is committed. Raises what the database raised; then it is not kept."""
        one = _Waiting(handed, asyncio.get_running_loop().create_future())
        if one.byte_count > MOST_BYTES_TOGETHER:
            await self._keep([one])
        else:
            self._waiting.append(one)
            if self._work is None or self._work.done():
                # A task of its own: whoever came first may hang up, and others wait for it too.
                self._work = asyncio.create_task(self._keep_waiting())
        await one.kept

    async def ask(self, work: Callable[[], Result]) -> Result:
        """Ask the database something, in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, _with_a_connection, work)

    async def close(self) -> None:
        """Keep what was handed over to its end; its sender asks again if it heard nothing."""
        if self._work:
            await self._work
        await asyncio.to_thread(self._let_threads_go)

    async def _keep_waiting(self) -> None:
        while self._waiting:
            await self._keep(self._next())

    def _next(self) -> list[_Waiting]:
        """Return the next mails to keep in one transaction: as many as wait, within what memory and patience allow."""
        taken, count = [self._waiting.popleft()], 0
        while self._waiting and len(taken) < MOST_TOGETHER:
            count += taken[-1].byte_count
            if count + self._waiting[0].byte_count > MOST_BYTES_TOGETHER:
                break
            taken.append(self._waiting.popleft())
        return taken

    async def _keep(self, mails: list[_Waiting]) -> None:
        handed = [one for mail in mails for one in mail.handed]
        try:
            await self.ask(lambda: keep_mails(handed=handed))
        except (OperationalError, InterfaceError, OSError) as problem:
            _fail(mails, problem)
        except Exception as problem:  # noqa: BLE001 - who waits is told
            if len(mails) == 1:
                _fail(mails, problem)
                return
            # One that cannot be kept costs no other one its place.
            for mail in mails:
                await self._keep([mail])
        else:
            for mail in mails:
                if not mail.kept.done():
                    mail.kept.set_result(None)

    def _let_threads_go(self) -> None:
        """End the threads; each closes its own connection to the database first."""
        together = Barrier(THREADS)

        def leave() -> None:
            together.wait()
            connections.close_all()

        for _thread in range(THREADS):
            self._threads.submit(leave)
        self._threads.shutdown()


def _fail(mails: list[_Waiting], problem: Exception) -> None:
    for mail in mails:
        if not mail.kept.done():
            mail.kept.set_exception(problem)


def _with_a_connection(work: Callable[[], Result]) -> Result:
    """Do something in a thread that lives for long; a connection that broke is not used a second time."""
    close_old_connections()
    try:
        return work()
    except (Error, OSError):
        connections.close_all()
        raise
