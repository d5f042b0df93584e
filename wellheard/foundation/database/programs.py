"""Running PostgreSQL's programs as the user who owns the database, with nothing of ours in their environment."""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from wellheard.foundation.database.binaries import Installation
from wellheard.foundation.database.errors import DatabaseError
from wellheard.foundation.database.owners import Owner

_KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


class ProgramFailedError(DatabaseError):
    """One of PostgreSQL's programs ended with an error."""

    def __init__(self, name: str, said: str) -> None:
        self.said = said
        super().__init__(f"PostgreSQL's program {name} failed. It said:\n{said}")


@dataclass(frozen=True, slots=True)
class Programs:
    """PostgreSQL's programs together with the user who runs them."""

    installation: Installation
    owner: Owner

    @property
    def bin(self) -> Path:
        return self.installation.bin

    def run(
        self,
        name: str,
        *arguments: str | Path,
        environment: Mapping[str, str] | None = None,
        stdin: IO[bytes] | None = None,
        stdout: IO[bytes] | None = None,
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a program to its end; raises ProgramFailedError with the end of what it said."""
        done = subprocess.run(
            [self.bin / name, *arguments],
            stdin=stdin or subprocess.DEVNULL,
            stdout=stdout or subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(environment),
            cwd="/",
            umask=0o077,
            check=False,
            **self.owner.run_options,
        )
        if done.returncode:
            raise ProgramFailedError(name, done.stderr.decode(errors="replace")[-2000:].strip())
        return done

    def start(
        self, name: str, *arguments: str | Path, environment: Mapping[str, str], output: IO[bytes]
    ) -> subprocess.Popen[bytes]:
        """Start a program that goes on by itself: neither Ctrl-C nor the end of our terminal reaches it."""
        return subprocess.Popen(
            [self.bin / name, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=_environment(environment),
            cwd="/",
            umask=0o077,
            start_new_session=True,
            **self.owner.run_options,
        )


def _environment(further: Mapping[str, str] | None) -> dict[str, str]:
    # Not our own: it holds secrets that any SQL superuser could read back, PG* variables that would redirect
    # the tools, and LANG or LC_* that a foreign terminal sent and this machine does not know.
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {"PATH": os.defpath, "LC_ALL": "C", "PSQLRC": os.devnull, **kept, **(further or {})}
