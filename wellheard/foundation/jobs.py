"""Upkeep of the job queue: jobs of workers that died are given back, finished ones are forgotten."""

from django.db import connection, transaction
from django.db.utils import IntegrityError
from procrastinate.contrib.django import app

QUEUES = ["reactions", "upkeep", "default"]
# What files bring by the thousand waits behind what somebody waits for; jobs have priority 0 otherwise.
BEHIND = -1
# What waits for systems of others: in lanes of their own, so that a slow one delays no answer; those known to be slow, or to
# fail, in another, so that they do not delay those that are well.
OUTSIDE, OUTSIDE_SLOW = "outside", "outside_slow"
OUTSIDE_JOBS = 2
# Mail that came in: a flood of it delays no answer, and a mail that takes half a minute to read delays one other at most.
MAIL = "mail"
MAIL_JOBS = 2
# A worker reports this often; one that has been silent for so long was killed.
HEARTBEAT_SECONDS = 5
SILENT_SECONDS = 20

KEPT_DAYS = 7

_FORGET = """
    DELETE FROM procrastinate_jobs AS job WHERE status IN ('succeeded', 'aborted', 'cancelled') AND NOT EXISTS (
        SELECT FROM procrastinate_events WHERE job_id = job.id AND at > now() - make_interval(days => %s)
    )
"""
_STALLED = """
    SELECT job.id FROM procrastinate_jobs job LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
    WHERE job.status = 'doing' AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => %s))
    ORDER BY job.id FOR UPDATE OF job SKIP LOCKED
"""


@app.periodic(cron="17 3 * * *")
@app.task(queue="upkeep", queueing_lock="forget_finished_jobs", pass_context=False)
def forget_finished_jobs(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic task
    """Delete jobs that ended more than a week ago, or their table grows for ever. Failed ones stay until they are run again."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [KEPT_DAYS])


@transaction.atomic
def give_back_stalled_jobs() -> int:
    """Make the jobs of workers that died ready to run again; return how many there were.

    Every worker does this at its start and every few seconds, outside the queue: were it a job, a full queue would delay it.
    """
    # Skips what another worker is giving back at this moment: given back twice, a job could run twice at once.
    stalled = stalled_jobs()
    for number in stalled:
        _give_back(number)
    return len(stalled)


def stalled_jobs() -> list[int]:
    """Return the jobs that wait to be given back; when any wait for a minute, nobody works. Needs a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_STALLED, [SILENT_SECONDS])
        return [number for (number,) in cursor.fetchall()]


def is_somebody_working() -> bool:
    """Tell whether any worker has reported lately."""
    return bool(
        _one(
            "SELECT EXISTS (SELECT FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s))",
            SILENT_SECONDS,
        )
    )


def _give_back(number: int) -> None:
    try:
        with transaction.atomic():
            _one("SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)", number)
    except IntegrityError:
        # Only one job with this queueing lock may wait, and one does: it will do the same work.
        _one("SELECT procrastinate_finish_job_v1(%s, 'aborted', false)", number)


def _one(query: str, *values: int) -> object:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone()[0]
