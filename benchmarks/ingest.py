"""Events a second through the front door, in batches of 1, 100 and 2,000, beside a bare COPY of the same rows in the same run.

`wellheard serve` runs as it is installed; who sends runs on the same machine and takes its share of it. The COPY goes into the
same table, as many rows to a transaction, over as many connections; it reads nothing, checks nothing and answers nobody. What a
processor spent on each event says more than the rate where other work runs beside: that changes how fast, and hardly how much.
"""

import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Thread
from typing import Any, NamedTuple

import msgspec
import psutil
import psycopg
from django.conf import settings
from django.db import connection

from benchmarks.serving import _ask, _request, _served
from wellheard.connect.segment_com.messages import envelope, read
from wellheard.foundation import clock, database
from wellheard.listen.sources import queries
from wellheard.listen.sources.commands import make_source, revoke_source
from wellheard.listen.sources.models import Source
from wellheard.listen.usage.arriving import Arrived

BATCHES = (1, 100, 2_000)
SENDERS, SECONDS = 8, 4.0
OK = 200
# The processes that answer: the worker, which moves into the lake what arrived, is none of them.
PAGES = "wellheard pages"
Sending = Callable[[], AbstractContextManager[Callable[[], None]]]


def main() -> None:
    """Print a line for each size of batch."""
    source, key = make_source(name=f"Benchmark {time.time():.0f}", kind="server", by=None, per_minute=0)
    try:
        with _served(settings.DATA) as (port, _seconds, process):
            for size in BATCHES:
                copied = _rate(size, partial(_copying, source, size), time.process_time)
                sent = _rate(size, partial(_asking, port, key, size), partial(_spent, process, PAGES))
                print(
                    f"events a second in batches of {size:,}: {sent.rate:,.0f} through the front door, "
                    f"{copied.rate:,.0f} by a bare COPY; ratio {sent.rate / copied.rate:.2f}"
                )
                print(f"    processor for each: {sent.spent} through the front door, {copied.spent} by a bare COPY")
    finally:
        revoke_source(source_id=source.pk)


class Measured(NamedTuple):
    """How many events a second went through, and what was spent on each by those who send them on and by the database."""

    rate: float
    ours: float
    database: float

    @property
    def spent(self) -> str:
        return f"{self.ours:.1f} millionths of a second and {self.database:.1f} of PostgreSQL"


def _rate(size: int, sending: Sending, spent: Callable[[], float]) -> Measured:
    """Measure what goes through when several send for some seconds."""
    done = [0] * SENDERS

    def work(number: int) -> None:
        with sending() as send:
            until = time.monotonic() + SECONDS
            while time.monotonic() < until:
                send()
                done[number] += size

    threads = [Thread(target=work, args=[number]) for number in range(SENDERS)]
    database = _postmaster()
    began, ours, theirs = time.monotonic(), spent(), _spent(database)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took, count = time.monotonic() - began, sum(done)
    found = Measured(count / took, 1e6 * (spent() - ours) / count, 1e6 * (_spent(database) - theirs) / count)
    _empty()
    return found


def _postmaster() -> psutil.Process:
    """Return the process that all of PostgreSQL's descend from."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        parent = psutil.Process(cursor.fetchone()[0]).parent()
    if parent is None:
        raise RuntimeError("PostgreSQL runs on another machine: what its processor spends cannot be seen from here.")
    return parent


def _spent(process: psutil.Process, name: str = "") -> float:
    """Return how long a processor worked for a process, its descendants and those that have ended, of one name if given (s)."""
    seconds = 0.0
    # Itself last: then it has taken over the time of those that end meanwhile.
    for one in (*process.children(recursive=True), process):
        with suppress(psutil.NoSuchProcess):
            if name and one.name() != name:
                continue
            times = one.cpu_times()
            seconds += times.user + times.system + times.children_user + times.children_system
    return seconds


def _events(size: int) -> list[dict[str, Any]]:
    """Return events as the clients send them."""
    at = datetime.now(UTC)
    return [
        {
            "type": "track",
            "event": f"Button {number % 40} Clicked",
            "userId": f"user-{number % 997}",
            "anonymousId": "5f1d3c9a-7f6e-4a53-9b8e-0d9c2f1e6a77",
            "messageId": f"{time.monotonic_ns()}-{number}",
            "timestamp": (at - timedelta(milliseconds=number)).isoformat(),
            "properties": {"path": f"/reports/{number}", "number": number, "plan": "pro", "is_first": False},
            "context": {
                "groupId": f"company-{number % 83}",
                "library": {"name": "analytics-python", "version": "2.4.0"},
            },
        }
        for number in range(size)
    ]


@contextmanager
def _asking(port: int, key: str, size: int) -> Iterator[Callable[[], None]]:
    """Send the same batch again and again over one connection; it is read, checked, kept and answered each time."""
    body = json.dumps({"batch": _events(size), "sentAt": datetime.now(UTC).isoformat(), "writeKey": key}).encode()
    request = _request("POST", "/v1/batch", "", body)
    with socket.create_connection(("127.0.0.1", port)) as wire:

        def send() -> None:
            if (status := _ask(wire, request)) != OK:
                raise RuntimeError(f"the front door answered {status}")

        yield send


@contextmanager
def _copying(source: Source, size: int) -> Iterator[Callable[[], None]]:
    """Copy the rows of the same batch again and again over one connection, each time in a transaction of its own."""
    around = envelope(queries.known(source), clock.now(), sent_at=None)
    rows = [msgspec.structs.astuple(read(msgspec.json.encode(event), around)) for event in _events(size)]
    columns = ", ".join(Arrived.__struct_fields__)
    with psycopg.connect(_dsn(), autocommit=True) as copying, copying.cursor() as cursor:

        def send() -> None:
            with cursor.copy(f"COPY usage_arrived ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)

        yield send


def _dsn() -> str:
    return settings.DATABASE_URL or database.address(settings.DATA).dsn


def _empty() -> None:
    """Forget what was sent: it is of nobody."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE usage_arrived")
