"""`wellheard backup`: everything this installation knows, in one file."""

import argparse
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from wellheard.cli import starting
from wellheard.cli.archive import DUMP, FOLDERS, Manifest, new_archive
from wellheard.cli.terminal import RefusedError, note, tell
from wellheard.cli.tools import Tools, server_major, tools_for

NAME = "backup"
HELP = (
    "Write the database, keys and files into one tar. Works while Wellheard runs. "
    "Whoever has the file can read everything: keep it as safe as the installation."
)
DATE_FILE = "last-backup"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE.tar",
        help="where to write; an earlier file is replaced when the new one is whole",
    )


def run(options: argparse.Namespace) -> int:
    """Write the backup."""
    with starting.joined_database() as handle:
        starting.wake_django()
        write_backup(options.file, tools_for(handle))
    tell(f"The backup is in {options.file} ({options.file.stat().st_size / 1_000_000:.1f} MB).")
    return 0


def write_backup(destination: Path, tools: Tools) -> None:
    """Write a whole backup or none. Raises RefusedError for a folder that cannot be written to."""
    from django.conf import settings

    require_folder(destination)
    # The database first: every file a row names was there before the row was.
    with tempfile.TemporaryFile(dir=destination.parent) as dump:
        note("Reading the database…")
        tools.run_tool(
            "pg_dump",
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            "--exclude-table-data=foundation_cache",
            stdout=dump,
        )
        dump.seek(0)
        note("Writing the backup…")
        with new_archive(destination) as archive:
            archive.add(DUMP, dump)
            for name in FOLDERS:
                archive.add_folder(settings.DATA / name)
            archive.add_manifest(_manifest(archive.members))
    (settings.DATA / DATE_FILE).write_text(datetime.now(UTC).isoformat())


def require_folder(destination: Path) -> None:
    """Raise RefusedError unless a file can be written there."""
    if destination.is_dir():
        raise RefusedError(f"{destination} is a folder; name a file in it, such as {destination / 'wellheard.tar'}")
    try:
        with tempfile.TemporaryFile(dir=destination.parent):
            return
    except OSError as problem:
        raise RefusedError(
            f"No file can be written to {destination.parent} ({problem.strerror}); choose another place."
        ) from problem


def _manifest(members: dict[str, str]) -> Manifest:
    from wellheard import __version__
    from wellheard.foundation import schema

    return Manifest(
        wellheard=__version__,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        postgresql=server_major(),
        schema=schema.applied_heads(),
        members=dict(members),
    )
