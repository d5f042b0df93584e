"""The event store on DuckLake."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, date, datetime
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
import psycopg

from wellheard.listen.usage.event_store import DayCount, Event, StoreError, Subject
from wellheard.listen.usage.lake.bounds import forget_bounds
from wellheard.listen.usage.lake.opening import open_lake, reason
from wellheard.listen.usage.lake.places import Place

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SHAPE = (
    '[{"said_at":"TIMESTAMP","received_at":"TIMESTAMP","source_id":"BIGINT","message_id":"VARCHAR","kind":"VARCHAR",'
    '"name":"VARCHAR","company_id":"BIGINT","contact_id":"BIGINT","known_as":"VARCHAR","user_id":"VARCHAR",'
    '"device":"VARCHAR","group_id":"VARCHAR","properties":"VARCHAR","context":"VARCHAR","is_trusted":"BOOLEAN"}]'
)
# Some thousand rows are handed over as one text: a value each would take DuckDB thirty times as long.
_APPEND = f"INSERT INTO events SELECT unnest(from_json(?, '{_SHAPE}'), recursive := true)"
_COLUMNS = ", ".join(Event.__slots__)
# A file that nothing refers to may be in the middle of being written; after so long it is not.
_ORPHANED = "INTERVAL 2 DAY"
_AT_ONCE = 1000

_NAMED = """
    WITH named AS (
        SELECT data_file, delete_file FROM ducklake_list_files('lake', 'events')
        UNION ALL SELECT data_file, delete_file FROM ducklake_list_files('lake', 'batches')
    )
    SELECT file FROM (SELECT data_file AS file FROM named UNION SELECT delete_file FROM named WHERE delete_file IS NOT NULL)
    WHERE file NOT IN (SELECT file FROM glob(?)) ORDER BY file
"""

Answer = TypeVar("Answer")


class LakeStore:
    """Events in DuckLake. One connection, opened at the first question and anew after it broke; one question at a time."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._duck: DuckDBPyConnection | None = None
        self._alone = RLock()

    def append(self, number: int, events: Sequence[Event]) -> None:
        """Keep a batch, once: its number is written in the same transaction."""
        rows = msgspec.json.encode([_row(event) for event in events]).decode() if events else ""

        def keep(duck: "DuckDBPyConnection") -> None:
            if duck.execute("SELECT 1 FROM batches WHERE number = ?", [number]).fetchall():
                return
            if rows:
                duck.execute(_APPEND, [rows])
            duck.execute("INSERT INTO batches VALUES (?)", [number])

        self._change(keep)

    def timeline(self, company_ids: Collection[int], *, most: int) -> list[Event]:
        """Return the latest events of a company, the newest first."""
        query = f"SELECT {_COLUMNS} FROM events WHERE company_id IN (SELECT unnest(?::BIGINT[])) ORDER BY said_at DESC LIMIT ?"  # noqa: S608
        return self._ask(
            lambda duck: [_event(row) for row in duck.execute(query, [list(company_ids), most]).fetchall()]
        )

    def of_subject(self, subject: Subject) -> Iterator[Event]:
        """Return everything one person did, the oldest first."""
        query = f"SELECT {_COLUMNS} FROM events WHERE ({_THEIRS}) AND (is_trusted OR user_id = '') ORDER BY said_at"  # noqa: S608
        yield from (_event(row) for row in self._rows(query, _keys(subject)))

    def counts(self, since: date, until: date) -> Iterator[DayCount]:
        """Return the sums of the days (UTC) from one to the other (not included)."""
        query = (
            "SELECT said_at::DATE AS day, company_id, contact_id, known_as, kind, name, count(*) FROM events "
            "WHERE said_at >= ?::DATE AND said_at < ?::DATE GROUP BY ALL ORDER BY ALL"
        )
        yield from (DayCount(*row) for row in self._rows(query, [since, until]))

    def size(self) -> int:
        """Return how many events are kept."""
        return self._ask(lambda duck: _number(duck.execute("SELECT count(*) FROM events")))

    def missing(self) -> list[str]:
        """Return which files the catalog names that are not there: after a restore, or when somebody else cleaned up."""
        everything = f"{self._place.files.rstrip('/')}/**"

        def look(duck: "DuckDBPyConnection") -> list[str]:
            rows = duck.execute(_NAMED, [everything]).fetchall()
            return [name for (name,) in rows]

        return self._ask(look)

    def delete_subject(self, subject: Subject) -> int:
        """Delete what one person did, and every file and former state that held it."""
        return self._delete(_THEIRS, _keys(subject))

    def delete_before(self, moment: datetime) -> int:
        """Delete what happened earlier, and every file and former state that held it."""
        return self._delete("said_at < ?", [_plain(moment)])

    def tidy(self) -> None:
        """Gather small files into large ones, and remove what nothing refers to any more."""
        self._change(_forget_numbers)
        self._ask(_gather)
        self._ask(
            lambda duck: _count(duck, f"ducklake_delete_orphaned_files('lake', older_than => now() - {_ORPHANED})")
        )

    def close(self) -> None:
        """Close the connection; the next question opens it again."""
        with self._alone:
            if self._duck is not None:
                self._duck.close()
                self._duck = None

    def _delete(self, condition: str, values: list[Any]) -> int:
        def delete(duck: "DuckDBPyConnection") -> int:
            gone = _number(duck.execute(f"SELECT count(*) FROM events WHERE {condition}", values))  # noqa: S608
            if gone:
                duck.execute(f"DELETE FROM events WHERE {condition}", values)  # noqa: S608
            return gone

        gone = self._change(delete)
        # Also when nothing was found: an earlier try may have ended between deleting and rewriting.
        self._ask(_gather)
        # The catalog remembers the least and greatest value of each column, and so does this connection.
        self.close()
        try:
            forget_bounds(self._place)
        except psycopg.Error as problem:
            raise StoreError(f"The lake's catalog did not answer ({type(problem).__name__}).") from problem
        return gone

    def _change(self, work: "Callable[[DuckDBPyConnection], Answer]") -> Answer:
        def whole(duck: "DuckDBPyConnection") -> Answer:
            duck.execute("BEGIN")
            try:
                answer = work(duck)
                duck.execute("COMMIT")
            except BaseException:
                self.close()
                raise
            return answer

        return self._ask(whole)

    def _ask(self, work: "Callable[[DuckDBPyConnection], Answer]") -> Answer:
        with self._alone:
            duck = self._open()
            import duckdb

            try:
                return work(duck)
            except duckdb.Error as problem:
                # The catalog's connection may be gone with the database: it is opened anew for the next question.
                self.close()
                raise StoreError(_unanswered(problem, self._place)) from problem

    def _rows(self, query: str, values: list[Any]) -> Iterator[tuple[Any, ...]]:
        """Read a long answer piece by piece, without holding the store meanwhile."""
        cursor = self._ask(lambda duck: duck.cursor().execute("USE lake").execute(query, values))
        while rows := cursor.fetchmany(_AT_ONCE):
            yield from rows

    def _open(self) -> "DuckDBPyConnection":
        if self._duck is None:
            self._duck = open_lake(self._place)
        return self._duck


# A device belongs to whoever else is known on it.
_THEIRS = (
    "contact_id IN (SELECT unnest(?::BIGINT[])) OR (user_id <> '' AND user_id IN (SELECT unnest(?::VARCHAR[]))) "
    "OR (contact_id IS NULL AND device <> '' AND device IN (SELECT unnest(?::VARCHAR[])))"
)


def _unanswered(problem: Exception, place: Place) -> str:
    """Return what to look at; the text of an error may hold what people did, that of a bucket names only its files."""
    import duckdb

    if place.is_remote and isinstance(problem, duckdb.IOException):
        said = reason(problem, place)
        return f"The bucket of the lake did not answer: {said}. Look at WELLHEARD_LAKE and WELLHEARD_LAKE_S3_…"
    return f"The lake of usage events did not answer ({type(problem).__name__})."


def _keys(subject: Subject) -> list[Any]:
    return [list(subject.contact_ids), list(subject.user_ids), list(subject.devices)]


def _gather(duck: "DuckDBPyConnection") -> None:
    """Write anew the files that hold what was deleted, join small ones, and remove the former ones with every former state.

    There is one writer and it is here: nobody is in the middle of reading a former state but a question of this minute, which
    fails and may be asked again.
    """
    _count(duck, "ducklake_flush_inlined_data('lake')")
    _count(duck, "ducklake_rewrite_data_files('lake', 'events', delete_threshold => 0.0)")
    _count(duck, "ducklake_merge_adjacent_files('lake')")
    _count(duck, "ducklake_expire_snapshots('lake', older_than => now())")
    _count(duck, "ducklake_cleanup_old_files('lake', cleanup_all => true)")


def _forget_numbers(duck: "DuckDBPyConnection") -> None:
    """Forget the numbers of batches long moved: only the last can be asked for again, and numbers grow."""
    duck.execute("DELETE FROM batches WHERE number < (SELECT max(number) FROM batches)")


def _count(duck: "DuckDBPyConnection", call: str) -> int:
    # The rows themselves hold moments with a zone, which DuckDB gives to Python only with a library we do not have.
    return _number(duck.execute(f"SELECT count(*) FROM {call}"))  # noqa: S608 - constants


def _number(asked: "DuckDBPyConnection") -> int:
    # Read to the end: only then what the question changed is kept.
    [(number,)] = asked.fetchall()
    return int(number)


def _row(event: Event) -> dict[str, Any]:
    row = {name: getattr(event, name) for name in Event.__slots__}
    return row | {"said_at": _plain(event.said_at), "received_at": _plain(event.received_at)}


def _event(row: tuple[Any, ...]) -> Event:
    said_at, received_at, *rest = row
    return Event(said_at.replace(tzinfo=UTC), received_at.replace(tzinfo=UTC), *rest)


def _plain(moment: datetime) -> datetime:
    """Return a moment in UTC without its zone, as the lake keeps them."""
    return moment.astimezone(UTC).replace(tzinfo=None)
