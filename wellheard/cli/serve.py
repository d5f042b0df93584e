"""`wellheard serve`: database, pages and jobs in one process tree, kept running until told to stop."""

import argparse
import os
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from http import HTTPStatus

from wellheard.cli import starting
from wellheard.cli.apart import in_a_process_of_its_own
from wellheard.cli.main import main
from wellheard.cli.metrics_folder import metrics_folder
from wellheard.cli.nightly import NightlyBackup
from wellheard.cli.supervisor import Part, Supervisor, limit_arenas
from wellheard.cli.terminal import BusyError, RefusedError, note

NAME = "serve"
HELP = (
    "Serve pages and work the jobs, with the embedded database or the one DATABASE_URL names. "
    "Restarts what dies; SIGTERM or Ctrl-C stops everything in order."
)
PORT = 8000
PAGES_STOP_SECONDS = 12
MAIL_STOP_SECONDS = 20
WORK_STOP_SECONDS = 60
DATABASE_LOOK_SECONDS = 2
START_SECONDS = 60


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    add_address_arguments(parser)
    parser.add_argument(
        "--pages", type=_count, default=_processors(), metavar="N", help="processes for pages (default: %(default)s)"
    )
    parser.add_argument("--work", type=_count, default=1, metavar="N", help="processes for jobs (default: %(default)s)")
    parser.add_argument("--no-work", dest="work", action="store_const", const=0, help="work no jobs here")


def add_address_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where to listen."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=_port, default=PORT, help="port to listen on (default: %(default)s)")


def run(options: argparse.Namespace) -> int:
    """Serve until told to stop."""
    os.environ.setdefault("WELLHEARD_URL", address_of(options))
    check_port(options.host, options.port)
    return keep_serving(
        options, prepare=_bring_up, welcome=lambda _lines: note(f"Wellheard answers at {address_of(options)}")
    )


def _bring_up() -> list[str]:
    starting.bring_up(report=note)
    return []


def keep_serving(
    options: argparse.Namespace, *, prepare: Callable[[], list[str]], welcome: Callable[[list[str]], None]
) -> int:
    """Prepare in a process of its own, start pages and work, and keep all running until told to stop.

    When pages answer, welcome says what preparing came to.
    """
    limit_arenas()
    with (
        metrics_folder(),
        starting.joined_database(),
        starting.data_folder_for_itself(address_of(options)),
    ):
        starting.wake_django()
        lines = in_a_process_of_its_own(prepare)
        starting.load_pages()
        code = _supervise(_parts(options), options, lambda: welcome(lines))
    note("Stopped.")
    return code


def _parts(options: argparse.Namespace) -> list[Part]:
    def listen() -> None:
        from wellheard.cli.listener import listen

        listen(options.host, options.port, options.pages)

    work = [Part("work", lambda: main(["work"]), stop_seconds=WORK_STOP_SECONDS) for _ in range(options.work)]
    # Whoever works no jobs here takes no mail here either.
    mail = [Part("mail", lambda: main(["receive"]), stop_seconds=MAIL_STOP_SECONDS)] if options.work else []
    return [Part("pages", listen, stop_seconds=PAGES_STOP_SECONDS), *mail, *work]


def _supervise(parts: list[Part], options: argparse.Namespace, welcome: Callable[[], None]) -> int:
    database, backups = DatabaseWatch(), NightlyBackup()

    def look() -> None:
        database.look()
        backups.look()

    supervisor = Supervisor(parts, look=look)

    def started() -> None:
        if _answers(options, supervisor):
            welcome()

    try:
        return supervisor.run(started=started)
    finally:
        backups.stop()


def check_port(host: str, port: int) -> None:
    """Raise BusyError when somebody listens there already. The listener shares its port among its processes: it cannot tell."""
    kind = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(kind, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except PermissionError as problem:
            raise RefusedError(
                f"Port {port} needs more rights than this user has; choose one above 1023 with --port."
            ) from problem
        except OSError as problem:
            raise BusyError(
                f"Port {port} on {host} cannot be used ({problem.strerror}). "
                f"Stop what listens there, or choose another port: --port {port + 1}"
            ) from problem


def address_of(options: argparse.Namespace) -> str:
    """Return the address to open on this machine."""
    host = "127.0.0.1" if options.host in {"0.0.0.0", "::"} else options.host  # noqa: S104 - compared, not bound
    return f"http://{f'[{host}]' if ':' in host else host}:{options.port}"


class DatabaseWatch:
    """Looks every other second whether the embedded database still answers, and starts it again when it does not."""

    def __init__(self) -> None:
        self._look_at = 0.0

    def look(self) -> None:
        """Look, if it is time to."""
        if time.monotonic() >= self._look_at:
            if not starting.database_answers():
                starting.revive_database()
            self._look_at = time.monotonic() + DATABASE_LOOK_SECONDS


def _answers(options: argparse.Namespace, supervisor: Supervisor) -> bool:
    """Wait until pages answer; give up quietly when told to stop, and loudly when they never do."""
    give_up_at = time.monotonic() + START_SECONDS
    while not supervisor.is_stopping and time.monotonic() < give_up_at:
        try:
            with urllib.request.urlopen(f"{address_of(options)}/healthz", timeout=2) as answer:  # noqa: S310 - our own
                return bool(answer.status == HTTPStatus.OK)
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    if not supervisor.is_stopping:
        note("The pages do not answer yet; look at the lines above for the reason.")
    return False


def _processors() -> int:
    return max(1, min(4, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1))


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def _port(text: str) -> int:
    number = int(text)
    if not 0 < number < 2**16:
        raise ValueError(text)
    return number
