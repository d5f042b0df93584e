"""One at a time: whoever changes files of the lake, or copies them, holds one lock of PostgreSQL. A process that dies lets go."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

LAKE_LOCK = 0x6C616B65


@contextmanager
def lake_if_free() -> Iterator[bool]:
    """Hold the lake if nobody else does; tells whether."""
    is_free = _ask("SELECT pg_try_advisory_lock(%s)")
    try:
        yield is_free
    finally:
        if is_free:
            _ask("SELECT pg_advisory_unlock(%s)")


@contextmanager
def lake_to_itself() -> Iterator[None]:
    """Hold the lake, once whoever holds it is ready."""
    _ask("SELECT pg_advisory_lock(%s) IS NULL")
    try:
        yield
    finally:
        _ask("SELECT pg_advisory_unlock(%s)")


def _ask(query: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(query, [LAKE_LOCK])
        return bool(cursor.fetchone()[0])
