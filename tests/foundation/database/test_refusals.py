"""What the database will not touch, said in a sentence that helps."""

import os
import pwd
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.foundation.database.rooms import (
    ANOTHER,
    IS_ROOT,
    POSTGRES,
    Room,
    needs_root,
    pretend_postgres,
    run,
    succeeds,
)
from wellheard.foundation import database
from wellheard.foundation.database import binaries, server

OTHERS = [each for each in binaries.installations() if each.major != POSTGRES.major]


@pytest.mark.parametrize("other", OTHERS, ids=lambda each: f"PostgreSQL {each.major}")
def test_data_of_another_major_version_is_refused_and_left_as_it_was(
    my_bare_room: Room, other: database.Installation
) -> None:
    database.join(my_bare_room.data, preferred=other.bin).leave()
    before = sorted(file.stat().st_mtime_ns for file in my_bare_room.places.cluster.rglob("*"))

    with pytest.raises(database.OtherMajorVersionError) as refusal:
        database.join(my_bare_room.data, preferred=POSTGRES.bin)

    text = str(refusal.value)
    assert f"was written by PostgreSQL {other.major}, and Wellheard would run PostgreSQL {POSTGRES.major}" in text
    assert f"WELLHEARD_PG_BIN={other.bin} to go on with it" in text
    assert sorted(file.stat().st_mtime_ns for file in my_bare_room.places.cluster.rglob("*")) == before
    database.join(my_bare_room.data, preferred=other.bin).leave()


def test_data_of_a_version_nobody_has_is_refused_too(my_room: Room) -> None:
    (my_room.places.cluster / "PG_VERSION").write_text("99\n")
    with pytest.raises(database.OtherMajorVersionError, match="Set WELLHEARD_PG_BIN to a folder with PostgreSQL 99"):
        database.join(my_room.data, preferred=POSTGRES.bin)


@needs_root
@pytest.mark.parametrize(
    ("person", "place"),
    [
        *(("root", place) for place in ("cluster", "log", "socket")),  # to give away `home` is to choose another user
        *(("an ordinary user", place) for place in ("home", "cluster", "log", "socket")),
    ],
    indirect=["person"],
)
def test_a_folder_of_someone_else_is_refused(room: Room, place: str) -> None:
    folder = getattr(room.places, place)
    os.chown(folder, pwd.getpwnam(ANOTHER).pw_uid, -1)

    text = room.invite().hear("refused ForeignFolderError")

    assert f"{folder} belongs to the user {ANOTHER}" in text
    assert folder.stat().st_uid == pwd.getpwnam(ANOTHER).pw_uid
    assert not room.is_running()


@needs_root
def test_a_squatted_socket_folder_in_the_temp_folder_is_refused(bare_room: Room) -> None:
    bare_room.data = bare_room.path / ("x" * 100)
    squatted = bare_room.places.socket
    squatted.mkdir(mode=0o777)
    os.chown(squatted, pwd.getpwnam(ANOTHER).pw_uid, -1)

    assert f"{squatted} belongs to the user {ANOTHER}" in bare_room.invite().hear("refused ForeignFolderError")


@pytest.mark.parametrize("place", ["home", "log", "socket"])
def test_a_link_in_place_of_a_folder_is_refused(my_room: Room, place: str) -> None:
    folder = getattr(my_room.places, place)
    moved = folder.rename(my_room.path / "moved") if folder.exists() else my_room.path
    folder.symlink_to(moved)

    with pytest.raises(database.ForeignFolderError, match=f"^{folder} belongs"):
        database.join(my_room.data, preferred=POSTGRES.bin)


@needs_root
@pytest.mark.parametrize("name", ["users.lock", "start.lock", "log/start.log"])
def test_a_link_in_place_of_a_file_is_not_followed(my_room: Room, name: str) -> None:
    target = my_room.path / "target"
    target.write_text("precious")
    (my_room.places.home / name).unlink(missing_ok=True)
    (my_room.places.home / name).symlink_to(target)

    with pytest.raises(database.DatabaseError):
        database.join(my_room.data, preferred=POSTGRES.bin)

    assert target.read_text() == "precious"
    assert target.stat().st_uid == 0


def test_files_without_a_cluster_are_not_overwritten(my_room: Room) -> None:
    (my_room.places.cluster / "PG_VERSION").unlink()
    with pytest.raises(database.DamagedClusterError, match="Move it away and restore a backup"):
        database.join(my_room.data, preferred=POSTGRES.bin)
    assert (my_room.places.cluster / "base").exists()


def test_a_server_that_does_not_start_shows_the_end_of_its_log(my_room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "PATIENCE_SECONDS", 0.5)
    told: list[str] = []
    with pytest.raises(database.WillNotStartError, match=r'(?s)The end of its log says why:.*"shared_buffers"'):
        database.join(my_room.data, report=told.append, preferred=POSTGRES.bin, settings={"shared_buffers": "plenty"})

    assert told == ["Starting the database…", "The database did not start; trying again for a moment…"]
    assert not my_room.is_running()
    database.join(my_room.data, preferred=POSTGRES.bin).leave()


def test_a_damaged_cluster_shows_the_end_of_its_log(my_room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "PATIENCE_SECONDS", 0.5)
    (my_room.places.cluster / "global" / "pg_control").unlink()
    with pytest.raises(database.WillNotStartError, match="pg_control"):
        database.join(my_room.data, preferred=POSTGRES.bin)


@pytest.fixture
def full_disk(my_bare_room: Room) -> Iterator[Room]:
    """Return a room on a disk with no space for a cluster."""
    my_bare_room.data.mkdir()
    if not succeeds("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", my_bare_room.data):
        pytest.skip("this machine lets nobody mount a small disk")
    yield my_bare_room
    # Lazily: a process of the server may still be leaving.
    run("umount", "--lazy", my_bare_room.data)


@needs_root
def test_a_full_disk_is_called_a_full_disk(full_disk: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(database.NoSpaceError, match=f"The disk that holds {full_disk.data} is full. Free some space"):
        database.join(full_disk.data, preferred=POSTGRES.bin)

    run("mount", "-o", "remount,size=200m", full_disk.data)
    database.join(full_disk.data, preferred=POSTGRES.bin).leave()

    monkeypatch.setattr(server, "PATIENCE_SECONDS", 0.5)
    filler = full_disk.data / "filler"
    assert not succeeds("dd", "if=/dev/zero", f"of={filler}", "bs=4k")
    with pytest.raises(database.NoSpaceError):
        database.join(full_disk.data, preferred=POSTGRES.bin)

    filler.unlink()
    database.join(full_disk.data, preferred=POSTGRES.bin).leave()


@pytest.mark.parametrize("person", ["an ordinary user"], indirect=True)
def test_a_folder_that_cannot_be_written_is_named(bare_room: Room) -> None:
    bare_room.path.chmod(0o555)
    if IS_ROOT:
        os.chown(bare_room.path, 0, -1)

    text = bare_room.invite().hear("refused UnusableFolderError")

    assert f"Wellheard may not write to {bare_room.data}" in text


def test_a_file_in_place_of_the_data_folder_is_named(my_bare_room: Room) -> None:
    my_bare_room.data.write_text("")
    with pytest.raises(database.UnusableFolderError, match=re.escape(str(my_bare_room.data))):
        database.join(my_bare_room.data, preferred=POSTGRES.bin)


@needs_root
def test_programs_the_servers_user_cannot_reach_are_named(my_room: Room) -> None:
    closed = my_room.path / "closed"
    (closed / "venv").mkdir(parents=True)
    closed.chmod(0o700)
    programs = pretend_postgres(closed / "venv", f"echo 'postgres (PostgreSQL) {POSTGRES.major}.0'")

    with pytest.raises(database.ClosedFolderError) as refusal:
        database.join(my_room.data, preferred=programs)

    assert f"runs as the user nobody, who cannot enter {closed} to reach PostgreSQL's programs" in str(refusal.value)
    assert closed.stat().st_mode & 0o777 == 0o700


@needs_root
def test_a_data_folder_the_servers_user_cannot_reach_is_named(my_bare_room: Room) -> None:
    closed = my_bare_room.path / "closed"
    closed.mkdir(mode=0o700)
    my_bare_room.data = closed / "data"

    with pytest.raises(database.ClosedFolderError, match=f"cannot enter {closed} to reach the data"):
        database.join(my_bare_room.data, preferred=POSTGRES.bin)

    assert closed.stat().st_mode & 0o777 == 0o700


@needs_root
def test_a_user_without_a_name_is_told_what_is_missing(my_bare_room: Room) -> None:
    my_bare_room.data.mkdir()
    os.chown(my_bare_room.data, 54321, 54321)
    with pytest.raises(database.NamelessUserError, match="The user with the number 54321 has no name on this machine"):
        database.join(my_bare_room.data, preferred=POSTGRES.bin)


@needs_root
def test_a_machine_without_nobody_is_told_so(my_bare_room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(name: str) -> pwd.struct_passwd:
        raise KeyError(name)

    monkeypatch.setattr(pwd, "getpwnam", unknown)
    with pytest.raises(database.NamelessUserError, match="no user called nobody"):
        database.join(my_bare_room.data, preferred=POSTGRES.bin)


def test_every_refusal_is_a_database_error() -> None:
    kinds = {kind for kind in vars(database).values() if isinstance(kind, type) and issubclass(kind, Exception)}
    assert len(kinds) > 5
    assert all(issubclass(kind, database.DatabaseError) for kind in kinds)


def test_a_missing_folder_of_logs_is_made_again(my_room: Room) -> None:
    shutil.rmtree(my_room.places.log)
    database.join(my_room.data, preferred=POSTGRES.bin).leave()
    assert list(Path(my_room.places.log).glob("postgresql-*.log"))
