"""What every failure of the embedded database has in common."""

import errno
from pathlib import Path

_SAID_FULL = "No space left on device"
_FULL = {errno.ENOSPC, errno.EDQUOT}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


class DatabaseError(RuntimeError):
    """The embedded database cannot be used; the text says what is wrong and what to do next."""


class NoSpaceError(DatabaseError):
    """The disk that holds the data folder is full."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"The disk that holds {folder} is full. Free some space on it, or move the data folder to a larger disk."
        )


class UnusableFolderError(DatabaseError):
    """A file or folder of the database cannot be read or written."""


def is_full(said: str) -> bool:
    """Say whether a program's words are about a full disk."""
    return _SAID_FULL in said


def explain(problem: OSError, data: Path) -> DatabaseError:
    """Say in a sentence why the operating system refused a file or folder."""
    if problem.errno in _FULL:
        return NoSpaceError(data)
    place = problem.filename or data
    if problem.errno in _FORBIDDEN:
        return UnusableFolderError(
            f"Wellheard may not write to {place} ({problem.strerror}). "
            "Give this folder to the user who runs Wellheard, or choose another data folder."
        )
    return UnusableFolderError(
        f"The database folder cannot be used: {place}: {problem.strerror}. Look at that path first."
    )
