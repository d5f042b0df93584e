"""Locks between processes, held by the kernel: it drops them when a process dies, however it dies."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from wellheard.foundation.database.owners import Owner
from wellheard.foundation.database.private import open_private


class LockFile:
    """A file that processes lock; it is never written and never removed."""

    def __init__(self, path: Path, owner: Owner) -> None:
        self._file = os.fdopen(open_private(path, owner, os.O_RDWR), "r+")

    def share(self, *, waiting: Callable[[], None]) -> None:
        """Join the others who hold it; wait while someone holds it alone."""
        self._lock(fcntl.LOCK_SH, waiting)

    @contextmanager
    def alone(self, *, waiting: Callable[[], None]) -> Iterator[None]:
        """Hold it alone; wait until it is free."""
        try:
            self._lock(fcntl.LOCK_EX, waiting)
            yield
        finally:
            self.close()

    def is_last(self) -> bool:
        """Say whether nobody else holds it, and if so hold it alone until it is closed."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        """Let it go."""
        self._file.close()

    def _lock(self, kind: int, waiting: Callable[[], None]) -> None:
        try:
            fcntl.flock(self._file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(self._file, kind)
