"""Mail of strangers is read in a process of its own: what hangs or eats memory there is ended, and nothing else is.

The process is kept for the next mail, because starting one takes longer than reading. One that failed is never used again.
"""

import atexit
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

import wellheard
from wellheard.foundation.mail.reading import wire
from wellheard.foundation.mail.reading.shape import ReadMail

SECONDS = 30.0
MEMORY_BYTES = 1_000_000_000
# What a long life leaves behind in a process's memory is given back by ending it.
MOST_MAILS, MOST_MEMORABLE_BYTES, MOST_IDLE = 1_000, 10_000_000, 2
_MODULE = "wellheard.foundation.mail.reading.worker"


class UnreadableMailError(Exception):
    """A mail could not be read: it took too long or too much memory. The text says so; the raw mail is as it was."""

    is_late = False


def read_apart(raw: bytes) -> ReadMail:
    """Return what a mail says, read apart. Raises UnreadableMailError after SECONDS or above MEMORY_BYTES."""
    worker = _taken()
    was_used = worker.is_used
    try:
        return _read_with(worker, raw)
    except UnreadableMailError as problem:
        # One that was used may have been ended meanwhile for nothing this mail did.
        if not was_used or problem.is_late:
            raise
    return _read_with(_Worker(), raw)


def _read_with(worker: "_Worker", raw: bytes) -> ReadMail:
    try:
        mail = worker.read(raw)
    except BaseException:
        worker.end()
        raise
    _given_back(worker)
    return mail


class _Worker:
    """One reading process and the pipes to it."""

    def __init__(self) -> None:
        root = str(Path(wellheard.__file__).resolve().parent.parent)
        self._process = subprocess.Popen(
            [sys.executable, "-m", _MODULE, str(MEMORY_BYTES)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=root,
            # No password and no address of the database gets there.
            env={"PYTHONPATH": root, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        )
        self._mails = self._bytes = 0

    @property
    def is_used(self) -> bool:
        return self._mails > 0

    @property
    def is_fresh(self) -> bool:
        return self._process.poll() is None and self._mails < MOST_MAILS and self._bytes < MOST_MEMORABLE_BYTES

    def read(self, raw: bytes) -> ReadMail:
        """Have a mail read. The process is of no use after an error."""
        self._mails += 1
        self._bytes = max(self._bytes, len(raw))
        late = threading.Event()
        timer = threading.Timer(SECONDS, self._stop, [late])
        timer.daemon = True
        timer.start()
        try:
            return wire.unpacked(self._asked(raw))
        except (OSError, EOFError, ValueError, KeyError, TypeError) as problem:
            raise _unreadable(is_late=late.is_set()) from problem
        finally:
            timer.cancel()

    def end(self) -> None:
        """End the process, whatever it does, and leave no pipe open."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            # What was not written yet cannot be any more.
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]
        self._process.wait()

    def _asked(self, raw: bytes) -> bytes:
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise EOFError
        stdin.write(wire.length_of(raw))
        stdin.write(raw)
        stdin.flush()
        return _read(stdout, int.from_bytes(_read(stdout, wire.LENGTH_BYTES), "big"))

    def _stop(self, late: threading.Event) -> None:
        late.set()
        self._process.kill()


def _read(pipe: IO[bytes], length: int) -> bytes:
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return data


def _unreadable(*, is_late: bool) -> UnreadableMailError:
    if is_late:
        words = _(
            "Reading this mail took longer than %(seconds)d seconds, so it was stopped. "
            "The mail is kept as it came; look at it, and try again."
        ) % {"seconds": SECONDS}
    else:
        words = _(
            "Reading this mail took too much memory, or failed. The mail is kept as it came; look at it, and try again."
        )
    problem = UnreadableMailError(words)
    problem.is_late = is_late
    return problem


_idle: list[_Worker] = []
_lock = threading.Lock()


def _taken() -> _Worker:
    with _lock:
        while _idle:
            worker = _idle.pop()
            if worker.is_fresh:
                return worker
            worker.end()
    return _Worker()


def _given_back(worker: _Worker) -> None:
    with _lock:
        if worker.is_fresh and len(_idle) < MOST_IDLE:
            _idle.append(worker)
            return
    worker.end()


def end_all() -> None:
    """End the processes that wait for mail; the next mail starts another."""
    with _lock:
        while _idle:
            _idle.pop().end()


# They would end by themselves; this way they have ended before we have.
atexit.register(end_all)
# A process that was copied must not talk to its parent's reader.
os.register_at_fork(after_in_child=_idle.clear)
