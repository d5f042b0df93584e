"""Work in a process that ends with it: what it loads is given back, instead of being held by one that lives for months."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import cast

from wellheard.cli.outcome import exit_code_of

_processes = multiprocessing.get_context("fork")


def in_a_process_of_its_own(work: Callable[[], list[str]]) -> list[str]:
    """Do the work there and return its lines. What goes wrong is told by the other process; this one leaves with its exit code.

    Call it before anything starts a thread or opens a connection: neither survives the parting.
    """
    answers, answer = _processes.Pipe(duplex=False)
    process = _processes.Process(target=_do, args=(work, answer))
    process.start()
    answer.close()
    try:
        lines = _read(answers)
        process.join()
    except BaseException:
        process.terminate()
        process.join()
        raise
    if process.exitcode:
        raise SystemExit(abs(process.exitcode))
    return lines


def _do(work: Callable[[], list[str]], answer: Connection) -> None:
    def told() -> int:
        answer.send(work())
        return 0

    raise SystemExit(exit_code_of(told))


def _read(answers: Connection) -> list[str]:
    """Return what the work came to; nothing where it came to nothing, which its exit code tells."""
    try:
        return cast("list[str]", answers.recv())
    except EOFError:
        return []
