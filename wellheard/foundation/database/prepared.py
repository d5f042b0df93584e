"""Statements that are asked again and again, planned once for each connection instead of each time they are asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg._queries import PostgresQuery


class _Prepared(psycopg.Cursor[Any]):
    """Django's own cursors write values into the text of a statement, which PostgreSQL then plans anew."""

    def execute(
        self, query: Any, params: Any = None, *, prepare: bool | None = True, binary: bool | None = None
    ) -> Any:
        """Ask a statement whose text never changes; its values come apart from it, each with its type (%(who)s::bigint)."""
        return super().execute(query, params, prepare=prepare, binary=binary)

    def _convert_query(self, query: Any, params: Any = None) -> PostgresQuery:
        # Django's log of statements reads it here.
        self._query = super()._convert_query(query, params)
        return self._query


@contextmanager
def prepared_cursor() -> Iterator[CursorWrapper]:
    """Give a cursor of Django's connection for statements whose text is always the same; long ones gain most."""
    connection.ensure_connection()
    # Django forbids it by default for poolers that cannot do it; we hold connections that are ours.
    connection.connection.prepare_threshold = 0
    wrapped = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    with wrapped(cast("CursorWrapper", _Prepared(connection.connection))) as cursor:
        yield cursor
