"""Keep what clients tell us before we say that we have it: the one way from every front door into the database.

What must not be kept is taken out here, so that no front door can forget to: whoever does not want to be tracked, IP addresses,
card numbers, and what else the owner names.

COPY into a plain table is the cheapest durable acknowledgement. Everything else (who it was, what it sums up to, the lake) is
done later by the mover.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

import msgspec
import psycopg
from django.db import connection

from wellheard.listen.usage.models import ArrivedEvent
from wellheard.listen.usage.redaction import Rules, is_refused
from wellheard.listen.usage.rules import rules_by, rules_now

# Connections of one process: COPY is short, and PostgreSQL has few to give.
MOST_CONNECTIONS = 4
TRIES = 3
PAUSE_SECONDS = 0.3

MOST_MESSAGE_ID, MOST_NAME, MOST_ID, MOST_GROUP = 100, 200, 320, 100
_COLUMNS = (
    "source_id", "protocol", "message_id", "kind", "name", "user_id", "anonymous_id", "previous_id", "group_id",
    "said_at", "received_at", "properties", "traits", "context", "is_trusted",
)  # fmt: skip
_COPY = f"COPY usage_arrived ({', '.join(_COLUMNS)}) FROM STDIN"


class KeepingError(Exception):
    """What came could not be kept now; whoever sent it should send it again."""


class Arrived(msgspec.Struct, frozen=True, gc=False):
    """One message of a client. `said_at` is by our clock; `properties`, `traits` and `context` are JSON objects as text.

    `kind` is track, page, screen, identify, group, alias or capture. Ids are kept to their first 320 characters, a company's to
    100, names to 200, the message's id to 100.
    """

    source_id: int
    protocol: str
    message_id: str
    kind: str
    said_at: datetime
    received_at: datetime
    name: str = ""
    user_id: str = ""
    anonymous_id: str = ""
    previous_id: str = ""
    group_id: str = ""
    properties: str = "{}"
    traits: str = "{}"
    context: str = "{}"
    is_trusted: bool = False


async def keep(rows: Sequence[Arrived]) -> None:
    """Keep these messages; on return they are on the disk. Raises KeepingError while the database is away.

    After an interruption the same rows may be written again: the mover takes each message once.
    """
    for left in reversed(range(TRIES)):
        try:
            await _copy(rows)
        except (psycopg.OperationalError, OSError) as problem:
            # The others that lie idle lead to the same server, which may be gone.
            await close()
            if not left:
                raise KeepingError("The database does not answer; send this again in a moment.") from problem
            await asyncio.sleep(PAUSE_SECONDS)
        else:
            return


def keep_now(rows: Sequence[Arrived]) -> None:
    """Keep these messages in the transaction that is open here, for whoever tries again what could not be read before."""
    rules = rules_now()
    values = [dict(zip(_COLUMNS, _values(row, rules), strict=True)) for row in rows if not is_refused(row.context)]
    ArrivedEvent.objects.bulk_create(ArrivedEvent(**one) for one in values)


async def close() -> None:
    """Close this loop's connections that lie idle; the next message opens one again."""
    await _connections().close()


async def _copy(rows: Sequence[Arrived]) -> None:
    async with _connections().one() as database, database.cursor() as cursor:
        rules = await rules_by(database)
        async with cursor.copy(_COPY) as copy:
            for row in rows:
                if not is_refused(row.context):
                    await copy.write_row(_values(row, rules))


def _values(row: Arrived, rules: Rules) -> tuple[Any, ...]:
    return (
        row.source_id,
        row.protocol,
        _text(row.message_id, MOST_MESSAGE_ID),
        row.kind,
        _text(rules.line(row.name), MOST_NAME),
        _text(row.user_id, MOST_ID),
        _text(row.anonymous_id, MOST_ID),
        _text(row.previous_id, MOST_ID),
        _text(row.group_id, MOST_GROUP),
        row.said_at,
        row.received_at,
        _text(rules.json(row.properties)),
        _text(rules.json(row.traits, keeps_emails=True)),
        _text(rules.json(row.context, keeps_emails=True)),
        row.is_trusted,
    )


def _text(said: str, most: int | None = None) -> str:
    """Return a text as PostgreSQL takes it: it knows no NUL, and no half of a pair of surrogates."""
    if not said:
        return said
    if said.isascii():
        return said[:most].replace("\0", "") if "\0" in said else said[:most]
    return said[:most].replace("\0", "").encode("utf-8", "replace").decode()


class Connections:
    """The few connections of one event loop, opened at first use and taken again while they work."""

    def __init__(self) -> None:
        self._idle: list[psycopg.AsyncConnection[Any]] = []
        self._room = asyncio.Semaphore(MOST_CONNECTIONS)

    @asynccontextmanager
    async def one(self) -> "AsyncIterator[psycopg.AsyncConnection[Any]]":
        """Lend a connection; one on which something failed is closed."""
        async with self._room:
            database = self._idle.pop() if self._idle else await self._opened()
            try:
                yield database
            except BaseException:
                await database.close()
                raise
            self._idle.append(database)

    async def _opened(self) -> psycopg.AsyncConnection[Any]:
        # A COPY is a transaction by itself: to begin and commit one around it is twice as many ways to the database.
        return await psycopg.AsyncConnection.connect(**_address(), autocommit=True)

    async def close(self) -> None:
        """Close the connections that lie idle."""
        while self._idle:
            await self._idle.pop().close()


_of_loops: WeakKeyDictionary[asyncio.AbstractEventLoop, Connections] = WeakKeyDictionary()


def _connections() -> Connections:
    return _of_loops.setdefault(asyncio.get_running_loop(), Connections())


def _address() -> dict[str, Any]:
    """Return where the database is, as Django knows it: the embedded one or the one DATABASE_URL names."""
    said = connection.get_connection_params()
    return {name: value for name, value in said.items() if name not in {"cursor_factory", "context"}}
