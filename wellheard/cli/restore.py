"""`wellheard restore`: an installation from a backup, into an empty place."""

import argparse
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wellheard.cli import starting
from wellheard.cli.archive import DUMP, FOLDERS, Manifest, unpack
from wellheard.cli.supervisor import PACKAGE_FOLDER
from wellheard.cli.terminal import RefusedError, note, tell
from wellheard.cli.tools import server_major, tools_for
from wellheard.foundation.database import Handle

NAME = "restore"
HELP = (
    "Restore a backup into an empty data folder and an empty database. "
    "A backup of an earlier version is brought up to date; one of a later version is refused."
)
# A mounted disk is empty although it holds this.
HARMLESS = {"lost+found"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("file", type=Path, metavar="FILE.tar", help="the backup")
    parser.add_argument(
        "--take-bucket",
        action="store_true",
        help="with a lake on S3: nobody else writes to the bucket that WELLHEARD_LAKE names, so this installation may",
    )


def run(options: argparse.Namespace) -> int:
    """Restore everything or nothing."""
    data = data_folder()
    _require_empty(data)
    _require_own_bucket(options)
    with _all_or_nothing(data):
        staging = data / "restoring"
        staging.mkdir(mode=0o700)
        note("Checking the backup…")
        manifest = unpack(options.file, staging)
        # Before settings are read: without a key of its own an installation makes a new one.
        _move_folders(staging, data)
        starting.wake_django()
        require_known(manifest)
        with starting.joined_database() as handle:
            require_fitting_server(manifest)
            _require_no_tables()
            note("Restoring the database…")
            _fill_database(handle, staging / DUMP)
            starting.bring_up(report=note)
        _place_lake(data)
        shutil.rmtree(staging)
    tell(f"Restored what Wellheard {manifest.wellheard} held on {manifest.made_at}. Start it with: wellheard serve")
    return 0


def data_folder() -> Path:
    """Return the data folder without reading the settings, which would put a new key into it."""
    return Path(os.environ.get("WELLHEARD_DATA") or PACKAGE_FOLDER / "data").resolve()


def _require_empty(data: Path) -> None:
    found = sorted(entry.name for entry in data.iterdir() if entry.name not in HARMLESS) if data.exists() else []
    if found:
        raise RefusedError(
            f"The data folder {data} is not empty (it holds {', '.join(found[:5])}). Nothing was changed. "
            "A backup is restored into an empty folder: --data DIR"
        )


def _require_own_bucket(options: argparse.Namespace) -> None:
    """Raise RefusedError where the copy and its original would delete each other's files."""
    lake = os.environ.get("WELLHEARD_LAKE", "")
    if lake.startswith("s3://") and not options.take_bucket:
        raise RefusedError(
            f"WELLHEARD_LAKE names {lake}. Two installations that write there would delete each other's files. Nothing was "
            "restored. For a trial, copy that folder of the bucket and name the copy. Where no other installation writes "
            "there any more: wellheard restore --take-bucket"
        )


@contextmanager
def _all_or_nothing(data: Path) -> Iterator[None]:
    """Leave the data folder as empty as it was when anything goes wrong."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        for entry in data.iterdir():
            if entry.name not in HARMLESS:
                shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        raise


def _move_folders(staging: Path, data: Path) -> None:
    for name in FOLDERS:
        if (staging / name).exists():
            (staging / name).rename(data / name)


def _place_lake(data: Path) -> None:
    """Bring the files of the lake to where the settings want them. Raises RefusedError where others lie there."""
    from django.conf import settings

    if settings.LAKE.startswith("s3://"):
        note(
            f"Usage events are read from {settings.LAKE}, where their files must be as they were at the time of the backup; "
            "wellheard doctor says which are gone."
        )
        return
    wanted, found = Path(settings.LAKE), data / "lake"
    if wanted == found or not found.exists():
        return
    if wanted.exists() and any(wanted.iterdir()):
        raise RefusedError(
            f"WELLHEARD_LAKE names {wanted}, which is not empty. Nothing was restored; name an empty folder."
        )
    wanted.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if wanted.exists():
        wanted.rmdir()
    shutil.move(found, wanted)


def require_known(manifest: Manifest) -> None:
    """Raise RefusedError for a backup whose tables are newer than this version."""
    from wellheard.foundation import schema

    newer = schema.not_known_here(manifest.schema)
    if newer:
        raise RefusedError(
            f"This backup was made by a newer Wellheard ({manifest.wellheard}; this is an older one that does not know "
            f"{newer[0]}). Nothing was restored. Install that version, and restore it there."
        )


def require_fitting_server(manifest: Manifest) -> None:
    """Raise RefusedError for a backup of a newer PostgreSQL than this one."""
    if server_major() < manifest.postgresql:
        raise RefusedError(
            f"This backup was made by PostgreSQL {manifest.postgresql}, and this database runs {server_major()}, which may "
            "not understand it. Nothing was restored. Use the same or a newer version."
        )


def _require_no_tables() -> None:
    from django.db import connection

    if tables := connection.introspection.table_names(include_views=True):
        raise RefusedError(
            f"The database is not empty (it holds {len(tables)} tables). Nothing was changed. "
            "Make an empty one, and name it in DATABASE_URL."
        )


def _fill_database(handle: Handle | None, dump: Path) -> None:
    from django.db import connection

    with dump.open("rb") as file:
        tools_for(handle).run_tool(
            "pg_restore",
            "--no-owner",
            "--no-privileges",
            "--exit-on-error",
            "--single-transaction",
            f"--dbname={connection.settings_dict['NAME']}",
            stdin=file,
        )
    with connection.cursor() as cursor:
        # A restored table has no statistics: the first pages would be slow.
        cursor.execute("ANALYZE")
