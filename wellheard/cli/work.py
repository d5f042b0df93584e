"""`wellheard work`: one process that works the jobs the ledger owes."""

import argparse
import asyncio
import logging
import os
import signal
import time
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from wellheard.cli import starting
from wellheard.cli.supervisor import is_supervised, stop_with_the_supervisor
from wellheard.cli.terminal import note
from wellheard.foundation.database import quiet

if TYPE_CHECKING:
    from procrastinate import App, JobContext
    from procrastinate.worker import Worker

NAME = "work"
HELP = (
    "Work the jobs: reactions to what happened, outgoing mail, upkeep. `serve` starts one of these by itself; "
    "start more, on this or other machines, when the queue grows."
)
CONCURRENCY = 4
# Who waits for a page comes first where both want the processor; the jobs still get a tenth of it.
NICENESS = 10
# Jobs are not announced: transactions that announce something commit one by one, each waiting for the disk alone.
LOOK_SECONDS = 0.5
SWEEP_SECONDS = 10
PAUSE_SECONDS = 2

logger = logging.getLogger("wellheard.work")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "--jobs",
        type=int,
        default=CONCURRENCY,
        metavar="N",
        help="jobs in hand at the same time (default: %(default)s); what waits for systems of others has lanes of its own",
    )


def run(options: argparse.Namespace) -> int:
    """Work until SIGTERM or Ctrl-C; the jobs in hand are finished first."""
    stop_with_the_supervisor()
    os.nice(NICENESS)
    with starting.joined_database(report=quiet if is_supervised() else note):
        starting.wake_django()
        asyncio.run(_work(options.jobs))
    return 0


async def _work(jobs: int) -> None:
    """Work stint after stint: a stint ends when the database goes away, and the next begins when it is back."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    while not stop.is_set():
        stint = asyncio.create_task(_stint(jobs))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait([stint, stopping], return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        # Cancelling asks the worker to finish what it has in hand and take nothing new.
        stint.cancel()
        await _ended(stint)
        if not stop.is_set():
            await _until_the_database_is_back(stop)


async def _ended(stint: "asyncio.Task[None]") -> None:
    from django.db import Error
    from procrastinate.exceptions import ConnectorException
    from psycopg import Error as DriverError

    try:
        await stint
    except asyncio.CancelledError:
        return
    except (ConnectorException, DriverError, Error, OSError) as problem:
        logger.warning(
            "the database went away; the work goes on when it is back", extra={"error": type(problem).__name__}
        )


async def _until_the_database_is_back(stop: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(stop.wait(), PAUSE_SECONDS)
    except TimeoutError:
        await asyncio.to_thread(starting.revive_database)


async def _stint(jobs: int) -> None:
    from procrastinate.contrib.django import app

    from wellheard.foundation.jobs import MAIL, MAIL_JOBS, OUTSIDE, OUTSIDE_JOBS, OUTSIDE_SLOW, QUEUES

    # A thread for each job in hand: the loop's own count would let the lanes wait for each other.
    threads = ThreadPoolExecutor(jobs + 2 * OUTSIDE_JOBS + MAIL_JOBS, thread_name_prefix="job")
    asyncio.get_running_loop().set_default_executor(threads)
    await _give_back()
    sweeping = asyncio.create_task(_sweep())
    try:
        async with _worker_app(app).open_async() as working:
            logger.info("working", extra={"queues": QUEUES, "jobs": jobs})
            await _in_lanes(
                _lane(working, QUEUES, jobs),
                _lane(working, [OUTSIDE], OUTSIDE_JOBS),
                _lane(working, [OUTSIDE_SLOW], OUTSIDE_JOBS),
                _lane(working, [MAIL], MAIL_JOBS),
            )
    finally:
        sweeping.cancel()


async def _lane(working: "App", queues: list[str], jobs: int) -> None:
    """Work some queues, so many jobs at a time, until cancelled or the database is gone."""
    from wellheard.foundation.jobs import HEARTBEAT_SECONDS, SILENT_SECONDS

    while True:
        await working.run_worker_async(
            queues=queues,
            name="",
            concurrency=jobs,
            install_signal_handlers=False,
            listen_notify=False,
            fetch_job_polling_interval=LOOK_SECONDS,
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            stalled_worker_timeout=SILENT_SECONDS,
            worker_middleware=[_log_job],
        )
        # One report or one timed job that fails ends a worker without an error: its queues would wait for ever, unseen,
        # because the other lanes still report.
        logger.warning("a lane stopped by itself and begins again", extra={"queues": queues})
        await asyncio.sleep(PAUSE_SECONDS)


async def _in_lanes(*lanes: Coroutine[Any, Any, None]) -> None:
    """Work side by side until one lane fails or all are cancelled; each finishes what it has in hand."""
    tasks = [asyncio.ensure_future(lane) for lane in lanes]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _worker_app(app: "App") -> "App":
    """Return the app with connections of its own for the worker's loop.

    The tasks keep the app they have. Were its connector replaced, as procrastinate's own command does, a fact recorded
    inside a reaction would defer its jobs on another connection: outside the transaction that owes them.
    """
    from procrastinate.contrib.django.utils import connector_params
    from procrastinate.psycopg_connector import PsycopgConnector

    return app.with_connector(PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=3))


async def _sweep() -> None:
    from django.db import Error

    while True:
        await asyncio.sleep(SWEEP_SECONDS)
        try:
            await _give_back()
        except Error as problem:
            logger.warning("stalled jobs could not be given back", extra={"error": type(problem).__name__})


async def _give_back() -> None:
    from asgiref.sync import sync_to_async

    if given_back := await sync_to_async(_give_back_in_thread)():
        logger.warning("jobs of a dead worker were given back", extra={"jobs": given_back})


def _give_back_in_thread() -> int:
    from wellheard.foundation.jobs import give_back_stalled_jobs

    try:
        return give_back_stalled_jobs()
    finally:
        starting.close_connections()


async def _log_job(call_next: Callable[[], Awaitable[Any]], context: "JobContext", _worker: "Worker") -> Any:
    """Write one line for each job: what, how it ended, how long it took. Never what it was about."""
    began = time.perf_counter()
    outcome = "failed"
    try:
        result = await call_next()
        outcome = "done"
    finally:
        job = context.job
        took = round((time.perf_counter() - began) * 1000, 1)
        logger.log(
            logging.INFO if outcome == "done" else logging.WARNING,
            "%s %s",
            job.task_name,
            outcome,
            extra={"job": job.id, "try": job.attempts + 1, "ms": took},
        )
    return result
