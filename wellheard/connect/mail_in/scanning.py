"""Whether a mail carries a virus, as a clamd of the owner's says; without one nothing is looked through.

The INSTREAM command of clamd: pieces, each after its length, and an empty one at the end (clamd(8)).
"""

import socket
from contextlib import closing, suppress

from django.conf import settings

PIECE = 64 * 1024
SECONDS = 60.0
PING_SECONDS = 10.0
MOST_ANSWER = 4096


class NotScannedError(ValueError):
    """The virus scanner refuses to look through a mail, and will not do so later."""


class ScannerError(RuntimeError):
    """The virus scanner does not answer; the mail waits until it does."""


def virus_in(raw: bytes) -> str:
    """Return the name of the virus in a mail, empty when there is none.

    Raises ScannerError when the scanner is away, NotScannedError when it refuses this mail, as for its size.
    """
    scanner: tuple[str, int] | None = settings.CLAMD
    if scanner is None:
        return ""
    try:
        answer = _asked(scanner, raw)
    except OSError as problem:
        raise ScannerError(f"The virus scanner at WELLHEARD_CLAMD does not answer ({problem}).") from problem
    if answer.endswith("FOUND"):
        return answer.removeprefix("stream: ").removesuffix("FOUND").strip() or "?"
    if answer.endswith("OK"):
        return ""
    raise NotScannedError(answer.removeprefix("stream: ")[:200])


def does_scanner_answer() -> bool:
    """Tell whether the virus scanner is there again, or none is wanted any more (PING, clamd(8))."""
    scanner: tuple[str, int] | None = settings.CLAMD
    if scanner is None:
        return True
    try:
        with closing(socket.create_connection(scanner, timeout=PING_SECONDS)) as line:
            line.sendall(b"zPING\0")
            return line.recv(MOST_ANSWER).startswith(b"PONG")
    except OSError:
        return False


def _asked(scanner: tuple[str, int], raw: bytes) -> str:
    with closing(socket.create_connection(scanner, timeout=SECONDS)) as line:
        with suppress(BrokenPipeError, ConnectionResetError):
            # It may refuse while we still send; why stands in its answer.
            _send(line, raw)
        return line.makefile("rb").read(MOST_ANSWER).decode("utf-8", "replace").strip("\0\n ")


def _send(line: socket.socket, raw: bytes) -> None:
    line.sendall(b"zINSTREAM\0")
    for begin in range(0, len(raw), PIECE):
        piece = raw[begin : begin + PIECE]
        line.sendall(len(piece).to_bytes(4, "big") + piece)
    line.sendall(bytes(4))
