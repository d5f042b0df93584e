"""Folders and files that only the server's user may open, made without trusting what is already there.

As root we work inside folders that an unprivileged user can rearrange: so nothing is followed through a symbolic link,
and only what is certainly ours is given away.
"""

import os
import stat
from contextlib import suppress
from pathlib import Path

from wellheard.foundation.database.addresses import Places
from wellheard.foundation.database.errors import DatabaseError
from wellheard.foundation.database.owners import ROOT, Owner, name_of

# What Wellheard itself keeps in the data folder; a folder with anything else in it is not ours to close.
NEIGHBOURS = {"keys", "files", "static", "serving.lock", "last-backup", "backups"}
_FOR_OTHERS = 0o077
_ENTER = 0o011


class ForeignFolderError(DatabaseError):
    """A file or folder of the database belongs to someone else."""

    def __init__(self, path: Path, owner: Owner) -> None:
        super().__init__(
            f"{path} belongs to the user {name_of(path.lstat().st_uid)} or is not what it should be, but the database "
            f"runs as {owner.name}. If it is yours, give it to {owner.name} (chown -R {owner.name} {path}); "
            "otherwise remove it, or choose another data folder."
        )


def prepare(places: Places, owner: Owner) -> None:
    """Make the folders of the database that are missing, and refuse those that belong to someone else."""
    _prepare_data(places, owner)
    keep_private(places.home, owner)
    if places.cluster.exists():
        keep_private(places.cluster, owner)
    keep_private(places.log, owner)
    keep_private(places.socket, owner)


def keep_private(folder: Path, owner: Owner) -> None:
    """Make a folder that only its owner can enter, or refuse the one that is there."""
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    try:
        door = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError as problem:
        raise ForeignFolderError(folder, owner) from problem
    try:
        # Root's own empty folder was made a moment ago, by us or by an operator for us.
        if owner.is_someone_else and os.fstat(door).st_uid == ROOT and not os.listdir(door):  # noqa: PTH208 - by descriptor
            os.fchown(door, owner.uid, owner.gid)
        if os.fstat(door).st_uid != owner.uid:
            raise ForeignFolderError(folder, owner)
        os.fchmod(door, 0o700)
    finally:
        os.close(door)


def open_private(path: Path, owner: Owner, flags: int) -> int:
    """Open a file for the owner alone and return its descriptor, or refuse a link or someone else's file."""
    try:
        descriptor = os.open(path, flags | os.O_CREAT | os.O_NOFOLLOW, mode=0o600)
    except PermissionError as problem:
        raise ForeignFolderError(path, owner) from problem
    found = os.fstat(descriptor)
    if owner.is_someone_else and found.st_uid == ROOT and stat.S_ISREG(found.st_mode) and found.st_nlink == 1:
        os.fchown(descriptor, owner.uid, owner.gid)
    if os.fstat(descriptor).st_uid != owner.uid:
        os.close(descriptor)
        raise ForeignFolderError(path, owner)
    return descriptor


def _prepare_data(places: Places, owner: Owner) -> None:
    data = places.data
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not places.home.exists() and _is_ours_alone(data):
        data.chmod(0o700)
    if owner.is_someone_else and data.stat().st_uid == ROOT and not data.stat().st_mode & stat.S_IXOTH:
        _open_the_way(data)


def _is_ours_alone(data: Path) -> bool:
    return data.stat().st_uid == os.geteuid() and {entry.name for entry in data.iterdir()} <= NEIGHBOURS


def _open_the_way(data: Path) -> None:
    """Let the server's user pass through root's closed data folder, and nothing more.

    What lay in it was safe because the folder was closed: it is closed itself before the way is opened.
    """
    for entry in data.iterdir():
        if not entry.is_symlink():
            entry.chmod(stat.S_IMODE(entry.stat().st_mode) & ~_FOR_OTHERS)
    data.chmod(stat.S_IMODE(data.stat().st_mode) | _ENTER)
