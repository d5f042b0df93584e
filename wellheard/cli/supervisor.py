"""Keeps the processes of one installation running: restarts those that die, and stops all of them in order."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

logger = logging.getLogger("wellheard.supervisor")

PACKAGE_FOLDER = Path(__file__).resolve().parents[2]
LOOK_SECONDS = 0.25
# One that lived this long died of something new: it is restarted at once. Others wait longer each time.
STEADY_SECONDS = 20
LONGEST_PAUSE_SECONDS = 30.0
# A signal that comes while a process loads may be lost: Python ignores what is raised in some of its own callbacks.
ASK_AGAIN_SECONDS = 4.0
SUPERVISOR_VARIABLE = "WELLHEARD_SUPERVISOR_PID"


@dataclass
class Part:
    """One process that must run, and how long it may take to stop."""

    name: str
    arguments: list[str]
    stop_seconds: float
    environment: Mapping[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    start_at: float = 0.0
    pause_seconds: float = 0.0

    def start(self) -> None:
        """Start the process in a session of its own: Ctrl-C in the terminal reaches the supervisor alone."""
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", *self.arguments],
            stdin=subprocess.DEVNULL,
            env={**child_environment(), **self.environment, SUPERVISOR_VARIABLE: str(os.getpid())},
            start_new_session=True,
        )

    def has_died(self) -> bool:
        """Tell whether the process ended without being asked to."""
        return self.process is not None and self.process.poll() is not None

    def bury(self) -> None:
        """Note the death, end what it left behind, and set when the next one starts."""
        now = time.monotonic()
        was_steady = now - self.started_at > STEADY_SECONDS
        self.pause_seconds = 0.0 if was_steady else min(max(self.pause_seconds * 2, 0.5), LONGEST_PAUSE_SECONDS)
        self.start_at = now + self.pause_seconds
        self._kill_group()
        code = self.process.returncode if self.process else None
        logger.warning("%s ended (%s); starting it again", self.name, code, extra={"pause": self.pause_seconds})
        self.process = None

    @property
    def is_running(self) -> bool:
        """Tell whether the process lives."""
        return self.process is not None and self.process.poll() is None

    def ask_to_stop(self) -> None:
        """Ask the process to finish what it has in hand."""
        if self.process and self.is_running:
            self.process.terminate()

    def end(self) -> None:
        """Kill what is left of the process and its children."""
        self._kill_group()
        if self.process:
            self.process.wait()
            self.process = None

    def _kill_group(self) -> None:
        if self.process:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


class Supervisor:
    """Runs parts until told to stop by SIGTERM, SIGINT or SIGHUP; a second signal stops waiting for work in hand."""

    def __init__(self, parts: list[Part], *, look: Callable[[], None]) -> None:
        self._parts = parts
        self._look = look
        # Plain flags: a signal handler that waits for a lock its own thread holds would wait for ever.
        self._is_told = False
        self._is_hurried = False

    def run(self, *, started: Callable[[], None]) -> int:
        """Start every part, call `started` once, keep them running, and return 0 when all have stopped."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._stop)
        try:
            for part in self._parts:
                part.start()
            started()
            while not self._is_told:
                self._look()
                self._keep_running()
                time.sleep(LOOK_SECONDS)
        finally:
            self._stop_all()
        return 0

    @property
    def is_stopping(self) -> bool:
        """Tell whether a signal to stop has come."""
        return self._is_told

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._is_told, self._is_hurried = True, self._is_told

    def _keep_running(self) -> None:
        for part in self._parts:
            if part.has_died():
                part.bury()
            if part.process is None and time.monotonic() >= part.start_at:
                part.start()

    def _stop_all(self) -> None:
        """Stop the parts one after the other, first the one that was named first."""
        for part in self._parts:
            give_up_at = time.monotonic() + part.stop_seconds
            while part.is_running and time.monotonic() < give_up_at and not self._is_hurried:
                part.ask_to_stop()
                self._wait_for(part, until=min(give_up_at, time.monotonic() + ASK_AGAIN_SECONDS))
            part.end()

    def _wait_for(self, part: Part, *, until: float) -> None:
        while part.is_running and time.monotonic() < until and not self._is_hurried:
            time.sleep(0.05)


def child_environment() -> dict[str, str]:
    """Return what a process of ours needs to find the code, wherever it is started.

    Without a limit glibc gives each thread a store of memory of its own, and gives little of it back.
    """
    return {"MALLOC_ARENA_MAX": "2", **os.environ, **_python_path()}


def is_supervised() -> bool:
    """Tell whether a supervisor started this process."""
    return bool(os.environ.get(SUPERVISOR_VARIABLE))


def stop_with_the_supervisor() -> None:
    """Let this process stop when its supervisor is gone, however that died: nobody would ever stop it otherwise."""
    if is_supervised():
        supervisor = int(os.environ[SUPERVISOR_VARIABLE])
        threading.Thread(target=_watch, args=[supervisor], name="supervisor watch", daemon=True).start()


def _watch(supervisor: int) -> None:
    while os.getppid() == supervisor:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def _python_path() -> dict[str, str]:
    known = os.environ.get("PYTHONPATH", "")
    return {"PYTHONPATH": f"{PACKAGE_FOLDER}{os.pathsep}{known}" if known else str(PACKAGE_FOLDER)}
