"""PostgreSQL's own client tools for the database in use: the embedded one's, or those of this machine that fit the server."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Protocol

from wellheard.cli.terminal import RefusedError
from wellheard.foundation import database


class Tools(Protocol):
    """Runs pg_dump or pg_restore on the database; the database's address is not among the arguments."""

    def run_tool(
        self, name: str, *arguments: str, stdin: IO[bytes] | None = None, stdout: IO[bytes] | None = None
    ) -> "subprocess.CompletedProcess[bytes]":
        """Run a tool to its end. Raises DatabaseError or RefusedError with what it said."""
        ...


def tools_for(handle: database.Handle | None) -> Tools:
    """Return the tools for the embedded database, or for the server that DATABASE_URL names."""
    return handle or MachineTools()


class MachineTools:
    """The client tools of this machine whose major version is the server's or newer; older ones cannot read it."""

    def run_tool(
        self, name: str, *arguments: str, stdin: IO[bytes] | None = None, stdout: IO[bytes] | None = None
    ) -> "subprocess.CompletedProcess[bytes]":
        """Run a tool to its end. Raises RefusedError when none fits, or with what it said."""
        done = subprocess.run(
            [find(name, server_major()), *arguments],
            stdin=stdin or subprocess.DEVNULL,
            stdout=stdout or subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **_address()},
            check=False,
        )
        if done.returncode:
            said = done.stderr.decode(errors="replace")[-2000:].strip()
            raise RefusedError(f"PostgreSQL's program {name} failed. It said:\n{said}")
        return done


def server_major() -> int:
    """Return the major version of the server in use."""
    from django.db import connection

    connection.ensure_connection()
    return int(connection.connection.info.server_version) // 10000


def find(name: str, major: int) -> Path:
    """Return this machine's tool of that major version or newer. Raises RefusedError naming the package to install."""
    versions = []
    for folder in _folders():
        if found := _major(folder / name):
            if found >= major:
                return folder / name
            versions.append(found)
    known = f" (found: {', '.join(map(str, versions))})" if versions else ""
    raise RefusedError(
        f"The database runs PostgreSQL {major}, and this machine has no {name} of that version or newer{known}. "
        f"Install postgresql-client-{major}, and run this again."
    )


def _folders() -> Iterator[Path]:
    """Yield where tools may be; the embedded server's last, for they cannot speak TLS."""
    if on_path := shutil.which("pg_dump"):
        yield Path(on_path).parent
    yield from sorted(Path("/usr/lib/postgresql").glob("[0-9]*/bin"), key=lambda folder: int(folder.parent.name))
    try:
        yield database.find_postgres().bin
    except database.PostgresNotFoundError:
        return


def _major(program: Path) -> int | None:
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return None
    found = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(found[1]) if found else None


def _address() -> dict[str, str]:
    from django.conf import settings

    parts = settings.DATABASES["default"]
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    return {variable: str(parts[name]) for variable, name in names.items() if parts.get(name)}
