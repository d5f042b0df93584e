"""Run owed jobs in this process, for tests and for the demo story, which have no worker beside them."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job
from procrastinate.tasks import Task

from wellheard.foundation.facts.ledger import Reaction, owed_here, react
from wellheard.foundation.facts.models import Fact


def run_waiting_jobs() -> int:
    """Run every waiting job here, those that follow from them too, and forget them; return how many there were."""
    done = 0
    while job := ProcrastinateJob.objects.filter(status="todo").order_by("pk").first():
        run_in_place(app.tasks[job.task_name], job.args)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.pk])
        done += 1
    return done


@contextmanager
def owing_here(*, but: Collection[str] = ()) -> Iterator[Callable[[], None]]:
    """Let facts recorded inside owe nothing to the queue; the function it gives does what they owe until then.

    Reactions named in `but` are left out: whoever tells thousands of facts at once does their work for all of them at the end.
    """
    owed: list[tuple[str, Reaction, Fact]] = []

    def settle() -> None:
        while owed:
            name, reaction, fact = owed.pop(0)
            if name not in but:
                react(reaction, fact)

    token = owed_here.set(owed)
    try:
        yield settle
    finally:
        owed_here.reset(token)


def run_in_place(task: Task[Any, Any, Any], arguments: dict[str, Any]) -> None:
    """Run one job as a worker would, in the transaction that is open here."""
    job = Job(id=0, lock=None, queueing_lock=None, queue=task.queue, task_name=task.name, task_kwargs=arguments)
    if not task.pass_context:
        task(**arguments)
        return
    task(JobContext(start_timestamp=0, app=app, worker_name="here", job=job, abort_reason=lambda: None), **arguments)
