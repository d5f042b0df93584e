"""Run owed jobs in this process, for tests and for the demo story, which have no worker beside them."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job
from procrastinate.tasks import Task

from wellheard.foundation.facts.ledger import Kept, kept_here, react


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
def owing_here(*, but: Collection[str] = ()) -> Iterator["Owing"]:
    """Let facts recorded inside owe nothing to the queue; what it gives does what they owe until then.

    Reactions named in `but` are left out: whoever tells thousands of facts at once does their work for all of them at the end.
    The facts are written many at a time, at the end at the latest.
    """
    outer = kept_here.get()
    # One story within another: its facts are numbered and written with the other's.
    kept = Kept(unwritten=outer.unwritten, numbers=outer.numbers) if outer else Kept()
    token = kept_here.set(kept)
    try:
        yield Owing(kept, frozenset(but))
        kept.write()
    finally:
        kept_here.reset(token)


@dataclass(frozen=True)
class Owing:
    """What is owed here so far."""

    _kept: Kept
    _but: frozenset[str]

    def settle(self) -> None:
        """Do what the facts owe, and what follows from that."""
        while self._kept.owed:
            name, reaction, fact = self._kept.owed.pop(0)
            if name not in self._but:
                react(reaction, fact)

    def write(self) -> None:
        """Write the facts, for whoever reads them in the database."""
        self._kept.write()


def run_in_place(task: Task[Any, Any, Any], arguments: dict[str, Any]) -> None:
    """Run one job as a worker would, in the transaction that is open here."""
    job = Job(id=0, lock=None, queueing_lock=None, queue=task.queue, task_name=task.name, task_kwargs=arguments)
    if not task.pass_context:
        task(**arguments)
        return
    task(JobContext(start_timestamp=0, app=app, worker_name="here", job=job, abort_reason=lambda: None), **arguments)
