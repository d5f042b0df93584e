"""Keeps the processes of one installation running: restarts those that die, and stops all of them in order."""

import ctypes
import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess

logger = logging.getLogger("wellheard.supervisor")

PACKAGE_FOLDER = Path(__file__).resolve().parents[2]
LOOK_SECONDS = 0.25
# One that lived this long died of something new: it is restarted at once. Others wait longer each time.
STEADY_SECONDS = 20
LONGEST_PAUSE_SECONDS = 30.0
# A signal that comes while a process loads may be lost: Python ignores what is raised in some of its own callbacks.
ASK_AGAIN_SECONDS = 4.0
SUPERVISOR_VARIABLE = "WELLHEARD_SUPERVISOR_PID"
ARENAS = 2
# glibc's malloc.h
_M_ARENA_MAX = -8
_STOPPING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


_processes = multiprocessing.get_context("fork")


@dataclass
class Part:
    """One process that must run, and how long it may take to stop."""

    name: str
    work: Callable[[], object]
    stop_seconds: float
    process: "ForkProcess | None" = None
    started_at: float = 0.0
    start_at: float = 0.0
    pause_seconds: float = 0.0

    def start(self) -> None:
        """Part from this process: what is loaded here by then is held once for all of them."""
        self.started_at = time.monotonic()
        self.process = _processes.Process(target=_begin, args=(self, os.getpid()))
        self.process.start()

    def has_died(self) -> bool:
        """Tell whether the process ended without being asked to."""
        return self.process is not None and not self.process.is_alive()

    def bury(self) -> None:
        """Note the death, end what it left behind, and set when the next one starts."""
        now = time.monotonic()
        was_steady = now - self.started_at > STEADY_SECONDS
        self.pause_seconds = 0.0 if was_steady else min(max(self.pause_seconds * 2, 0.5), LONGEST_PAUSE_SECONDS)
        self.start_at = now + self.pause_seconds
        self._kill_group()
        code = self.process.exitcode if self.process else None
        logger.warning("%s ended (%s); starting it again", self.name, code, extra={"pause": self.pause_seconds})
        self.process = None

    @property
    def is_running(self) -> bool:
        """Tell whether the process lives."""
        return self.process is not None and self.process.is_alive()

    def ask_to_stop(self) -> None:
        """Ask the process to finish what it has in hand."""
        if self.process and self.is_running:
            self.process.terminate()

    def end(self) -> None:
        """Kill what is left of the process and its children."""
        self._kill_group()
        if self.process:
            self.process.kill()
            self.process.join()
            self.process = None

    def _kill_group(self) -> None:
        if self.process and self.process.pid:
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
        for number in _STOPPING:
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


def limit_arenas() -> None:
    """Let this process and those that part from it keep few stores of memory.

    Without a limit glibc gives each thread one of its own, and gives little of it back. Elsewhere this does nothing.
    """
    if "MALLOC_ARENA_MAX" not in os.environ:
        with suppress(AttributeError):
            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, ARENAS)


def child_environment() -> dict[str, str]:
    """Return what a process of ours needs to find the code, wherever it is started."""
    return {"MALLOC_ARENA_MAX": str(ARENAS), **os.environ, **_python_path()}


def is_supervised() -> bool:
    """Tell whether a supervisor started this process."""
    return bool(os.environ.get(SUPERVISOR_VARIABLE))


def stop_with_the_supervisor() -> None:
    """Let this process stop when its supervisor is gone, however that died: nobody would ever stop it otherwise."""
    if is_supervised():
        supervisor = int(os.environ[SUPERVISOR_VARIABLE])
        threading.Thread(target=_watch, args=[supervisor], name="supervisor watch", daemon=True).start()


def _begin(part: Part, supervisor: int) -> None:
    """Be a process of its own: in a session of its own, as Ctrl-C in the terminal is for the supervisor alone."""
    os.setsid()
    for number in _STOPPING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ[SUPERVISOR_VARIABLE] = str(supervisor)
    # What `top` and `ps` show of it, where the system has such a thing: the command line is the supervisor's.
    with suppress(OSError):
        Path("/proc/self/comm").write_text(f"wellheard {part.name}")
    raise SystemExit(part.work())


def _watch(supervisor: int) -> None:
    while os.getppid() == supervisor:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def _python_path() -> dict[str, str]:
    known = os.environ.get("PYTHONPATH", "")
    return {"PYTHONPATH": f"{PACKAGE_FOLDER}{os.pathsep}{known}" if known else str(PACKAGE_FOLDER)}
