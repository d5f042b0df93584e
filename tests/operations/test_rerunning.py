"""Reactions that failed are run again by hand, and jobs of dead workers come back by themselves."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

import wellheard
from tests.operations.jobs import make_job, make_worker
from wellheard.foundation import jobs
from wellheard.foundation.facts import commands, queries
from wellheard.foundation.facts.models import Fact

pytestmark = pytest.mark.django_db


def status_of(job_id: int) -> str:
    return str(ProcrastinateJob.objects.get(pk=job_id).status)


def test_a_failed_reaction_waits_again_at_once() -> None:
    job_id = make_job(status="failed")
    commands.rerun_reaction(job_id=job_id)
    assert status_of(job_id) == "todo"


def test_running_again_is_kept_in_the_ledger() -> None:
    job_id = make_job(status="failed")
    commands.rerun_reaction(job_id=job_id)
    assert Fact.objects.filter(name="reaction.rerun", subject_id=job_id).count() == 1


def test_a_waiting_reaction_need_not_wait_for_its_hour() -> None:
    job_id = make_job(status="todo", scheduled_in_hours=6)
    commands.rerun_reaction(job_id=job_id)
    assert ProcrastinateJob.objects.get(pk=job_id).scheduled_at is None


@pytest.mark.parametrize("status", ["doing", "succeeded", "aborted"])
def test_what_runs_or_is_done_is_not_run_again(status: str) -> None:
    job_id = make_job(status=status)
    with pytest.raises(commands.NothingToRunError):
        commands.rerun_reaction(job_id=job_id)
    assert status_of(job_id) == status


def test_what_never_was_is_not_run() -> None:
    with pytest.raises(commands.NothingToRunError):
        commands.rerun_reaction(job_id=999_999_999)


def test_all_that_failed_runs_again_and_nothing_else() -> None:
    failed = [make_job(status="failed") for _ in range(3)]
    done = make_job(status="succeeded")
    assert commands.rerun_failed_reactions() == 3
    assert [status_of(job_id) for job_id in failed] == ["todo"] * 3
    assert status_of(done) == "succeeded"


def test_a_failed_job_whose_like_waits_already_steps_aside() -> None:
    failed = make_job(status="failed", queueing_lock="nightly")
    waiting = make_job(status="todo", queueing_lock="nightly")
    assert commands.rerun_failed_reactions() == 1
    assert (status_of(failed), status_of(waiting)) == ("aborted", "todo")


def test_the_job_of_a_dead_worker_is_given_back() -> None:
    job_id = make_job(status="doing", worker=make_worker(silent_seconds=jobs.SILENT_SECONDS + 5))
    assert jobs.give_back_stalled_jobs() == 1
    assert status_of(job_id) == "todo"


def test_the_job_of_a_worker_that_was_forgotten_is_given_back() -> None:
    job_id = make_job(status="doing")
    assert jobs.give_back_stalled_jobs() == 1
    assert status_of(job_id) == "todo"


def test_the_job_of_a_living_worker_is_left_alone() -> None:
    job_id = make_job(status="doing", worker=make_worker(silent_seconds=1))
    assert jobs.give_back_stalled_jobs() == 0
    assert status_of(job_id) == "doing"


def test_a_stalled_job_whose_like_waits_already_stops_no_other() -> None:
    twin = make_job(status="doing", queueing_lock="nightly")
    make_job(status="todo", queueing_lock="nightly")
    other = make_job(status="doing")
    assert jobs.give_back_stalled_jobs() == 2
    assert (status_of(twin), status_of(other)) == ("aborted", "todo")


def test_somebody_works_while_a_worker_reports() -> None:
    assert not jobs.is_somebody_working()
    make_worker(silent_seconds=jobs.SILENT_SECONDS + 5)
    assert not jobs.is_somebody_working()
    make_worker(silent_seconds=1)
    assert jobs.is_somebody_working()


def test_a_job_that_could_have_run_long_ago_is_noticed() -> None:
    assert queries.waits_since() is None
    make_job(status="todo", scheduled_in_hours=5)
    assert queries.waits_since() is None
    make_job(status="todo")
    assert queries.waits_since() is not None


def test_jobs_that_ended_long_ago_are_forgotten_and_failed_ones_are_not() -> None:
    old = [make_finished(status) for status in ("succeeded", "aborted", "failed")]
    fresh = make_finished("succeeded")
    waiting = make_job(status="todo")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_events SET at = now() - interval '9 days' WHERE job_id = ANY(%s)", [[*old, waiting]]
        )
    jobs.forget_finished_jobs(timestamp=0)
    assert set(ProcrastinateJob.objects.values_list("pk", flat=True)) == {old[2], fresh, waiting}


def make_finished(status: str) -> int:
    job_id = make_job(status="todo")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [job_id])
        cursor.execute("SELECT procrastinate_finish_job_v1(%s, %s, false)", [job_id, status])
    return job_id


def test_the_worker_knows_all_periodic_work_there_is() -> None:
    package = Path(wellheard.__file__).parent
    written = {path for path in package.rglob("tasks.py") if "@app.periodic" in path.read_text()}
    modules = {".".join(path.relative_to(package.parent).with_suffix("").parts) for path in written}
    assert modules <= set(settings.PROCRASTINATE_IMPORT_PATHS)


def test_the_nightly_upkeep_is_planned() -> None:
    planned = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
    assert "wellheard.foundation.jobs.forget_finished_jobs" in planned
