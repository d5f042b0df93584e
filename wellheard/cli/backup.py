"""`wellheard backup`: everything this installation knows, in one file."""

import argparse
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from wellheard.cli import rotation, starting
from wellheard.cli.archive import DUMP, FOLDERS, Manifest, new_archive
from wellheard.cli.terminal import RefusedError, note, tell
from wellheard.cli.tools import Tools, server_major, tools_for

NAME = "backup"
HELP = (
    "Write the database, keys and files into one tar. Works while Wellheard runs. "
    "Whoever has the file can read everything: keep it as safe as the installation."
)
# A backup of today is about as large as the last one; a full disk would stop the database for the sake of its copy.
ROOM = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    place = parser.add_mutually_exclusive_group(required=True)
    place.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="FILE.tar",
        help="where to write; an earlier file is replaced when the new one is whole",
    )
    place.add_argument(
        "--rotate",
        type=Path,
        metavar="FOLDER",
        help=f"write a new file into this folder and keep one for each of the last {rotation.DAYS} days, "
        f"{rotation.WEEKS} weeks and {rotation.MONTHS} months",
    )


def run(options: argparse.Namespace) -> int:
    """Write the backup."""
    destination = options.file or _next_in(options.rotate)
    with starting.joined_database() as handle:
        starting.wake_django()
        write_backup(destination, tools_for(handle))
        _say_what_is_not_in_it()
    if options.rotate:
        _make_room(options.rotate)
    tell(f"The backup is in {destination} ({destination.stat().st_size / 1_000_000:.1f} MB).")
    return 0


def _next_in(folder: Path) -> Path:
    """Return where the next backup of a folder goes. Raises RefusedError where it would fill the disk."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise RefusedError(f"The folder {folder} cannot be made ({problem.strerror}); choose another.") from problem
    earlier = [path.stat().st_size for path in sorted(folder.iterdir()) if rotation.made_on(path)]
    free = shutil.disk_usage(folder).free
    if earlier and free < earlier[-1] * ROOM:
        raise RefusedError(
            f"Only {free / 1_000_000:.0f} MB are free for {folder}, and the last backup took "
            f"{earlier[-1] / 1_000_000:.0f} MB. No backup was made; make room, or name a folder on another disk."
        )
    return folder / rotation.new_name(datetime.now(UTC))


def _make_room(folder: Path) -> None:
    for path in rotation.superfluous(folder):
        path.unlink()
        note(f"Removed {path.name}: later backups stand for it.")


def write_backup(destination: Path, tools: Tools) -> None:
    """Write a whole backup or none. Raises RefusedError for a folder that cannot be written to."""
    from wellheard.foundation.backups import note_backup
    from wellheard.listen.usage.holding import lake_to_itself

    require_folder(destination)
    # The database first: every file a row names was there before the row was. Files of the lake are replaced by the process that
    # works the jobs; until the backup is made none is, and events wait in the database.
    with tempfile.TemporaryFile(dir=destination.parent) as dump, lake_to_itself():
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
            for name, folder in _folders():
                archive.add_folder(name, folder)
            archive.add_manifest(_manifest(archive.members))
    note_backup(datetime.now(UTC))


def _say_what_is_not_in_it() -> None:
    from django.conf import settings

    if settings.LAKE.startswith("s3://"):
        note(
            f"The files of usage events in {settings.LAKE} are not in it, only their catalog. Let the bucket keep versions of "
            "its files for as long as you keep backups, and no longer."
        )


def _folders() -> list[tuple[str, Path]]:
    """Return what is copied beside the database. A lake on S3 is not: its bucket keeps copies of its own."""
    from django.conf import settings

    found = [(name, settings.DATA / name) for name in FOLDERS if name != "lake"]
    return found if settings.LAKE.startswith("s3://") else [*found, ("lake", Path(settings.LAKE))]


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
