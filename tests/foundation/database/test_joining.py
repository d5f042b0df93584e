"""Processes come and go: the first starts the server, the last one out stops it."""

import re
import time

import pytest

from tests.foundation.database.rooms import POSTGRES, Room
from wellheard.foundation import database


def test_the_first_process_makes_and_starts_the_database(bare_room: Room) -> None:
    member = bare_room.join()

    assert member.lines == ["report Making the database…", "report Starting the database…", "joined"]
    assert bare_room.ask("SELECT current_database(), current_user") == [("wellheard", "app")]
    member.end()
    assert not bare_room.is_running()


def test_what_was_written_is_there_after_a_restart(room: Room) -> None:
    first = room.join()
    room.ask("INSERT INTO said VALUES (1, 1)")
    first.end()

    second = room.join()

    assert room.ask("SELECT * FROM said") == [(1, 1)]
    assert second.lines == ["report Starting the database…", "joined"]


def test_four_processes_at_once_share_one_server(bare_room: Room) -> None:
    members = [bare_room.invite() for _ in range(4)]
    for member in members:
        member.hear("joined")

    assert len(bare_room.servers()) == 1
    assert sum("report Making the database…" in member.lines for member in members) == 1
    for member in members:
        member.end()
    assert not bare_room.is_running()


def test_the_server_stops_when_the_last_living_process_leaves(room: Room) -> None:
    one, two, killed, last = [room.join() for _ in range(4)]

    one.end()
    two.do("leave")
    killed.kill()
    assert room.is_running()

    last.do("leave")
    assert not room.is_running()


def test_a_process_that_comes_while_the_server_stops_gets_a_fresh_one(room: Room) -> None:
    for _ in range(3):
        leaver = room.join()
        leaver.tell("leave")
        comer = room.join()
        leaver.hear("done leave")
        assert room.ask("SELECT 1") == [(1,)]
        comer.do("leave")
        assert not room.is_running()


def test_a_server_left_running_is_joined_and_then_stopped(room: Room) -> None:
    keeper = room.join()
    keeper.do("leave running")
    keeper.end()
    pid = room.server().pid

    next_one = room.join()

    assert room.server().pid == pid
    next_one.end()
    assert not room.is_running()


def test_the_end_of_a_forked_child_does_not_stop_its_parents_server(room: Room) -> None:
    parent = room.join()

    parent.do("fork a child that ends")

    assert room.ask("SELECT 1") == [(1,)]
    parent.end()
    assert not room.is_running()


def test_leaving_twice_does_nothing(my_room: Room) -> None:
    handle = database.join(my_room.data, preferred=POSTGRES.bin)
    with database.join(my_room.data, preferred=POSTGRES.bin):
        handle.leave()
        handle.leave()
        handle.leave_running()
        assert my_room.is_running()
    assert not my_room.is_running()


def test_a_missing_database_is_made_again(my_room: Room) -> None:
    with database.join(my_room.data, preferred=POSTGRES.bin) as handle:
        handle.run_tool("dropdb", "--maintenance-db=postgres", "wellheard")

        with database.join(my_room.data, preferred=POSTGRES.bin):
            assert my_room.ask("SELECT current_database()") == [("wellheard",)]


def test_settings_take_effect_at_the_next_start(my_room: Room) -> None:
    for memory in ("16MB", "24MB"):
        with database.join(my_room.data, preferred=POSTGRES.bin, settings={"shared_buffers": memory}):
            assert my_room.ask("SHOW shared_buffers") == [(memory,)]


def test_what_the_owner_set_by_sql_wins_over_our_settings(my_room: Room) -> None:
    with database.join(my_room.data, preferred=POSTGRES.bin):
        my_room.ask("ALTER SYSTEM SET shared_buffers = '20MB'")
    with database.join(my_room.data, preferred=POSTGRES.bin):
        assert my_room.ask("SHOW shared_buffers") == [("20MB",)]


def test_nobody_comes_in_but_through_the_closed_socket(my_room: Room) -> None:
    with database.join(my_room.data, preferred=POSTGRES.bin):
        settings = dict(my_room.ask("SELECT name, setting FROM pg_settings"))
        rules = my_room.ask("SELECT DISTINCT type, auth_method FROM pg_hba_file_rules ORDER BY 1")

        assert settings["listen_addresses"] == ""
        assert [settings[name] for name in ("fsync", "full_page_writes", "synchronous_commit")] == ["on"] * 3
        assert rules == [("host", "reject"), ("local", "trust")]
        assert my_room.places.socket.stat().st_mode & 0o777 == 0o700


def test_what_customers_said_is_not_written_to_the_servers_log(my_room: Room) -> None:
    with database.join(my_room.data, preferred=POSTGRES.bin) as handle:
        script = "CREATE TABLE x (word text UNIQUE); INSERT INTO x VALUES ('ada@example.com'), ('ada@example.com')"
        with pytest.raises(database.ProgramFailedError, match=re.escape("ada@example.com")):
            handle.run_tool("psql", "-v", "ON_ERROR_STOP=1", "-c", script)

    logs = "".join(file.read_text() for file in my_room.places.log.iterdir())
    assert "duplicate key value" in logs
    assert "ada" not in logs


def test_words_are_split_at_typographic_quotes_whatever_the_locale_of_the_first_process(
    my_bare_room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "xx_YY.UTF-8")
    with database.join(my_bare_room.data, preferred=POSTGRES.bin):
        query = "SELECT to_tsvector('simple', 'Сказал: “Привет” — über 한국어')::text, lower('ÉЁ')"
        assert my_bare_room.ask(query) == [("'über':3 'привет':2 'сказал':1 '한국어':4", "éё")]


def test_joining_a_running_server_takes_milliseconds(my_room: Room) -> None:
    with database.join(my_room.data, preferred=POSTGRES.bin):
        started = time.monotonic()
        database.join(my_room.data, preferred=POSTGRES.bin).leave()
        assert time.monotonic() - started < 5  # about 10 ms; more would mean a wait or a start


def test_old_logs_are_dropped_at_the_start(my_room: Room) -> None:
    for file in my_room.places.log.iterdir():
        file.unlink()
    for day in range(10, 31):
        (my_room.places.log / f"postgresql-2020-01-{day}_000000.log").touch()
    with database.join(my_room.data, preferred=POSTGRES.bin):
        kept = sorted(file.name for file in my_room.places.log.glob("postgresql-2020-*"))

    assert kept[0] == "postgresql-2020-01-11_000000.log"
    assert len(kept) == 20
