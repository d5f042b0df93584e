"""`wellheard doctor`: what is well, what needs attention and what is broken, each with what to do."""

import argparse
from collections.abc import Iterator

from wellheard.cli import findings, starting
from wellheard.cli.findings import Check, Finding, Level
from wellheard.cli.terminal import tell
from wellheard.foundation.database import DatabaseError

NAME = "doctor"
HELP = "Look whether everything is as it should be. Ends with an error when something is broken. Changes nothing."


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Declare no options."""


def run(_options: argparse.Namespace) -> int:
    """Print every finding; 1 when any is a problem."""
    starting.wake_django()
    found = []
    for finding in _look():
        tell(f"{finding.level.value:<10} {finding.subject:<12} {finding.sentence}")
        found.append(finding.level)
    return 1 if Level.PROBLEM in found else 0


def _look() -> Iterator[Finding]:
    for check in findings.OF_THE_MACHINE:
        yield _carefully(check)
    try:
        with starting.joined_database(report=lambda _: None):
            for check in findings.OF_THE_DATABASE:
                yield _carefully(check)
    except DatabaseError as problem:
        yield Finding(Level.PROBLEM, "database", str(problem))


def _carefully(check: Check) -> Finding:
    """Report a check that failed as a problem of what it looked at, and go on with the others."""
    from django.db import Error

    try:
        return check()
    except (Error, OSError, ValueError) as problem:
        return Finding(Level.PROBLEM, check.__name__.replace("_", " "), f"Cannot be looked at: {_first_line(problem)}")


def _first_line(problem: Exception) -> str:
    return (str(problem).strip() or type(problem).__name__).splitlines()[0]
