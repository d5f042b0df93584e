"""What many tests need and takes seconds to make: tables, and an installation with them. Each is made once and copied.

Both are kept in the tests' own data folder until the steps that make the tables change.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from tests import first_tables
from tests.cli.commands import wellheard
from tests.foundation.database.rooms import run
from tests.serving.installation import CHECKOUT
from wellheard.foundation import schema

KEPT = Path(os.environ["WELLHEARD_DATA"])
# What the tables follow from: the steps of this version, and those of the libraries.
STEPS = ("wellheard/**/migrations/*.py", "wellheard/settings.py", "requirements.lock", "tests/first_tables.py")
MADE_FROM = (*STEPS, "wellheard/foundation/first_tables.*", "wellheard/foundation/schema.py", "tests/prepared.py")


def tables() -> str:
    """Return the name of a database that has the tables and nothing else: CREATE DATABASE copies it in a moment."""
    name = f"tables_{_version()}"
    with _alone("tables"), connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'tables\\_%'")
        there = {found for (found,) in cursor.fetchall()}
        if name not in there:
            for older in there:
                cursor.execute(f"DROP DATABASE {connection.ops.quote_name(older)}")
            _make_tables(f"{name}_new")
            cursor.execute(f"ALTER DATABASE {name}_new RENAME TO {name}")
    return name


def put_installation(data: Path) -> None:
    """Put an installation there that was brought up to this version and stopped; nothing was brought in yet."""
    ready = KEPT / f"installation-{_version()}"
    with _alone("installation"):
        if not ready.exists():
            for older in KEPT.glob("installation-*"):
                shutil.rmtree(older)
            _make_installation(ready)
    copy(ready, data)


def copy(source: Path, target: Path) -> None:
    """Copy a data folder whose database is stopped; the files stay whose they are."""
    run("cp", "-a", source, target)


def step_by_step() -> tuple[str, list[tuple[str, ...]]]:
    """Return what all steps come to when they are applied one after the other, which takes long: its script and its rows."""
    kept = KEPT / f"step-by-step-{_version(STEPS)}.json"
    with _alone("step-by-step"):
        if not kept.exists():
            for older in KEPT.glob("step-by-step-*.json"):
                older.unlink()
            with first_tables.passing_database("step_by_step"):
                call_command("migrate", verbosity=0, interactive=False)
                kept.write_text(json.dumps([first_tables.script(), first_tables.filled_later()]))
    script, filled = json.loads(kept.read_text())
    return script, [tuple(row) for row in filled]


def _make_tables(name: str) -> None:
    with first_tables.new_database(name):
        schema.bring_up_to_date(report=lambda _: None)


def _make_installation(ready: Path) -> None:
    draft = ready.with_name(f"installation-draft-{os.getpid()}")
    done = wellheard(draft, "upgrade")
    assert done.returncode == 0, done.stderr
    draft.rename(ready)


@cache
def _version(made_from: tuple[str, ...] = MADE_FROM) -> str:
    """Name the present state of what the tables follow from."""
    digest = hashlib.sha256()
    for pattern in made_from:
        for file in sorted(CHECKOUT.glob(pattern)):
            digest.update(f"{file}\n".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _alone(what: str) -> Iterator[None]:
    """Let one process at a time make this; the others copy what it made."""
    with (KEPT / f"{what}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
