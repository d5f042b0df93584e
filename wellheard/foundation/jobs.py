"""Upkeep of the job queue: jobs of workers that died are given back, finished ones are forgotten."""

from procrastinate import JobContext, builtin_tasks
from procrastinate.contrib.django import app

# A worker reports every ten seconds; one that has been silent for this long was killed.
SILENT_SECONDS = 30


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="bring_back_stalled_jobs", pass_context=False)
async def bring_back_stalled_jobs(timestamp: int) -> None:  # noqa: ARG001
    """Give back the jobs of workers that died without a word. Also run when a worker starts."""
    await give_back_stalled_jobs()


async def give_back_stalled_jobs() -> int:
    """Make jobs of dead workers ready to run again; return how many there were."""
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS))
    for job in stalled:
        await app.job_manager.retry_job(job)
    return len(stalled)


@app.periodic(cron="17 3 * * *")
@app.task(queue="upkeep", queueing_lock="forget_finished_jobs", pass_context=True)
async def forget_finished_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Delete jobs that finished more than a week ago, or their table grows for ever. Failed ones stay."""
    await builtin_tasks.remove_old_jobs(context, max_hours=7 * 24, remove_failed=False)
