"""Real servers, real processes and real kills: rooms in the temp folder, and the people who use the database there."""

import os
import pwd
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString

import psutil
import psycopg
import pytest

from wellheard.foundation import database
from wellheard.foundation.database.addresses import Places

CHECKOUT = Path(__file__).resolve().parents[3]
# Copying a cluster takes a second on a slow disk. Kills of processes, unlike power cuts, are the same in memory.
_MEMORY = Path("/dev/shm")  # noqa: S108 - folders in it are made by mkdtemp
IS_ROOT = os.geteuid() == 0
_PREFERRED = os.environ.get("WELLHEARD_PG_BIN")
POSTGRES = database.find_postgres(preferred=Path(_PREFERRED) if _PREFERRED else None)
# Debian's system users, there on every machine: neither is the `nobody` that root hands the server to.
ORDINARY, ANOTHER = "daemon", "bin"

needs_root = pytest.mark.skipif(not IS_ROOT, reason="only root can run a process as another user")


@dataclass(frozen=True)
class Person:
    """Somebody who runs Wellheard, and the user the server then runs as."""

    title: str
    own_uid: int
    server_uid: int
    python: str = sys.executable

    @property
    def run_options(self) -> dict[str, Any]:
        return run_as(self.own_uid)

    @property
    def server_options(self) -> dict[str, Any]:
        """What subprocess needs to run something as the user the server runs as."""
        return run_as(self.server_uid)


class Member:
    """A running client.py, listened to all the time: a full pipe would stop it from writing on."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.lines: list[str] = []
        self._heard: queue.Queue[str | None] = queue.Queue()
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    @property
    def pid(self) -> int:
        return self.process.pid

    def hear(self, start: str) -> str:
        """Return the next line that starts so; what came before it stays in `lines`."""
        while (line := self._heard.get(timeout=60)) is not None:
            self.lines.append(line)
            if line.startswith(start):
                return line
        pytest.fail(f"the client ended without saying {start!r}: {self.lines[-5:]}")

    def tell(self, command: str) -> None:
        """Give a command and do not wait."""
        assert self.process.stdin
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()

    def do(self, command: str) -> None:
        """Give a command and wait until it is done."""
        self.tell(command)
        self.hear(f"done {command}")

    def end(self) -> None:
        """Let it end by itself."""
        assert self._finish() == 0

    def kill(self) -> None:
        """End it at once; also when it has ended."""
        self.process.kill()
        self._finish()

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._heard.put(line.rstrip("\n"))
        self._heard.put(None)

    def _finish(self) -> int:
        assert self.process.stdin
        assert self.process.stdout
        with suppress(BrokenPipeError):
            self.process.stdin.close()
        self._listener.join(timeout=60)
        self.process.stdout.close()
        return self.process.wait(timeout=60)


class Room:
    """A folder in the temp folder where one test plays, and everything that runs in it."""

    def __init__(self, path: Path, person: Person) -> None:
        self.path = path
        self.person = person
        self.data = path / "data"
        self._members: list[Member] = []
        self._others: list[subprocess.Popen[bytes]] = []

    @property
    def places(self) -> Places:
        return Places.of(self.data)

    @property
    def pid_file(self) -> Path:
        return self.places.cluster / "postmaster.pid"

    def furnish(self, template: Path) -> None:
        """Put a stopped cluster there, as this person's earlier run would have left it."""
        self.data.mkdir(mode=0o711)
        os.chown(self.data, self.person.own_uid, -1)
        run("cp", "-a", template, self.places.home)
        if IS_ROOT:
            run("chown", "-R", str(self.person.server_uid), self.places.home)

    def invite(self) -> Member:
        """Start a client and do not wait for it."""
        process = subprocess.Popen(
            [self.person.python, Path(__file__).with_name("client.py"), self.data, POSTGRES.bin],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd="/",
            env={"PYTHONPATH": os.pathsep.join([str(CHECKOUT), *sys.path]), "PYTHONDONTWRITEBYTECODE": "1"},
            **self.person.run_options,
        )
        self._members.append(Member(process))
        return self._members[-1]

    def join(self) -> Member:
        """Start a client and wait until it has joined."""
        member = self.invite()
        member.hear("joined")
        return member

    def start(self, *command: str | Path, options: dict[str, Any]) -> "subprocess.Popen[bytes]":
        """Start some other process, which ends with the test at the latest."""
        self._others.append(subprocess.Popen(command, stdout=subprocess.PIPE, cwd="/", **options))
        return self._others[-1]

    def ask(self, query: LiteralString, *values: object) -> list[tuple[Any, ...]]:
        """Return what the running server answers."""
        with psycopg.connect(database.address(self.data).dsn, autocommit=True) as connection:
            cursor = connection.execute(query, values or None)
            return cursor.fetchall() if cursor.description else []

    def server(self) -> psutil.Process:
        return psutil.Process(int(self.pid_file.read_text().split()[0]))

    def is_running(self) -> bool:
        return bool(self.servers())

    def servers(self) -> list[psutil.Process]:
        """Return the servers, without their children, that work in this cluster."""
        found = _working_in(self.places.cluster)
        pids = {process.pid for process, _ in found}
        return [process for process, parent in found if parent not in pids]

    def close(self) -> None:
        for member in self._members:
            member.kill()
        for other in self._others:
            other.kill()
            other.communicate()
        for process, _ in _working_in(self.path):
            with suppress(psutil.NoSuchProcess):
                process.kill()
        shutil.rmtree(self.places.socket, ignore_errors=True)
        shutil.rmtree(self.path, ignore_errors=True)


def run(*command: str | Path) -> None:
    subprocess.run(command, check=True)


def succeeds(*command: str | Path) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def run_as(uid: int) -> dict[str, Any]:
    """Return what subprocess needs to run something as this user."""
    return {} if uid == os.geteuid() else {"user": uid, "group": pwd.getpwuid(uid).pw_gid, "extra_groups": []}


def pretend_postgres(folder: Path, does: str) -> Path:
    """Fill a folder with programs that do as they are told, in the shell's words."""
    for name in ("postgres", "initdb", "pg_dump", "pg_restore"):
        (folder / name).write_text(f"#!/bin/sh\n{does}\n")
        (folder / name).chmod(0o755)
    return folder


def until(condition: Callable[[], bool], *, seconds: float = 15) -> bool:
    """Wait for something to become true, and say whether it did."""
    give_up_at = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > give_up_at:
            return False
        time.sleep(0.02)
    return True


def kill_server(room: Room) -> None:
    """Kill the server as the kernel does when memory runs out: at once, its children left behind."""
    os.kill(room.server().pid, signal.SIGKILL)


def _working_in(folder: Path) -> list[tuple[psutil.Process, int]]:
    """Return each with its parent, asked for at once: what serves one connection may end at any time."""
    found = []
    for process in psutil.process_iter(["pid"]):
        with suppress(psutil.Error):
            if process.name() == "postgres" and Path(process.cwd()).is_relative_to(folder):
                found.append((process, process.ppid()))
    return found


def ordinary_python() -> str:
    """Return a Python of our version that the ordinary user can run with our packages."""
    options = run_as(pwd.getpwnam(ORDINARY).pw_uid)
    ours = (
        f"import sys; sys.path = {[str(CHECKOUT), *sys.path]}; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    )
    for python in (sys.executable, "/usr/bin/python3"):
        with suppress(OSError):
            tried = [python, "-c", f"{ours} or bool(__import__('psycopg')) is False"]
            if subprocess.run(tried, check=False, capture_output=True, cwd="/", **options).returncode == 0:
                return python
    pytest.skip(f"the user {ORDINARY} can run no Python here that has our packages")


@contextmanager
def new_folder() -> Iterator[Path]:
    """Make a folder anyone may pass through; pytest's own is closed, and the server of a root run could not reach it."""
    path = Path(tempfile.mkdtemp(prefix="wh-", dir=_MEMORY if _has_room(_MEMORY) else None))
    path.chmod(0o711)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _has_room(folder: Path) -> bool:
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > 2 * 1024**3
