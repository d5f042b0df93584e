"""`wellheard upgrade`: after installing a new version, a backup and then the tables brought up to date."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from wellheard.cli import starting
from wellheard.cli.archive import DUMP
from wellheard.cli.backup import write_backup
from wellheard.cli.rollback import replace_database, unpacked
from wellheard.cli.terminal import RefusedError, note, tell
from wellheard.cli.tools import Tools, tools_for

NAME = "upgrade"
HELP = (
    "Bring the database to this version of Wellheard, after a backup. Stop Wellheard first. "
    "When a step fails the database is put back as it was; `rollback` does the same later."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "--backup",
        type=Path,
        metavar="FILE.tar",
        help="where to write the backup; the folder backups in the data folder when not given",
    )
    parser.add_argument("--no-backup", action="store_true", help="write none, because you have one already")


def run(options: argparse.Namespace) -> int:
    """Back up, then apply what is pending; nothing to do is no error."""
    from django.conf import settings

    with starting.joined_database() as handle, starting.data_folder_for_itself("being upgraded"):
        starting.wake_django()
        from wellheard.foundation import schema

        if schema.pending() and schema.applied_heads() and not options.no_backup:
            destination = options.backup or _own_place(settings.DATA)
            write_backup(destination, tools_for(handle))
            note(f"The backup is in {destination}.")
            _bring_up_or_go_back(destination, tools_for(handle))
        else:
            starting.bring_up(report=note)
    tell("The database fits this version of Wellheard.")
    return 0


def _bring_up_or_go_back(backup: Path, tools: Tools) -> None:
    """Apply what is pending; when a step fails, put back the tables as they were. Raises RefusedError with what failed."""
    from django.db import Error

    try:
        starting.bring_up(report=note)
    except Error as problem:
        note(f"A step failed: {(str(problem).strip() or type(problem).__name__).splitlines()[0]}")
        with unpacked(backup) as (_manifest, folder):
            replace_database(folder / DUMP, tools)
        raise RefusedError(
            f"The database is as it was before, and a backup of it is in {backup}. "
            "Install the earlier version again and start it; report the step that failed."
        ) from problem


def _own_place(data: Path) -> Path:
    from wellheard import __version__

    folder = data / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"before-{__version__}-{datetime.now(UTC):%Y%m%d-%H%M%S}.tar"
