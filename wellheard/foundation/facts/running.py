"""Run a reaction's job in this process, for tests and for the demo story, which have no worker beside them."""

from typing import Any

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Job
from procrastinate.tasks import Task


def run_in_place(task: Task[Any, Any, Any], arguments: dict[str, Any]) -> None:
    """Run one job as a worker would, in the transaction that is open here."""
    job = Job(id=0, lock=None, queueing_lock=None, queue=task.queue, task_name=task.name, task_kwargs=arguments)
    if not task.pass_context:
        task(**arguments)
        return
    task(JobContext(start_timestamp=0, app=app, worker_name="here", job=job, abort_reason=lambda: None), **arguments)
