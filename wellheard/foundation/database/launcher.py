"""Joining and leaving the embedded database."""

import atexit
import os
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from wellheard.foundation.database import cluster, server
from wellheard.foundation.database.addresses import NAME, Address, Places
from wellheard.foundation.database.binaries import find_postgres
from wellheard.foundation.database.errors import DatabaseError, NoSpaceError, explain, is_full
from wellheard.foundation.database.locks import LockFile
from wellheard.foundation.database.owners import owner_of
from wellheard.foundation.database.private import prepare
from wellheard.foundation.database.programs import Programs

Report = Callable[[str], None]

_KEPT_LOGS = 20


def quiet(sentence: str) -> None:
    """Report nothing."""


class Handle:
    """One process's stay with the database: as long as anyone stays, the server runs."""

    def __init__(self, places: Places, programs: Programs, users: LockFile) -> None:
        self.address = Address(host=str(places.socket))
        self._places = places
        self._programs = programs
        self._users = users
        self._pid = os.getpid()
        self._has_left = False

    @property
    def bin(self) -> Path:
        """The folder of PostgreSQL's client tools."""
        return self._programs.bin

    def leave(self) -> None:
        """Leave the database, and stop the server if nobody else is left. Leaving twice does nothing."""
        # A forked child shares the lock: it would believe itself alone and stop the server under its parent.
        if self._leaves() and self._pid == os.getpid() and self._users.is_last():
            server.stop(self._places)
        self._users.close()

    def leave_running(self) -> None:
        """Leave the database and let the server run on, also with nobody left."""
        self._leaves()
        self._users.close()

    def run_tool(
        self, name: str, *arguments: str, stdin: IO[bytes] | None = None, stdout: IO[bytes] | None = None
    ) -> "subprocess.CompletedProcess[bytes]":
        """Run a client tool (pg_dump, pg_restore, psql, pg_basebackup) on this database and return what it printed.

        The tool may run as another user, who cannot open our files: hand files over open, as stdin and stdout, and
        do not name them. Raises ProgramFailedError with the end of what the tool said.
        """
        return self._programs.run(name, *arguments, environment=self.address.environment, stdin=stdin, stdout=stdout)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave()

    def _leaves(self) -> bool:
        atexit.unregister(self.leave)
        first, self._has_left = not self._has_left, True
        return first


def join(
    data: Path, *, report: Report = quiet, preferred: Path | None = None, settings: Mapping[str, str] | None = None
) -> Handle:
    """Join the embedded database of a data folder, making and starting it first where needed; it is ready on return.

    `preferred` names a folder with PostgreSQL's programs; `settings` (of PostgreSQL) take effect at the next start.
    The process leaves when it ends, by itself; kill -9 needs no cleaning up. Raises DatabaseError.
    """
    try:
        return _join(Places.of(data), report, preferred, settings or {})
    except OSError as problem:
        raise explain(problem, data) from problem


def _join(places: Places, report: Report, preferred: Path | None, settings: Mapping[str, str]) -> Handle:
    owner = owner_of(places)
    programs = Programs(find_postgres(preferred=preferred), owner)
    prepare(places, owner)
    users = LockFile(places.users_lock, owner)
    handle = Handle(places, programs, users)
    try:
        users.share(waiting=lambda: report("The database is being stopped; waiting to start it again…"))
        start_lock = LockFile(places.start_lock, owner)
        with start_lock.alone(waiting=lambda: report("Another process is starting the database; waiting for it…")):
            _bring_up(handle.address, places, programs, report, settings)
    except BaseException:
        handle.leave()
        raise
    atexit.register(handle.leave)
    # Held by a forked child too, the database would outlive the process that joined it.
    os.register_at_fork(after_in_child=handle.leave)
    return handle


def _bring_up(
    address: Address, places: Places, programs: Programs, report: Report, settings: Mapping[str, str]
) -> None:
    if cluster.exists(places):
        cluster.check_version(places, programs)
    if not _is_up(address, places, report):
        _start(address, places, programs, report, settings)
    _make_database(address, places)


def _is_up(address: Address, places: Places, report: Report) -> bool:
    """Wait while a server lives but is not ready; say whether one is. A second one is never started beside it."""
    pause = server.pauses(places, report)
    while (answer := server.ask(address)) is not server.Answer.READY:
        if answer is server.Answer.NONE and server.running(places) is None:
            return False
        if server.has_lost_its_socket(places):
            server.stop(places)
            return False
        time.sleep(next(pause))
    return True


def _start(address: Address, places: Places, programs: Programs, report: Report, settings: Mapping[str, str]) -> None:
    programs.owner.check_reaches(programs.bin / "postgres", what="PostgreSQL's programs")
    programs.owner.check_reaches(places.home, what="the data")
    if not cluster.exists(places):
        report("Making the database…")
        cluster.make(places, programs)
    report("Starting the database…")
    cluster.write_settings(places, programs.owner, settings)
    _drop_old_logs(places.log)
    server.start(places, programs, address, report=report)


def _drop_old_logs(folder: Path) -> None:
    for file in sorted(folder.glob("postgresql-*.log"))[:-_KEPT_LOGS]:
        file.unlink()


def _make_database(address: Address, places: Places) -> None:
    import psycopg

    try:
        with psycopg.connect(address.dsn_of("postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [NAME]).fetchall():
                connection.execute(f"CREATE DATABASE {NAME}")
    except psycopg.Error as problem:
        if is_full(str(problem)):
            raise NoSpaceError(places.data) from problem
        raise DatabaseError(
            f"The database answers but cannot be used: {problem} Look at its log for the reason."
        ) from problem
