"""Where the database answers: the same place for every process, however it writes the path."""

from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.foundation.database.rooms import POSTGRES, Room
from wellheard.foundation import database

LONG = "a-folder-with-a-name-that-goes-on-and-on/" * 3


def test_the_address_is_known_before_anything_runs(my_bare_room: Room) -> None:
    address = database.address(my_bare_room.data)

    assert (address.host, address.port, address.user, address.name) == (
        str(my_bare_room.data / "database" / "run"),
        5432,
        "app",
        "wellheard",
    )
    assert not my_bare_room.data.exists()


def test_every_way_of_writing_the_path_leads_to_the_same_place(
    my_bare_room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = my_bare_room.data
    data.mkdir()
    (my_bare_room.path / "link").symlink_to(data)
    monkeypatch.chdir(my_bare_room.path)

    ways = [data, Path("data"), my_bare_room.path / "link", data / ".." / "data"]

    assert len({database.address(way) for way in ways}) == 1


def test_a_long_path_gets_a_short_socket_that_does_not_depend_on_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    first = database.address(Path("/srv") / LONG)
    monkeypatch.setenv("TMPDIR", "/var/tmp")  # noqa: S108
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/run/user/7")

    assert database.address(Path("/srv") / LONG) == first
    assert len(first.host) < 40
    assert database.address(Path("/srv") / LONG / "other").host != first.host


@pytest.mark.parametrize("folder", ["plain", 'it\'s a \\ "folder" with spaces', "données $HOME %s", "one,two", LONG])
def test_any_folder_name_will_do(my_bare_room: Room, template: Path, folder: str) -> None:
    my_bare_room.data = data = my_bare_room.path / folder / "data"
    data.parent.mkdir(parents=True, mode=0o755)
    my_bare_room.furnish(template)

    with database.join(data, preferred=POSTGRES.bin) as handle:
        assert conninfo_to_dict(handle.address.dsn)["host"] == handle.address.host
        assert handle.run_tool("psql", "-XAtc", "SELECT 7").stdout == b"7\n"
        with psycopg.connect(database.address(data).dsn) as connection:
            assert connection.execute("SELECT 7").fetchone() == (7,)
        assert my_bare_room.places.socket.stat().st_mode & 0o777 == 0o700


def test_a_long_path_survives_a_restart_for_everyone(bare_room: Room) -> None:
    bare_room.data = bare_room.path / ("x" * 100)
    for _ in range(2):
        member = bare_room.join()
        assert bare_room.ask("SELECT 1") == [(1,)]
        member.end()
        assert not bare_room.is_running()


def test_a_moved_data_folder_starts_in_its_new_place(my_room: Room) -> None:
    with database.join(my_room.data, preferred=POSTGRES.bin):
        my_room.ask("INSERT INTO said VALUES (1, 1)")
    my_room.data = my_room.data.rename(my_room.path / "elsewhere")

    with database.join(my_room.data, preferred=POSTGRES.bin):
        assert my_room.ask("SELECT * FROM said") == [(1, 1)]


def test_postgresql_variables_in_the_environment_lead_nobody_astray(
    my_room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "PGPORT": "1",
        "PGHOST": "nowhere",
        "PGUSER": "eve",
        "PGDATABASE": "x",
        "PGDATA": "/nowhere",
    }.items():
        monkeypatch.setenv(name, value)

    with database.join(my_room.data, preferred=POSTGRES.bin) as handle:
        assert handle.run_tool("psql", "-XAtc", "SELECT current_user").stdout == b"app\n"
