"""An installation outlives the death of each of its processes, and leaves nothing behind when it stops."""

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg
import pytest

from tests.serving.installation import (
    CHECKOUT,
    Installation,
    command_of,
    environment,
    free_port,
    is_alive,
    servers_of,
    wait_for,
)
from wellheard.foundation import database
from wellheard.foundation.jobs import OUTSIDE, OUTSIDE_JOBS, OUTSIDE_SLOW

Install = Callable[..., Installation]

PAGES, WORK = "wellheard pages", "wellheard work"


def work_of(installation: Installation) -> list[psutil.Process]:
    return installation.processes(WORK)


def listener_of(installation: Installation) -> list[psutil.Process]:
    """Return the process that looks after those for pages."""
    assert installation.process
    return installation.children_of(installation.process.pid, PAGES)


def pages_of(installation: Installation) -> list[psutil.Process]:
    """Return the processes that answer."""
    (listener,) = listener_of(installation)
    return installation.children_of(listener.pid, PAGES)


def kill(processes: list[psutil.Process]) -> None:
    assert processes
    for process in processes:
        process.kill()


def begin_slow_job(installation: Installation, diary: Path, *, seconds: float, queue: str = "reactions") -> None:
    """Defer the slow job as a command would, and wait until it has begun."""
    with psycopg.connect(database.address(installation.data).dsn, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES (%s, 'slow', %s)",
            [queue, json.dumps({"diary": str(diary), "seconds": seconds})],
        )
    wait_for(diary.exists, seconds=90, what="the job to begin")


def test_it_stops_within_seconds_and_leaves_nothing_behind(install: Install) -> None:
    installation = install().start("--pages", "1")
    processes = installation.processes()
    assert servers_of(installation.data)
    began = time.monotonic()
    assert installation.stop() == 0
    assert time.monotonic() - began < 40
    assert [process for process in processes if is_alive(process)] == []
    assert servers_of(installation.data) == []
    assert "Stopped." in installation.read_log()


def test_a_second_one_on_the_same_data_or_port_is_told_so(install: Install) -> None:
    installation = install().start("--pages", "1")
    same_data = serve_once(installation.data, "--port", str(free_port()))
    assert same_data.returncode == 1
    assert f"already runs on the data folder {installation.data}" in same_data.stderr
    same_port = serve_once(installation.data.parent / "other", "--port", str(installation.port))
    assert same_port.returncode == 1
    assert f"choose another port: --port {installation.port + 1}" in same_port.stderr
    assert installation.get("/readyz").status == 200


def serve_once(data: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "wellheard", "serve", *arguments],
        cwd=CHECKOUT,
        env=environment(data),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.all
def test_pages_and_work_outlive_the_death_of_each_process(install: Install) -> None:
    installation = install().start("--pages", "1")
    for find in (work_of, pages_of, listener_of, work_of):
        before = {process.pid for process in find(installation)}
        kill(find(installation))
        wait_for(
            lambda find=find, before=before: {process.pid for process in find(installation)} - before,
            seconds=30,
            what=f"another {find.__name__}",
        )
        installation.wait_until_ready()
        assert installation.get("/accounts/login/").status == 200


@pytest.mark.all
def test_pages_and_work_outlive_the_death_of_the_database(install: Install) -> None:
    installation = install(DJANGO_SETTINGS_MODULE="tests.serving.slow_settings").start("--pages", "1")
    workers = {process.pid for process in work_of(installation)}
    for number in range(2):
        killed = postmaster_of(installation.data)
        assert killed
        kill([killed])
        wait_for(
            lambda killed=killed: postmaster_of(installation.data) not in {None, killed},
            seconds=60,
            what="a new server",
        )
        installation.wait_until_ready(seconds=60)
        # What /readyz says is at most a second old: the page may be that much later.
        wait_for(lambda: installation.get("/accounts/login/").status == 200, seconds=90, what="the page")
        begin_slow_job(installation, installation.data.parent / f"diary{number}", seconds=0)
    assert {process.pid for process in work_of(installation)} == workers


@pytest.mark.all
def test_without_a_worker_pages_answer_and_say_that_they_are_not_ready(install: Install) -> None:
    installation = install()
    installation.launch("--pages", "1", "--no-work")
    wait_for(lambda: "Wellheard answers at" in installation.read_log(), seconds=90, what="the pages")
    answer = installation.get("/readyz")
    assert (answer.status, json.loads(answer.body)) == (
        503,
        {"ready": False, "database": True, "tables": True, "worker": False},
    )
    assert installation.get("/accounts/login/").status == 200


def postmaster_of(data: Path) -> psutil.Process | None:
    """Return the database's first process: the others carry no option in their names."""
    return next((process for process in servers_of(data) if " -D " in command_of(process)), None)


@pytest.mark.all
def test_nothing_outlives_a_killed_supervisor(install: Install) -> None:
    installation = install().start("--pages", "1")
    processes = installation.processes()
    assert installation.process
    installation.process.kill()
    installation.process.wait()
    with (installation.data / "serving.lock").open() as lock:
        # Free at once: the others hold nothing of what theirs held.
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    wait_for(lambda: not any(is_alive(process) for process in processes), seconds=90, what="the end of its processes")
    wait_for(lambda: not servers_of(installation.data), seconds=90, what="the end of the database")


@pytest.mark.all
def test_the_job_in_hand_is_finished_before_stopping(install: Install) -> None:
    installation = install(DJANGO_SETTINGS_MODULE="tests.serving.slow_settings").start("--pages", "1")
    diary = installation.data.parent / "diary"
    begin_slow_job(installation, diary, seconds=3)
    assert installation.stop() == 0
    assert diary.read_text().splitlines() == ["began", "ended"]


@pytest.mark.all
def test_the_job_of_a_killed_worker_is_begun_again(install: Install) -> None:
    installation = install(DJANGO_SETTINGS_MODULE="tests.serving.slow_settings").start("--pages", "1")
    diary = installation.data.parent / "diary"
    begin_slow_job(installation, diary, seconds=4)
    kill(work_of(installation))
    wait_for(lambda: "ended" in diary.read_text(), seconds=90, what="the job to be done after all")
    assert diary.read_text().splitlines() == ["began", "began", "ended"]


@pytest.mark.all
def test_ctrl_c_during_run_stops_everything(install_bare: Install) -> None:
    installation = install_bare()
    log = installation.log.open("wb")
    process = subprocess.Popen(
        # What runs in the background of a shell inherits that Ctrl-C is ignored, these tests perhaps among it.
        [
            "/usr/bin/env",
            "--default-signal=INT",
            sys.executable,
            "-m",
            "wellheard",
            "run",
            "--empty",
            "--port",
            str(installation.port),
        ],
        cwd=CHECKOUT,
        env=installation.environment,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    try:
        wait_for(lambda: "Stop it with Ctrl-C" in installation.read_log(), seconds=90, what="the welcome")
        assert f"http://127.0.0.1:{installation.port}/set-up/" in installation.read_log()
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(90) == 0
    finally:
        process.kill()
        process.wait()
        log.close()
    assert servers_of(installation.data) == []


@pytest.mark.all
def test_a_stop_during_the_start_leaves_no_database(install_bare: Install) -> None:
    installation = install_bare()
    with installation.log.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "wellheard", "serve", "--port", str(installation.port)],
            cwd=CHECKOUT,
            env=installation.environment,
            stdout=log,
            stderr=log,
        )
    wait_for((installation.data / "database" / "pg" / "postmaster.pid").exists, seconds=60, what="the start")
    process.terminate()
    assert process.wait(90) == 130
    assert servers_of(installation.data) == []


@pytest.mark.all
def test_systems_of_others_that_keep_us_waiting_delay_no_reaction(install: Install) -> None:
    installation = install(DJANGO_SETTINGS_MODULE="tests.serving.slow_settings").start("--pages", "1")
    diaries = installation.data.parent
    for queue in (OUTSIDE, OUTSIDE_SLOW):
        for number in range(OUTSIDE_JOBS):
            begin_slow_job(installation, diaries / f"{queue}{number}", seconds=60, queue=queue)

    began = time.monotonic()
    begin_slow_job(installation, diaries / "reaction", seconds=0)

    assert time.monotonic() - began < 30
    assert "ended" not in (diaries / f"{OUTSIDE_SLOW}0").read_text()
