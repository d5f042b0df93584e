"""A backup holds everything and is whole or not there; restoring gives all of it back, into an empty place or not at all."""

import hashlib
import io
import json
import stat
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.cli.commands import Done, wellheard
from tests.foundation.database.rooms import POSTGRES
from tests.prepared import put_installation
from wellheard.cli import archive, tools
from wellheard.cli.archive import ArchiveError, unpack
from wellheard.cli.terminal import RefusedError
from wellheard.foundation import database

ROWS = 300
WORDS = "The export is — how shall I say — 🐌 slow.\n“Медленно”, 很慢"


@dataclass(frozen=True)
class Source:
    """An installation with rows, a key and a file, and its backup."""

    data: Path
    backup: Path


@pytest.fixture(scope="module")
def source() -> Iterator[Source]:
    with tempfile.TemporaryDirectory(prefix="wh-") as folder:
        Path(folder).chmod(0o755)
        data, backup = Path(folder) / "data", Path(folder) / "backup.tar"
        put_installation(data)
        rows = [{"id": str(number), "words": f"{number}: {WORDS}"} for number in range(ROWS)]
        file = Path(folder) / "feedback.jsonl"
        file.write_text("\n".join(json.dumps(row) for row in rows))
        done = wellheard(data, "import", "feedback", file)
        assert done.returncode == 0, done.stderr
        file.unlink()
        (data / "files" / "2026").mkdir(parents=True)
        (data / "files" / "2026" / "what they sent.bin").write_bytes(bytes(range(256)) * 100)
        done = wellheard(data, "backup", backup)
        assert done.returncode == 0, done.stderr
        yield Source(data, backup)


def joined(data: Path) -> database.Handle:
    """Join the database of a data folder with the programs the commands use, whichever the tests run on."""
    return database.join(data, preferred=POSTGRES.bin)


def connected(data: Path) -> "closing[psycopg.Connection]":
    return closing(psycopg.connect(database.address(data).dsn, autocommit=True))


@pytest.fixture
def place(scratch: Path) -> Path:
    """Return where to restore to: not made yet, in a folder the database's user can enter."""
    scratch.chmod(0o755)
    return scratch / "restored"


def rows_of(data: Path) -> list[tuple[object, ...]]:
    with joined(data), connected(data) as connection:
        feedback = connection.execute("SELECT * FROM listen_feedback ORDER BY id").fetchall()
        applied = connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
        return [*feedback, *applied]


def test_everything_comes_back(source: Source, place: Path) -> None:
    done = wellheard(place, "restore", source.backup)
    assert done.returncode == 0, done.stderr
    restored = rows_of(place)
    assert restored == rows_of(source.data)
    assert len(restored) > ROWS
    assert any(isinstance(value, str) and WORDS in value for value in restored[0])
    for name in ("keys/secret_key", "files/2026/what they sent.bin"):
        assert (place / name).read_bytes() == (source.data / name).read_bytes()
        assert stat.S_IMODE((place / name).stat().st_mode) == 0o600
    assert not (place / "restoring").exists()
    with joined(place), connected(place) as connection:
        last = connection.execute("SELECT nextval(pg_get_serial_sequence('listen_feedback', 'id'))").fetchone()
    assert last == (ROWS + 1,)


def test_a_backup_is_for_its_owner_alone_and_leaves_no_draft(source: Source) -> None:
    assert stat.S_IMODE(source.backup.stat().st_mode) == 0o600
    assert {path.name for path in source.backup.parent.iterdir()} == {"data", "backup.tar"}


def test_a_backup_says_what_it_is(source: Source) -> None:
    with tarfile.open(source.backup) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))  # type: ignore[arg-type]
    assert manifest["wellheard"] == "0.1.0"
    assert manifest["postgresql"] >= 15
    assert manifest["schema"]["listen"].startswith("00")
    assert "database.dump" in manifest["members"]


def test_the_doctor_knows_of_the_backup(source: Source) -> None:
    done = wellheard(source.data, "doctor")
    assert "backup       The last one was made within a day." in done.stdout
    assert "tables       They fit this version." in done.stdout
    assert done.returncode == 0


def test_a_backup_that_cannot_be_written_leaves_the_earlier_one(source: Source, scratch: Path) -> None:
    earlier = scratch / "earlier.tar"
    earlier.write_text("the earlier one")
    done = wellheard(source.data, "backup", earlier, PATH="/nowhere", WELLHEARD_PG_BIN="/nowhere")
    assert done.returncode == 2
    assert earlier.read_text() == "the earlier one"
    assert list(scratch.iterdir()) == [earlier]
    assert "No file can be written to" in wellheard(source.data, "backup", scratch / "no" / "b.tar").stderr
    assert "is a folder; name a file in it" in wellheard(source.data, "backup", scratch).stderr


def refused(done: Done, place: Path, sentence: str) -> None:
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert not place.exists() or list(place.iterdir()) == []


def test_nothing_is_restored_over_something(source: Source, place: Path) -> None:
    (place / "keys").mkdir(parents=True)
    (place / "keys" / "secret_key").write_text("mine")
    done = wellheard(place, "restore", source.backup)
    assert done.returncode == 2
    assert f"{place} is not empty (it holds keys)" in done.stderr
    assert (place / "keys" / "secret_key").read_text() == "mine"
    assert [path.name for path in place.iterdir()] == ["keys"]


def test_a_full_database_is_not_restored_into(source: Source, place: Path) -> None:
    with joined(source.data) as handle:
        address = handle.address
        url = f"postgresql://{address.user}@socket:{address.port}/{address.name}?host={address.host}"
        refused(wellheard(place, "restore", source.backup, DATABASE_URL=url), place, "The database is not empty")


def test_a_server_of_ones_own_is_backed_up_with_tools_that_fit_it(source: Source, scratch: Path) -> None:
    with joined(source.data) as handle:
        address = handle.address
        url = f"postgresql://{address.user}@socket:{address.port}/{address.name}?host={address.host}"
        done = wellheard(scratch / "data", "backup", scratch / "own.tar", DATABASE_URL=url)
    assert done.returncode == 0, done.stderr
    assert unpack(scratch / "own.tar", new_folder(scratch)).members.keys() == {"database.dump", "keys/secret_key"}


def test_tools_that_are_too_old_are_named_in_a_sentence() -> None:
    with pytest.raises(
        RefusedError, match=r"runs PostgreSQL 99, and this machine has no pg_dump .* postgresql-client-99"
    ):
        tools.find("pg_dump", 99)


def test_a_file_that_is_no_backup_is_refused(scratch: Path, place: Path) -> None:
    file = scratch / "photo.tar"
    file.write_bytes(b"\x89PNG" * 1000)
    refused(wellheard(place, "restore", file), place, "is not a whole backup of Wellheard")
    refused(wellheard(place, "restore", scratch / "none.tar"), place, "There is no file")


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.99])
def test_half_a_backup_is_refused(source: Source, scratch: Path, kept: float) -> None:
    whole = source.backup.read_bytes()
    half = scratch / "half.tar"
    # What follows the last member is filling, without which a tar is still whole.
    half.write_bytes(whole[: int(len(whole.rstrip(b"\0")) * kept)])
    with pytest.raises(ArchiveError, match="not a whole backup"):
        unpack(half, new_folder(scratch))


def test_a_backup_in_which_a_byte_changed_is_refused(source: Source, scratch: Path) -> None:
    damaged = scratch / "damaged.tar"
    content = bytearray(source.backup.read_bytes())
    content[len(content) // 3] ^= 1
    damaged.write_bytes(content)
    with pytest.raises(ArchiveError, match=r"damaged: database\.dump differ"):
        unpack(damaged, new_folder(scratch))


def test_a_backup_of_a_newer_version_is_refused(source: Source, scratch: Path, place: Path) -> None:
    newer = changed(source, scratch, lambda manifest: manifest["schema"].update(listen="0999_far_future"))
    refused(wellheard(place, "restore", newer), place, "does not know listen.0999_far_future")


def test_a_backup_of_a_newer_postgresql_is_refused(source: Source, scratch: Path, place: Path) -> None:
    newer = changed(source, scratch, lambda manifest: manifest.update(postgresql=99))
    refused(wellheard(place, "restore", newer), place, "was made by PostgreSQL 99")


def test_a_backup_of_another_kind_is_refused(source: Source, scratch: Path) -> None:
    other = changed(source, scratch, lambda manifest: manifest.update(format=2))
    with pytest.raises(ArchiveError, match="whose backups differ"):
        unpack(other, new_folder(scratch))


def test_a_backup_of_an_earlier_version_is_brought_up_to_date(source: Source, scratch: Path, place: Path) -> None:
    earlier = scratch / "earlier"
    scratch.chmod(0o755)
    put_installation(earlier)
    for words in (
        ["manage", "migrate", "sessions", "zero", "--skip-checks"],
        ["backup", scratch / "earlier.tar"],
    ):
        done = wellheard(earlier, *words)
        assert done.returncode == 0, done.stderr
    done = wellheard(place, "restore", scratch / "earlier.tar")
    assert done.returncode == 0, done.stderr
    assert "Bringing the tables up to date" in done.stderr
    assert [row for row in rows_of(place) if row[0] == "sessions"]


HOSTILE: dict[str, dict[str, str | bytes]] = {
    "absolute": {"name": "/etc/evil"},
    "upwards": {"name": "keys/../../evil"},
    "elsewhere": {"name": "database/pg/evil"},
    "a folder of ours": {"name": "keys"},
    "dotted": {"name": "keys/./evil"},
    "doubled": {"name": "keys//evil"},
    "a link": {"type": tarfile.SYMTYPE, "linkname": "/etc/passwd"},
    "a hard link": {"type": tarfile.LNKTYPE, "linkname": "database.dump"},
    "a device": {"type": tarfile.CHRTYPE},
    "a directory": {"type": tarfile.DIRTYPE},
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_member_that_leads_elsewhere_is_refused(scratch: Path, kind: str) -> None:
    info = tarfile.TarInfo("keys/evil")
    info.size = 0 if "type" in HOSTILE[kind] else 4
    for name, value in HOSTILE[kind].items():
        setattr(info, name, value)
    hostile = scratch / "hostile.tar"
    with tarfile.open(hostile, "w") as tar:
        tar.addfile(info, io.BytesIO(b"evil"))
    folder = new_folder(scratch)
    with pytest.raises(ArchiveError, match="which no backup of Wellheard does"):
        unpack(hostile, folder)
    assert not [path for path in scratch.rglob("evil") if path != hostile]
    assert not Path("/etc/evil").exists()


def test_a_member_that_comes_twice_is_refused(scratch: Path) -> None:
    twice = scratch / "twice.tar"
    with tarfile.open(twice, "w") as tar:
        for content in (b"one", b"two"):
            info = tarfile.TarInfo("keys/secret_key")
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    with pytest.raises(ArchiveError, match="twice"):
        unpack(twice, new_folder(scratch))


def test_a_member_that_the_manifest_does_not_name_is_refused(source: Source, scratch: Path) -> None:
    more = changed(source, scratch, lambda manifest: manifest["members"].pop("keys/secret_key"))
    with pytest.raises(ArchiveError, match="damaged: keys/secret_key"):
        unpack(more, new_folder(scratch))


def test_a_manifest_of_nonsense_is_refused(scratch: Path) -> None:
    for text in (b"", b"[]", b"{}", b"\xff", b'{"format": 1, "extra": 2}'):
        nonsense = scratch / "nonsense.tar"
        with tarfile.open(nonsense, "w") as tar:
            info = tarfile.TarInfo(archive.MANIFEST)
            info.size = len(text)
            tar.addfile(info, io.BytesIO(text))
        with pytest.raises(ArchiveError, match="manifest is missing or cannot be read"):
            unpack(nonsense, new_folder(scratch))


def new_folder(scratch: Path) -> Path:
    return Path(tempfile.mkdtemp(dir=scratch))


def changed(source: Source, scratch: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """Return a copy of the backup whose manifest says something else."""
    copy = scratch / "changed.tar"
    with tarfile.open(source.backup) as old, tarfile.open(copy, "w") as new:
        for member in old:
            content = old.extractfile(member).read()  # type: ignore[union-attr]
            if member.name == archive.MANIFEST:
                manifest = json.loads(content)
                change(manifest)
                content = json.dumps(manifest).encode()
                member.size = len(content)
            new.addfile(member, io.BytesIO(content))
    assert hashlib.sha256(copy.read_bytes()).digest() != hashlib.sha256(source.backup.read_bytes()).digest()
    return copy
