"""What root gives away: the database's own folder, the right to pass through the data folder, and nothing else."""

import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.foundation.database.rooms import CHECKOUT, ORDINARY, POSTGRES, Room, needs_root
from wellheard.foundation import database


def owners_of(folder: Path) -> set[int]:
    return {file.lstat().st_uid for file in [folder, *folder.rglob("*")]}


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o7777


def test_everything_of_the_database_is_closed_to_others(bare_room: Room) -> None:
    bare_room.join().end()

    everything = [bare_room.places.home, *bare_room.places.home.rglob("*")]

    assert {file.stat().st_uid for file in everything} == {bare_room.person.server_uid}
    assert not [file for file in everything if mode(file) & 0o077]
    assert mode(bare_room.data) == (0o711 if bare_room.person.own_uid == 0 else 0o700)
    assert bare_room.data.stat().st_uid == bare_room.person.own_uid


@needs_root
def test_the_folders_above_are_left_as_they_are(my_bare_room: Room) -> None:
    above = my_bare_room.path / "above"
    above.mkdir(mode=0o751)
    os.chown(above, pwd.getpwnam(ORDINARY).pw_uid, 4)
    my_bare_room.data = above / "data"

    database.join(my_bare_room.data, preferred=POSTGRES.bin).leave()

    assert (mode(above), above.stat().st_uid, above.stat().st_gid) == (0o751, pwd.getpwnam(ORDINARY).pw_uid, 4)


@needs_root
def test_what_was_safe_behind_a_closed_door_stays_safe_when_the_server_passes_through(my_bare_room: Room) -> None:
    my_bare_room.data.mkdir(mode=0o700)
    files, secret = my_bare_room.data / "files", my_bare_room.data / "operators-own.txt"
    files.mkdir(mode=0o755)
    (files / "screenshot.png").touch(mode=0o644)
    secret.touch(mode=0o644)

    database.join(my_bare_room.data, preferred=POSTGRES.bin).leave()

    assert [mode(each) for each in (my_bare_room.data, files, secret)] == [0o711, 0o700, 0o600]
    assert owners_of(files) | owners_of(secret) == {0}


@needs_root
def test_a_folder_that_holds_other_peoples_things_is_not_closed(my_bare_room: Room) -> None:
    my_bare_room.data.mkdir(mode=0o755)
    (my_bare_room.data / "public.html").touch(mode=0o644)

    database.join(my_bare_room.data, preferred=POSTGRES.bin).leave()

    assert mode(my_bare_room.data) == 0o755
    assert mode(my_bare_room.data / "public.html") == 0o644


def test_a_folder_with_nothing_but_our_own_is_closed(my_bare_room: Room) -> None:
    (my_bare_room.data / "keys").mkdir(parents=True, mode=0o700)
    my_bare_room.data.chmod(0o755)

    database.join(my_bare_room.data, preferred=POSTGRES.bin).leave()

    assert not mode(my_bare_room.data) & 0o066


@needs_root
def test_root_runs_the_server_as_the_owner_of_the_data_folder(my_bare_room: Room) -> None:
    owner = pwd.getpwnam(ORDINARY)
    my_bare_room.data.mkdir(mode=0o700)
    os.chown(my_bare_room.data, owner.pw_uid, owner.pw_gid)

    with database.join(my_bare_room.data, preferred=POSTGRES.bin):
        running = my_bare_room.server()
        assert set(running.uids()) == {owner.pw_uid}
        assert set(running.gids()) == {owner.pw_gid}
        assert "\nGroups:\t\n" in Path(f"/proc/{running.pid}/status").read_text().replace(" \n", "\n")

    assert mode(my_bare_room.data) == 0o700
    assert owners_of(my_bare_room.data) == {owner.pw_uid}


@needs_root
@pytest.mark.parametrize("person", ["an ordinary user"], indirect=True)
def test_root_and_the_owner_use_the_same_database(room: Room) -> None:
    with database.join(room.data, preferred=POSTGRES.bin):
        member = room.join()
        assert member.lines == ["joined"]
    assert room.is_running()
    member.end()
    assert not room.is_running()


@needs_root
def test_the_operator_may_choose_the_servers_user_by_giving_the_folder_away(my_bare_room: Room) -> None:
    chosen = pwd.getpwnam(ORDINARY)
    my_bare_room.data.mkdir(mode=0o700)
    my_bare_room.places.home.mkdir(mode=0o700)
    os.chown(my_bare_room.places.home, chosen.pw_uid, chosen.pw_gid)

    with database.join(my_bare_room.data, preferred=POSTGRES.bin):
        assert my_bare_room.server().uids().real == chosen.pw_uid


@needs_root
def test_an_empty_folder_root_made_for_the_database_is_given_to_the_server(my_bare_room: Room) -> None:
    my_bare_room.places.home.mkdir(parents=True, mode=0o755)

    database.join(my_bare_room.data, preferred=POSTGRES.bin).leave()

    assert owners_of(my_bare_room.places.home) == {my_bare_room.person.server_uid}


@needs_root
def test_root_that_may_not_look_into_other_processes_still_knows_its_server(my_room: Room) -> None:
    """Containers take this right away: the server must still be found, joined, and stopped by the last one out."""
    if not shutil.which("setpriv"):
        pytest.skip("setpriv is missing")
    script = (
        "import sys; from pathlib import Path; from wellheard.foundation import database\n"
        "from wellheard.foundation.database import server\n"
        "with database.join(Path(sys.argv[1]), preferred=Path(sys.argv[2])) as handle:\n"
        "    process = server.running(handle._places)\n"
        "    try: process.cwd()\n"
        "    except Exception as error: print(type(error).__name__)\n"
        "    handle.run_tool('psql', '-c', 'SELECT 1')\n"
    )
    command = ["setpriv", "--bounding-set=-sys_ptrace", "--inh-caps=-sys_ptrace", sys.executable, "-c", script]
    done = subprocess.run(
        [*command, my_room.data, POSTGRES.bin],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
    )

    assert done.stdout == "AccessDenied\n"
    assert not my_room.is_running()


def test_the_server_gets_none_of_our_secrets(my_room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WELLHEARD_SECRET_KEY", "xyzzy")
    with database.join(my_room.data, preferred=POSTGRES.bin) as handle:
        assert b"xyzzy" not in Path(f"/proc/{my_room.server().pid}/environ").read_bytes()
        assert b"SECRET" not in handle.run_tool("psql", "-XAtc", r"\! env").stdout
