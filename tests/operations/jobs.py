"""Make jobs and workers as procrastinate would, without running any."""

import json

from django.db import connection


def make_job(
    *,
    status: str,
    worker: int | None = None,
    fact_id: int | None = None,
    task: str = "foundation.mail.deliver_mail",
    queueing_lock: str | None = None,
    scheduled_in_hours: int | None = None,
    attempts: int = 0,
) -> int:
    """Make a job in this state and return its number."""
    arguments = {} if fact_id is None else {"fact_id": fact_id}
    return _one(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id, queueing_lock, attempts, scheduled_at) "
        "VALUES ('reactions', %s, %s, %s, %s, %s, %s, now() + make_interval(hours => %s)) RETURNING id",
        task,
        json.dumps(arguments),
        status,
        worker,
        queueing_lock,
        attempts,
        scheduled_in_hours,
    )


def make_worker(*, silent_seconds: int) -> int:
    """Make a worker that reported for the last time so long ago."""
    return _one(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s)) RETURNING id",
        silent_seconds,
    )


def _one(query: str, *values: str | int | None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return int(cursor.fetchone()[0])
