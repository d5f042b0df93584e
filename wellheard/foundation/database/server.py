"""The server process: whether it answers, whether a PID is really it, starting it after any crash, stopping it."""

import math
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from wellheard.foundation.database.addresses import PORT, Address, Places
from wellheard.foundation.database.errors import DatabaseError, NoSpaceError, is_full
from wellheard.foundation.database.private import open_private
from wellheard.foundation.database.programs import Programs

if TYPE_CHECKING:
    import psutil

# After kill -9 of the server its orphans hold the shared memory until they notice.
PATIENCE_SECONDS = 15
SLOW_SECONDS = 5
STOP_SECONDS = 60
_PID_END = 2**31


class WillNotStartError(DatabaseError):
    """The server was started and ended again; the text has the end of its log."""

    def __init__(self, log: str) -> None:
        super().__init__(f"PostgreSQL does not start. The end of its log says why:\n{log}")


class UnusableAddressError(DatabaseError):
    """The client library will not even try to connect."""


class Answer(Enum):
    """What the server says when asked whether it is there."""

    READY = "ready"
    NOT_YET = "starting, recovering or stopping"
    NONE = "none"


def ask(address: Address) -> Answer:
    """Ask the server whether it is ready; takes three seconds at most."""
    from psycopg import pq

    answer = pq.Ping(pq.PGconn.ping(f"{address.dsn_of('postgres')} connect_timeout=3".encode()))
    if answer is pq.Ping.NO_ATTEMPT:
        raise UnusableAddressError(
            f"PostgreSQL's client library refuses the address {address.dsn!r}. "
            "Look for PG* variables in the environment, such as PGSERVICE, and remove them."
        )
    return {pq.Ping.OK: Answer.READY, pq.Ping.REJECT: Answer.NOT_YET}.get(answer, Answer.NONE)


def pauses(places: Places, report: Callable[[str], None]) -> Iterator[float]:
    """Yield how long to wait before asking again, in seconds: the server logs every question it cannot answer yet.

    Reports once that it takes long; there is no limit, since a recovery takes the time it needs.
    """
    pause, tell_at = 0.02, time.monotonic() + SLOW_SECONDS
    while True:
        yield pause
        pause = min(pause * 1.2, 0.5)
        if time.monotonic() > tell_at:
            report(f"The database is not ready yet, perhaps recovering from a crash; its log is in {places.log}…")
            tell_at = math.inf


def running(places: Places) -> "psutil.Process | None":
    """Return the living server of this cluster, if there is one."""
    import psutil

    pid = _pid_in(_pid_file(places))
    with suppress(psutil.Error):
        if pid and _is_ours(process := psutil.Process(pid), places.cluster):
            return process
    return None


def has_lost_its_socket(places: Places) -> bool:
    """Say whether the server believes to be ready while the file clients connect to is gone."""
    with suppress(FileNotFoundError):
        ready = _pid_file(places).read_text().rstrip().endswith("ready")
        return ready and not (places.socket / f".s.PGSQL.{PORT}").exists()
    return False


def start(places: Places, programs: Programs, address: Address, *, report: Callable[[str], None]) -> None:
    """Start the server and return when it is ready, however long its recovery takes. Raises WillNotStartError."""
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    if _try_start(places, programs, address, report):
        return
    report("The database did not start; trying again for a moment…")
    while time.monotonic() < give_up_at:
        _end_orphans(places.cluster)
        time.sleep(0.25)
        if _try_start(places, programs, address, report):
            return
    raise _explain(places)


def stop(places: Places) -> None:
    """Stop the server after making sure that it is ours; clients still connected are sent away."""
    import psutil

    server = running(places)
    if server is None:
        return
    with suppress(psutil.NoSuchProcess):
        server.send_signal(signal.SIGINT)
    give_up_at = time.monotonic() + STOP_SECONDS
    while not _has_ended(server) and time.monotonic() < give_up_at:
        time.sleep(0.01)


def _try_start(places: Places, programs: Programs, address: Address, report: Callable[[str], None]) -> bool:
    stale_pid = _pid_in(_pid_file(places))
    _clear_remnants(places, stale_pid)
    # PostgreSQL refuses to start while any process has the PID of a server that crashed, unless told that this is
    # its own ancestor. Removing the file instead would take away its guard against two servers on one cluster.
    environment = {"PG_GRANDPARENT_PID": str(stale_pid)} if stale_pid else {}
    flags = os.O_WRONLY | os.O_TRUNC
    with os.fdopen(open_private(places.log / "start.log", programs.owner, flags), "wb") as output:
        child = programs.start("postgres", "-D", places.cluster, environment=environment, output=output)
    try:
        return _becomes_ready(child, address, pauses(places, report))
    except BaseException:
        child.send_signal(signal.SIGINT)
        child.wait()
        raise


def _becomes_ready(child: "subprocess.Popen[bytes]", address: Address, pause: Iterator[float]) -> bool:
    while child.poll() is None:
        if ask(address) is Answer.READY:
            # It may outlive us, of which Popen would warn.
            child.returncode = 0
            return True
        time.sleep(next(pause))
    return False


def _has_ended(server: "psutil.Process") -> bool:
    import psutil

    with suppress(ChildProcessError):  # our own child stays a zombie until we look
        os.waitpid(server.pid, os.WNOHANG)
    try:
        return not server.is_running() or server.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def _is_ours(process: "psutil.Process", cluster: Path) -> bool:
    """Say whether a process lives and works in the cluster's folder, as the server and its children do."""
    import psutil

    if process.status() == psutil.STATUS_ZOMBIE:
        return False
    try:
        return Path(process.cwd()) == cluster
    except psutil.AccessDenied:
        # In a container root may not look into other users' processes; their command line is open to all.
        return str(cluster) in process.cmdline()


def _end_orphans(cluster: Path) -> None:
    """End what a killed server left behind: a long query would hold its shared memory until it is done."""
    import psutil

    for process in psutil.process_iter(["name"]):
        with suppress(psutil.Error):
            if process.name() == "postgres" and _is_ours(process, cluster):
                process.send_signal(signal.SIGQUIT)


def _clear_remnants(places: Places, stale_pid: int | None) -> None:
    """Remove lock files that PostgreSQL could not get past; we hold the start lock and know that no server lives."""
    if stale_pid is None:
        _pid_file(places).unlink(missing_ok=True)
    socket_lock = places.socket / f".s.PGSQL.{PORT}.lock"
    if stale_pid is None or _pid_in(socket_lock) != stale_pid:
        socket_lock.unlink(missing_ok=True)


def _pid_file(places: Places) -> Path:
    return places.cluster / "postmaster.pid"


def _pid_in(file: Path) -> int | None:
    """Return the PID a lock file names; None when the file is missing or was only half written."""
    with suppress(FileNotFoundError, ValueError):
        # A server in single-user mode writes its PID as a negative number.
        pid = abs(int(file.read_text().split("\n", 1)[0]))
        return pid if 0 < pid < _PID_END else None
    return None


def _explain(places: Places) -> DatabaseError:
    log = _end_of_log(places.log)
    return NoSpaceError(places.data) if is_full(log) else WillNotStartError(log)


def _end_of_log(folder: Path) -> str:
    """Return the last lines of what the last start wrote: its own output, then the collector's file if it got so far."""
    own = folder / "start.log"
    began_to_collect = [file for file in folder.glob("postgresql-*.log") if file.stat().st_mtime >= own.stat().st_mtime]
    newest = sorted(began_to_collect, key=lambda file: file.stat().st_mtime)[-1:]
    return "\n".join(line for file in [own, *newest] for line in file.read_text(errors="replace").splitlines()[-10:])
