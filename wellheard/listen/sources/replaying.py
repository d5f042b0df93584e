"""How a dead letter is tried again: each protocol says so at start-up, as `listen` knows none of them."""

from collections.abc import Callable
from datetime import datetime

from wellheard.listen.sources.queries import KnownSource

# Reads one event as it came and keeps it, in the transaction it is called in. Raises UnreadableError.
Reader = Callable[[KnownSource, bytes, datetime], None]

_readers: dict[str, Reader] = {}


class UnreadableError(ValueError):
    """An event cannot be understood; the text says why, in a sentence."""


def register(protocol: str, reader: Reader) -> None:
    """Let dead letters of a protocol be tried again."""
    _readers[protocol] = reader


def reader_of(protocol: str) -> Reader | None:
    """Return who reads a protocol."""
    return _readers.get(protocol)
