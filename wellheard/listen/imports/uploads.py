"""Files that staff uploaded: kept under files/imports, for our eyes only, until the import they belong to is over."""

import secrets
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.utils.translation import gettext as _

from wellheard.listen.imports.errors import FileError
from wellheard.listen.imports.importers import Options
from wellheard.listen.imports.reading import Told
from wellheard.listen.imports.values import Habits
from wellheard.listen.models import Import, ImportHabit

# A file whose import was never noted, because the machine stopped in between.
_FORGOTTEN_SECONDS = 24 * 3600


def folder() -> Path:
    """Return where uploaded files lie."""
    place = Path(settings.MEDIA_ROOT) / "imports"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def keep_upload(pieces: Iterable[bytes]) -> str:
    """Write an upload into a file that only its owner can read; return the file's name. Raises FileError when it cannot be."""
    name = f"{secrets.token_hex(16)}.upload"
    path = folder() / name
    try:
        path.touch(mode=0o600)
        with path.open("wb") as file:
            for piece in pieces:
                file.write(piece)
    except OSError as problem:
        path.unlink(missing_ok=True)
        raise FileError(
            _("The file could not be kept: %(why)s. Make room in the data folder and upload it again.")
            % {"why": problem.strerror or problem}
        ) from problem
    return name


def path_of(run: Import) -> Path:
    """Return where the file of an import lies."""
    return folder() / run.file


def drop_file(name: str) -> None:
    """Delete an uploaded file; one that is gone already is no matter."""
    if name and "/" not in name:
        (folder() / name).unlink(missing_ok=True)


def drop_forgotten_files() -> None:
    """Delete uploads that belong to no import."""
    known = set(Import.objects.exclude(file="").values_list("file", flat=True))
    for path in folder().glob("*.upload"):
        with suppress(OSError):
            if path.name not in known and path.stat().st_mtime < time.time() - _FORGOTTEN_SECONDS:
                path.unlink()


def values_said(kind: str, origin: str) -> dict[str, dict[str, str]]:
    """Return what somebody said on the pages of the values in this system's files."""
    habit = ImportHabit.objects.filter(kind=kind, origin=origin).first()
    said: dict[str, Any] = habit.options if habit else {}
    return dict(said.get("values", {}))


def options_of(run: Import) -> Options:
    """Return what was said of a file, as importers read it."""
    said: dict[str, Any] = run.options
    return Options(
        mapped=said.get("mapped", {}),
        source=run.origin,
        currency=said.get("currency", ""),
        habits=Habits(dates=cast("Any", said.get("dates", "")), decimal=cast("Any", said.get("decimal", ""))),
        areas_product=said.get("areas_product", ""),
        told=Told(said.get("encoding", ""), said.get("separator", ""), said.get("sheet", "")),
        values=said.get("values", {}),
    )
