"""What a command needs before its own work: the database, up-to-date tables, and the data folder for itself."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wellheard.cli.terminal import BusyError, RefusedError, Report, note
from wellheard.foundation import database


@contextmanager
def joined_database(*, report: Report = note) -> Iterator[database.Handle | None]:
    """Join the embedded database for as long as the command runs; None where DATABASE_URL names a server."""
    from django.conf import settings

    if settings.DATABASE_URL:
        yield None
        return
    with database.join(settings.DATA, report=report, preferred=_programs()) as handle:
        try:
            yield handle
        finally:
            close_connections()


def revive_database() -> None:
    """Start the embedded database again if it died under us; a running one is left alone."""
    from django.conf import settings

    if not settings.DATABASE_URL:
        # Whoever runs this has joined already: leaving at once stops nothing.
        database.join(settings.DATA, report=note, preferred=_programs()).leave()


def database_answers() -> bool:
    """Tell whether the embedded database answers; one that DATABASE_URL names is looked after by its owner."""
    from django.conf import settings

    if settings.DATABASE_URL:
        return True
    from psycopg import pq

    address = f"{database.address(settings.DATA).dsn} connect_timeout=3"
    return pq.PGconn.ping(address.encode()) in {pq.Ping.OK, pq.Ping.REJECT}


def close_connections() -> None:
    """Close Django's connections, so that the database can stop without sending anyone away."""
    from django.db import connections

    connections.close_all()


def wake_django() -> None:
    """Load models and reactions; takes most of a second, so only commands that need them do it."""
    import gc

    import django

    django.setup()
    # What is loaded now stays: the collector need not look at all of it again and again.
    gc.freeze()


def load_pages() -> None:
    """Load all pages before processes part: they share the memory of the code instead of holding it each.

    Only after everything was brought up: what serves the pages' files looks once which there are. Nothing here may open a
    connection or start a thread: neither survives the parting.
    """
    import gc
    import importlib

    importlib.import_module("wellheard.web.asgi")
    importlib.import_module("wellheard.web.urls")
    gc.collect()
    # What the collector never looks at again is never copied.
    gc.freeze()


def bring_up(*, report: Report) -> None:
    """Bring tables, pages' files and what tells languages apart to this version of the code."""
    from wellheard.cli.static_files import collect_if_changed
    from wellheard.foundation import schema
    from wellheard.foundation.text import language

    schema.bring_up_to_date(report=report)
    collect_if_changed(report=report)
    language.get_ready()


def require_tables() -> None:
    """Raise RefusedError unless the tables fit this version; only `run` and `upgrade` change them."""
    from wellheard.foundation import schema

    if newer := schema.unknown():
        raise schema.NewerSchemaError(newer)
    if schema.pending():
        raise RefusedError("The database has no tables of this version yet; start Wellheard once, then run this again.")


@contextmanager
def data_folder_for_itself(address: str) -> Iterator[None]:
    """Hold the data folder as the one that serves it. Raises BusyError naming the process that already does."""
    from django.conf import settings

    settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (settings.DATA / "serving.lock").open("a+") as file:
        os.fchmod(file.fileno(), 0o600)
        # A process that parts from this one would hold it for longer than this one lives.
        os.register_at_fork(after_in_child=file.close)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise BusyError(_taken(settings.DATA, file.read().strip())) from None
        file.truncate(0)
        file.write(f"{address} (process {os.getpid()})")
        file.flush()
        yield


def _taken(data: Path, holder: str) -> str:
    return (
        f"Wellheard already runs on the data folder {data}: {holder or 'it is just starting'}. "
        "Open that address, stop it first, or choose another folder with --data DIR."
    )


def _programs() -> Path | None:
    from django.conf import settings

    return Path(settings.PG_BIN) if settings.PG_BIN else None
