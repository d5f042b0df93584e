"""The backup file: one tar with the database, the keys, people's files, and a manifest with the hash of each."""

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from wellheard.cli.terminal import RefusedError

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
# What a backup holds of the data folder.
FOLDERS = ("keys", "files", "lake")
LARGEST_MANIFEST = 64 * 1024 * 1024


class ArchiveError(RefusedError):
    """A file is not a backup of ours, or not a whole one."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself; `members` holds the SHA-256 of each file in it."""

    wellheard: str
    made_at: str
    postgresql: int
    schema: dict[str, str]
    members: dict[str, str]
    format: int = FORMAT


class _Hashing:
    """A file that is hashed while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self.sha256.update(piece)
        return piece


class Writer:
    """Fills a backup file; the manifest comes last, when every hash is known."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.members: dict[str, str] = {}

    def add(self, name: str, file: IO[bytes]) -> None:
        """Add one file."""
        info = tarfile.TarInfo(name)
        info.mode = 0o600
        info.size = os.fstat(file.fileno()).st_size
        hashing = _Hashing(file)
        self._tar.addfile(info, hashing)
        self.members[name] = hashing.sha256.hexdigest()

    def add_folder(self, name: str, folder: Path) -> None:
        """Add the regular files of a folder, under a name."""
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                with path.open("rb") as file:
                    self.add(str(PurePosixPath(name, path.relative_to(folder))), file)

    def add_manifest(self, manifest: Manifest) -> None:
        """Add what the backup says of itself."""
        text = json.dumps(asdict(manifest), indent=1, sort_keys=True).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.mode = 0o600
        info.size = len(text)
        self._tar.addfile(info, io.BytesIO(text))


@contextmanager
def new_archive(destination: Path) -> Iterator[Writer]:
    """Write a file that appears under its name only when it is whole, readable by its owner alone."""
    descriptor, draft = tempfile.mkstemp(dir=destination.parent, prefix=f".{destination.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                yield Writer(tar)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(destination)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def unpack(source: Path, folder: Path) -> Manifest:
    """Unpack a backup into an empty folder and return its manifest. Raises ArchiveError unless every byte is as written."""
    try:
        with tarfile.open(source, "r:") as tar:
            found = _unpack_members(tar, folder)
    except FileNotFoundError:
        raise ArchiveError(f"There is no file {source}.") from None
    except (tarfile.TarError, EOFError) as problem:
        raise ArchiveError(
            f"{source} is not a whole backup of Wellheard ({problem}). Nothing was restored."
        ) from problem
    manifest = _manifest(folder / MANIFEST, source)
    if found != manifest.members:
        wrong = sorted(
            name for name in found.keys() | manifest.members.keys() if found.get(name) != manifest.members.get(name)
        )
        raise ArchiveError(
            f"{source} is damaged: {', '.join(wrong[:5])} differ from what was written. Nothing was restored."
        )
    return manifest


def _unpack_members(tar: tarfile.TarFile, folder: Path) -> dict[str, str]:
    hashes: dict[str, str] = {}
    for member in tar:
        _require_harmless(member)
        place = folder / member.name
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = tar.extractfile(member)
        if file is None or place.exists():
            raise ArchiveError(f"The backup holds {member.name!r} twice or not at all. Nothing was restored.")
        hashes[member.name] = _write(file, place)
    hashes.pop(MANIFEST, None)
    return hashes


def _require_harmless(member: tarfile.TarInfo) -> None:
    """Raise ArchiveError for what no backup of ours holds: links, devices, holes, and names that lead elsewhere."""
    path = PurePosixPath(member.name)
    is_ours = member.name in {MANIFEST, DUMP} or (len(path.parts) > 1 and path.parts[0] in FOLDERS)
    is_plain = member.isreg() and not member.issparse() and str(path) == member.name
    if not is_ours or not is_plain or ".." in path.parts or "\0" in member.name:
        raise ArchiveError(
            f"The backup holds {member.name!r}, which no backup of Wellheard does. Nothing was restored."
        )


def _write(file: IO[bytes], place: Path) -> str:
    sha256 = hashlib.sha256()
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        while piece := file.read(1024 * 1024):
            sha256.update(piece)
            target.write(piece)
    return sha256.hexdigest()


def _manifest(path: Path, source: Path) -> Manifest:
    try:
        with path.open("rb") as file:
            manifest = Manifest(**json.loads(file.read(LARGEST_MANIFEST)))
    except (OSError, ValueError, TypeError) as problem:
        raise ArchiveError(
            f"{source} is not a whole backup of Wellheard: its manifest is missing or cannot be read."
        ) from problem
    if manifest.format != FORMAT:
        raise ArchiveError(
            f"{source} was made by another version of Wellheard ({manifest.wellheard}), whose backups differ."
        )
    return manifest
