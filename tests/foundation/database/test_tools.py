"""PostgreSQL's own client tools on the embedded database: what goes out comes back."""

from pathlib import Path

import pytest

from tests.foundation.database.rooms import POSTGRES, Room, run
from wellheard.foundation import database

ROWS = 1000


def test_a_dump_brings_every_row_back(my_room: Room, tmp_path: Path) -> None:
    dump = tmp_path / "wellheard.dump"  # pytest's folder is closed to the server's user, as a backup's would be
    with database.join(my_room.data, preferred=POSTGRES.bin) as handle:
        my_room.ask("INSERT INTO said SELECT 7, n FROM generate_series(1, %s) n", ROWS)
        before = my_room.ask("SELECT * FROM said ORDER BY number")
        with dump.open("wb") as file:
            handle.run_tool("pg_dump", "--format=custom", stdout=file)
        my_room.ask("DROP TABLE said")

        with dump.open("rb") as file:
            handle.run_tool("pg_restore", "--dbname=wellheard", "--exit-on-error", stdin=file)

        assert len(before) == ROWS
        assert my_room.ask("SELECT * FROM said ORDER BY number") == before


def test_a_base_backup_is_a_database_of_its_own(my_room: Room, my_bare_room: Room, tmp_path: Path) -> None:
    backup = tmp_path / "backup.tar"
    with database.join(my_room.data, preferred=POSTGRES.bin) as handle, backup.open("wb") as file:
        my_room.ask("INSERT INTO said SELECT 7, n FROM generate_series(1, %s) n", ROWS)
        handle.run_tool("pg_basebackup", "-D", "-", "-Ft", "-X", "fetch", "--checkpoint=fast", stdout=file)
    my_bare_room.data.mkdir(mode=0o711)
    my_bare_room.places.cluster.mkdir(parents=True)
    run("tar", "-xf", backup, "-C", my_bare_room.places.cluster)
    run("chown", "-R", str(my_bare_room.person.server_uid), my_bare_room.places.home)

    with database.join(my_bare_room.data, preferred=POSTGRES.bin):
        assert my_bare_room.ask("SELECT count(*) FROM said") == [(ROWS,)]


def test_a_tool_that_fails_says_why(my_room: Room) -> None:
    with (
        database.join(my_room.data, preferred=POSTGRES.bin) as handle,
        pytest.raises(database.ProgramFailedError, match=r'psql failed\. It said:\n.*"nonsense"'),
    ):
        handle.run_tool("psql", "-c", "SELECT nonsense")


def test_the_tools_folder_is_known(my_room: Room) -> None:
    with database.join(my_room.data, preferred=POSTGRES.bin) as handle:
        assert (handle.bin / "pg_upgrade").is_file()
        assert handle.run_tool("pg_dump", "--version").stdout.startswith(b"pg_dump (PostgreSQL)")
