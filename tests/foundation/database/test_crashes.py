"""Whatever was killed, and whatever it left behind: the next process finds the database ready and complete."""

import os
import pwd
import re
import threading
import time

import psutil
import psycopg
import pytest

from tests.foundation.database.rooms import ANOTHER, POSTGRES, Room, kill_server, needs_root, run_as, until
from wellheard.foundation import database
from wellheard.foundation.database import server
from wellheard.foundation.database.addresses import PORT

NAP = ("sleep", "60")
THREAD = """
import threading, time
thread = threading.Thread(target=time.sleep, args=[60])
thread.start()
print(thread.native_id, flush=True)
"""


def test_a_killed_process_needs_no_cleaning_up(room: Room) -> None:
    room.join().kill()
    assert room.is_running()

    last = room.join()
    last.do("leave")

    assert not room.is_running()


def kill_the_server_under_writes(room: Room, *, seconds: float) -> None:
    """Write with three processes, kill the server, come back: every acknowledged row must be there."""
    room.join().do("leave running")
    room.ask("TRUNCATE said")
    writers = [room.join() for _ in range(3)]
    for writer in writers:
        writer.tell("write")
        writer.hear("wrote")
    time.sleep(seconds)

    kill_server(room)
    for writer in writers:
        writer.hear("done write")
    started = time.monotonic()
    room.join()
    took = time.monotonic() - started

    acknowledged = {
        (writer.pid, int(line.split()[1])) for writer in writers for line in writer.lines if line.startswith("wrote")
    }
    found = set(room.ask("SELECT who, number FROM said"))
    print(f"{len(acknowledged)} rows acknowledged, {len(found)} found, ready after {took:.1f} s")  # noqa: T201
    assert len(acknowledged) > len(writers)
    assert acknowledged <= found
    assert len(found - acknowledged) <= len(writers)  # written, but killed before the answer
    assert len(room.servers()) == 1
    for writer in writers:
        writer.end()


def test_every_acknowledged_row_survives_a_killed_server(room: Room) -> None:
    kill_the_server_under_writes(room, seconds=0.3)


@pytest.mark.all
def test_every_acknowledged_row_survives_a_server_killed_again_and_again(room: Room) -> None:
    for seconds in (0.1, 0.5, 1, 2, 4):
        kill_the_server_under_writes(room, seconds=seconds)


def test_a_killed_server_comes_back_while_an_orphan_still_calculates(my_room: Room) -> None:
    handle = database.join(my_room.data, preferred=POSTGRES.bin)
    calculation = threading.Thread(target=_calculate_for_an_hour, args=[handle.address.dsn])
    calculation.start()
    busy = "SELECT pid FROM pg_stat_activity WHERE query LIKE '%generate_series%' AND pid <> pg_backend_pid()"
    assert until(lambda: len(my_room.ask(busy)) == 1)
    kill_server(my_room)

    with database.join(my_room.data, preferred=POSTGRES.bin):
        assert my_room.ask("SELECT 1") == [(1,)]
        assert len(my_room.servers()) == 1
    calculation.join()
    handle.leave()


def _calculate_for_an_hour(dsn: str) -> None:
    with pytest.raises(psycopg.OperationalError), psycopg.connect(dsn) as connection:
        connection.execute(
            "SELECT sum(a.n * b.n) FROM generate_series(1, 1000000) a(n), generate_series(1, 1000000) b(n)"
        )


def leave_stale_files(room: Room, pid: int) -> None:
    """Leave what a server leaves that was cut off with its machine, its PID now given to someone else."""
    lines = [
        str(pid),
        str(room.places.cluster),
        "1700000000",
        str(PORT),
        str(room.places.socket),
        "",
        "1 1",
        "ready   ",
    ]
    for file in (room.pid_file, room.places.socket / f".s.PGSQL.{PORT}.lock"):
        file.write_text("\n".join(lines) + "\n")
        os.chown(file, room.person.server_uid, -1)
        file.chmod(0o600)


def comes_up_and_stops(room: Room) -> None:
    member = room.join()
    assert room.ask("SELECT 1") == [(1,)]
    member.end()
    assert not room.is_running()


def test_a_stale_pid_of_the_same_user_is_no_obstacle(room: Room) -> None:
    stranger = room.start(*NAP, options=room.person.server_options)
    leave_stale_files(room, stranger.pid)

    comes_up_and_stops(room)

    assert stranger.poll() is None


@needs_root
def test_a_stale_pid_of_another_user_is_no_obstacle(room: Room) -> None:
    stranger = room.start(*NAP, options=run_as(pwd.getpwnam(ANOTHER).pw_uid))
    leave_stale_files(room, stranger.pid)

    comes_up_and_stops(room)

    assert stranger.poll() is None


def test_a_stale_pid_that_is_now_a_thread_is_no_obstacle(room: Room) -> None:
    # PostgreSQL asks with kill(pid, 0), which finds threads too; psutil does not.
    stranger = room.start(room.person.python, "-c", THREAD, options=room.person.run_options)
    assert stranger.stdout
    leave_stale_files(room, int(stranger.stdout.readline()))

    comes_up_and_stops(room)

    assert stranger.poll() is None


def test_a_stale_pid_that_is_now_our_own_is_no_obstacle(my_room: Room) -> None:
    leave_stale_files(my_room, os.getpid())

    with database.join(my_room.data, preferred=POSTGRES.bin):
        assert my_room.ask("SELECT 1") == [(1,)]


def test_a_stale_pid_of_another_cluster_does_not_stop_that_cluster(my_room: Room, my_bare_room: Room) -> None:
    with database.join(my_bare_room.data, preferred=POSTGRES.bin):
        innocent = my_bare_room.server()
        leave_stale_files(my_room, innocent.pid)

        comes_up_and_stops(my_room)

        assert innocent.status() != psutil.STATUS_ZOMBIE
        assert my_bare_room.ask("SELECT 1") == [(1,)]


@pytest.mark.parametrize("text", ["", "\n", "\0\0\0\0", "12ab", "-", "99999999999999"])
def test_a_half_written_pid_file_is_no_obstacle(my_room: Room, text: str) -> None:
    leave_stale_files(my_room, 1)
    my_room.pid_file.write_text(text)
    (my_room.places.socket / f".s.PGSQL.{PORT}.lock").write_text(text)

    with database.join(my_room.data, preferred=POSTGRES.bin):
        assert my_room.ask("SELECT 1") == [(1,)]


def test_a_half_written_pid_file_is_no_obstacle_for_anyone(room: Room) -> None:
    leave_stale_files(room, 1)
    room.pid_file.write_text("")

    comes_up_and_stops(room)


def test_a_lock_of_the_socket_that_is_left_alone_is_no_obstacle(my_room: Room) -> None:
    stranger = my_room.start(*NAP, options=my_room.person.server_options)
    leave_stale_files(my_room, stranger.pid)
    my_room.pid_file.unlink()

    with database.join(my_room.data, preferred=POSTGRES.bin):
        assert my_room.ask("SELECT 1") == [(1,)]


def test_a_half_made_cluster_is_made_afresh(my_bare_room: Room) -> None:
    with database.join(my_bare_room.data, preferred=POSTGRES.bin):
        pass
    my_bare_room.places.cluster.rename(my_bare_room.places.home / "pg.new")
    (my_bare_room.places.home / "pg.new" / "global" / "pg_control").unlink()

    with database.join(my_bare_room.data, preferred=POSTGRES.bin):
        assert my_bare_room.ask("SELECT 1") == [(1,)]
    assert not (my_bare_room.places.home / "pg.new").exists()


def test_a_server_whose_socket_was_swept_away_is_started_again(my_room: Room) -> None:
    with database.join(my_room.data, preferred=POSTGRES.bin):
        old = my_room.server().pid
        (my_room.places.socket / f".s.PGSQL.{PORT}").unlink()

        with database.join(my_room.data, preferred=POSTGRES.bin):
            assert my_room.ask("SELECT 1") == [(1,)]
            assert my_room.server().pid != old


def ask_for_recovery(room: Room, *, pause: int) -> None:
    """Make the next start slow: it asks an archive several times, which pauses each time and has nothing."""
    signal = room.places.cluster / "recovery.signal"
    signal.touch()
    os.chown(signal, room.person.server_uid, -1)
    with (room.places.cluster / "postgresql.auto.conf").open("a") as settings:
        settings.write(f"restore_command = 'sleep {pause}; false'\n")


@pytest.mark.parametrize("pause", [1, pytest.param(6, marks=pytest.mark.all)])
def test_a_slow_recovery_is_waited_for_and_no_second_server_started(
    my_room: Room, pause: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "SLOW_SECONDS", 0.5)
    ask_for_recovery(my_room, pause=pause)
    handles: list[database.Handle] = []
    told: list[str] = []

    def join() -> None:
        handles.append(database.join(my_room.data, report=told.append, preferred=POSTGRES.bin))

    started = time.monotonic()
    threads = [threading.Thread(target=join) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert time.monotonic() - started > 2 * pause
    slow = f"The database is not ready yet, perhaps recovering from a crash; its log is in {my_room.places.log}…"
    waiting = "Another process is starting the database; waiting for it…"
    assert sorted(told) == sorted(["Starting the database…", slow, waiting])
    assert len(my_room.servers()) == 1
    for handle in handles:
        handle.leave()
    assert not my_room.is_running()


def test_a_server_that_recovers_by_itself_is_waited_for(my_room: Room) -> None:
    ask_for_recovery(my_room, pause=1)
    first = my_room.invite()
    assert until(my_room.pid_file.exists)
    first.kill()  # its server goes on recovering, with nobody waiting
    told: list[str] = []

    with database.join(my_room.data, report=told.append, preferred=POSTGRES.bin):
        assert my_room.ask("SELECT 1") == [(1,)]

    assert not [text for text in told if re.match("Starting", text)]
