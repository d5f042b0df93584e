"""A whole installation in real processes, with a data folder and a port of its own."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

CHECKOUT = Path(__file__).resolve().parents[2]
START_SECONDS = 180
STOP_SECONDS = 20


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Installation:
    """`wellheard serve` on a data folder; `settings` go into its environment."""

    def __init__(self, data: Path, **settings: str) -> None:
        self.data = data
        self.port = free_port()
        self.environment = environment(data, **settings)
        self.log = data.parent / f"{data.name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *arguments: str) -> "Installation":
        """Start it and wait until it is ready."""
        self.launch(*arguments)
        self.wait_until_ready()
        return self

    def launch(self, *arguments: str) -> None:
        """Start it and wait for nothing."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "wellheard", "serve", "--port", str(self.port), *arguments],
                cwd=CHECKOUT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )

    def wait_until_ready(self, *, seconds: float = START_SECONDS) -> None:
        """Wait until /readyz says so once: on a busy machine it may say otherwise a moment later."""
        said: list[bool] = []

        def is_over() -> bool:
            if self.is_ready():
                said.append(True)
            return bool(said) or self.has_ended()

        try:
            wait_for(is_over, seconds=seconds, what="readiness")
        finally:
            assert said, f"not ready; the log says:\n{self.read_log()[-3000:]}"

    def is_ready(self) -> bool:
        try:
            return self.get("/readyz").status == 200
        except (OSError, http.client.HTTPException):
            return False

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for a page."""
        return self.ask("GET", path, headers=headers)

    def ask(
        self, method: str, path: str, *, body: bytes | list[bytes] | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """Ask on a connection of its own; a body in pieces goes without saying its length."""
        chunked = {"Transfer-Encoding": "chunked"} if isinstance(body, list) else {}
        content = iter(body) if isinstance(body, list) else body
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            connection.request(method, path, content, {**(headers or {}), **chunked}, encode_chunked=bool(chunked))
            answer = connection.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())

    def processes(self, name: str = "") -> list[psutil.Process]:
        """Return the living processes under the supervisor, or those of one name."""
        assert self.process
        found = psutil.Process(self.process.pid).children(recursive=True)
        return [process for process in found if is_alive(process) and name in {"", _name_of(process)}]

    def children_of(self, parent: int, name: str) -> list[psutil.Process]:
        """Return those of them that one process started itself; what ends meanwhile is left out."""
        return [process for process in self.processes(name) if _parent_of(process) == parent]

    def stop(self) -> int:
        """Ask it to stop and return its exit code."""
        assert self.process
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(STOP_SECONDS)
        self.process = None
        return code

    def end(self) -> None:
        """Leave nothing behind, whatever the test did."""
        if self.process and self.process.poll() is None:
            try:
                self.stop()
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def read_log(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def log_lines(self) -> list[dict[str, Any]]:
        """Return the structured lines of the log."""
        return [json.loads(line) for line in self.read_log().splitlines() if line.startswith("{")]


def environment(data: Path, **settings: str) -> dict[str, str]:
    """Return a plain environment for a process on this data folder."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("WELLHEARD_") and name != "DATABASE_URL"
    }
    if binaries := os.environ.get("WELLHEARD_PG_BIN"):
        kept["WELLHEARD_PG_BIN"] = binaries
    kept.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    return {**kept, "WELLHEARD_DATA": str(data), "PYTHONPATH": str(CHECKOUT), **settings}


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def wait_for(happens: Any, *, seconds: float, what: str) -> None:
    """Wait until something is so, or fail saying what was waited for."""
    give_up_at = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < give_up_at, f"waited {seconds} s for {what}"
        time.sleep(0.1)


def is_alive(process: psutil.Process) -> bool:
    """Tell whether a process still does anything."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _parent_of(process: psutil.Process) -> int | None:
    try:
        return process.ppid()
    except psutil.Error:
        return None


def _name_of(process: psutil.Process) -> str:
    try:
        return process.name()
    except psutil.Error:
        return ""


def command_of(process: psutil.Process) -> str:
    """Return a process's command line, empty when it has just ended."""
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def servers_of(data: Path) -> list[psutil.Process]:
    """Return the living processes of this data folder's database, whoever started them."""
    cluster = str(data / "database" / "pg")
    return [process for process in psutil.process_iter() if cluster in command_of(process) and is_alive(process)]
