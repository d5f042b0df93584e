"""`wellheard rollback`: back to what the database held before an upgrade, without losing what it holds now."""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from wellheard.cli import starting
from wellheard.cli.archive import DUMP, Manifest, unpack
from wellheard.cli.backup import write_backup
from wellheard.cli.restore import require_fitting_server, require_known
from wellheard.cli.terminal import RefusedError, note, tell
from wellheard.cli.tools import Tools, tools_for

NAME = "rollback"
HELP = (
    "Go back to the backup that the last upgrade wrote, or to another one. Stop Wellheard and install the version you go "
    "back to first. What the database holds now is kept in a backup of its own."
)
BEFORE = "before-*.tar"
# All or nothing: whoever looks meanwhile sees the old tables or the new ones.
_EMPTY = b"DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="FILE.tar",
        help="the backup to go back to; the one of the last upgrade when not given",
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(options: argparse.Namespace) -> int:
    """Go back, or change nothing."""
    from django.conf import settings

    with starting.joined_database() as handle, starting.data_folder_for_itself("being rolled back"):
        starting.wake_django()
        source = options.file or last_upgrade(settings.DATA / "backups")
        with unpacked(source) as (manifest, folder):
            require_known(manifest)
            require_fitting_server(manifest)
            _require_consent(manifest, is_given=options.yes)
            kept = _keep_present(settings.DATA / "backups", tools_for(handle))
            replace_database(folder / DUMP, tools_for(handle))
            put_back_files(folder / "files", settings.MEDIA_ROOT)
            starting.bring_up(report=note)
    tell(f"The database is as Wellheard {manifest.wellheard} left it on {manifest.made_at}.")
    tell(f"What it held until now is in {kept}.")
    return 0


def last_upgrade(folder: Path) -> Path:
    """Return the backup that the last upgrade wrote. Raises RefusedError when there is none."""
    found = sorted(folder.glob(BEFORE), key=lambda path: path.stat().st_mtime) if folder.is_dir() else []
    if not found:
        raise RefusedError(f"No upgrade has left a backup in {folder}; name the backup to go back to.")
    return found[-1]


@contextmanager
def unpacked(source: Path) -> Iterator[tuple[Manifest, Path]]:
    """Unpack a backup beside the data, check every byte of it, and remove it afterwards."""
    from django.conf import settings

    with tempfile.TemporaryDirectory(dir=settings.DATA, prefix="rolling-back-") as folder:
        note(f"Checking {source}…")
        yield unpack(source, Path(folder)), Path(folder)


def replace_database(dump: Path, tools: Tools) -> None:
    """Put the tables of a dump in the place of those that are there, in one transaction: all of it or nothing."""
    from django.db import connection

    starting.close_connections()
    note("Replacing the database…")
    with tempfile.TemporaryFile(dir=dump.parent) as script:
        script.write(_EMPTY)
        script.flush()
        with dump.open("rb") as file:
            # The lake's catalog has a schema of its own and stays as it is, like the files it names.
            tools.run_tool(
                "pg_restore", "--no-owner", "--no-privileges", "--schema=public", "--file=-", stdin=file, stdout=script
            )
        script.seek(0)
        tools.run_tool(
            "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--file=-", stdin=script
        )
    with connection.cursor() as cursor:
        # A restored table has no statistics: the first pages would be slow.
        cursor.execute("ANALYZE")


def put_back_files(source: Path, destination: Path) -> None:
    """Put back the files that are missing; what came since stays, for it does no harm."""
    for path in sorted(source.rglob("*")) if source.is_dir() else []:
        place = Path(destination) / path.relative_to(source)
        if path.is_file() and not place.exists():
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.copy2(path, place)


def _require_consent(manifest: Manifest, *, is_given: bool) -> None:
    from wellheard.foundation.facts.models import Fact

    since = Fact.objects.filter(recorded_at__gt=datetime.fromisoformat(manifest.made_at)).count()
    note(f"This undoes {since:,} changes made since {manifest.made_at}.")
    if is_given:
        return
    if not sys.stdin.isatty() or input("Go back? Type yes: ").strip().lower() != "yes":
        raise RefusedError("Nothing was changed. Run it again with --yes to go back without being asked.")


def _keep_present(folder: Path, tools: Tools) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    kept = folder / f"rolled-back-{datetime.now(UTC):%Y%m%d-%H%M%S}.tar"
    write_backup(kept, tools)
    return kept
