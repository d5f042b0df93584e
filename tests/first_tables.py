"""What the steps of the tables come to, as a script: written by `bin/first-tables`, and compared by the tests."""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from wellheard.cli.tools import tools_for
from wellheard.foundation import database, first_tables

HEAD = "-- The tables of a new installation, made by the steps named here. Written by bin/first-tables; never edit it by hand.\n"
# Django fills these itself whenever it applied steps.
FILLED_LATER = ("django_migrations*", "django_content_type*", "auth_permission*")
# What pg_dump says of its own, and what a new sequence is anyway. Functions keep every line they have.
_HEADINGS = re.compile(r"\n*^--\n-- (?:Name|Data for Name|PostgreSQL database dump).*\n--\n+", re.MULTILINE)
_ADDED = re.compile(
    r"^(?:SET \w+ = .*;|SELECT pg_catalog\.set_config\(.*|\\(?:un)?restrict .*|-- Dumped .*|CREATE SCHEMA public;"
    r"|COMMENT ON SCHEMA public .*|SELECT pg_catalog\.setval\('[^']+', 1, false\);)\n",
    re.MULTILINE,
)


@contextmanager
def new_database(name: str) -> Iterator[None]:
    """Make an empty database and let Django mean it until the end; it stays."""
    quoted, own = connection.ops.quote_name(name), connection.settings_dict["NAME"]
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted}")
        cursor.execute(f"CREATE DATABASE {quoted}")
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = own


@contextmanager
def passing_database(name: str) -> Iterator[None]:
    """Make an empty database, and drop it at the end."""
    name = f"{name}_{os.getpid()}"
    with new_database(name):
        yield
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {connection.ops.quote_name(name)}")


def script() -> str:
    """Return the script that makes what Django's database holds.

    PostgreSQL writes some conditions differently once they were written and read again, so that is done first.
    """
    steps = sorted(f"{first_tables.STEP}{app}.{name}\n" for app, name in _applied())
    once = _dumped()
    with passing_database("read_again"), connection.cursor() as cursor:
        cursor.execute(f"SET check_function_bodies = off; {once}")
        return "".join([HEAD, *steps, "\n", _dumped()])


def filled_later() -> list[tuple[str, ...]]:
    """Return what Django itself notes beside the tables: steps, and what one may do with which model."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT app, name, '' FROM django_migrations UNION ALL SELECT app_label, model, '' FROM django_content_type "
            "UNION ALL SELECT model, codename, name FROM auth_permission p JOIN django_content_type t "
            "ON t.id = p.content_type_id"
        )
        return sorted(cursor.fetchall())


def _applied() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return list(cursor.fetchall())


def _dumped() -> str:
    with ExitStack() as joined, tempfile.TemporaryFile() as file:
        preferred = Path(settings.PG_BIN) if settings.PG_BIN else None
        handle = (
            None if settings.DATABASE_URL else joined.enter_context(database.join(settings.DATA, preferred=preferred))
        )
        tools_for(handle).run_tool(
            "pg_dump", "--no-owner", "--no-privileges", "--schema=public", "--column-inserts",
            f"--dbname={connection.settings_dict['NAME']}", *(f"--exclude-table-data={name}" for name in FILLED_LATER),
            stdout=file,
        )  # fmt: skip
        file.seek(0)
        return _ADDED.sub("", _HEADINGS.sub("\n", file.read().decode())).strip() + "\n"


def _write() -> None:
    import django

    from wellheard.cli.starting import joined_database

    django.setup()
    with joined_database(), passing_database("step_by_step"):
        call_command("migrate", verbosity=0, interactive=False)
        first_tables.FILE.write_text(script())


if __name__ == "__main__":
    _write()
