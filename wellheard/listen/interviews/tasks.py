"""Periodic work: the check-ins that are due by now."""

from procrastinate.contrib.django import app

from wellheard.listen.interviews.commands.cadence import keep_check_in_tasks


@app.periodic(cron="15 4 * * *")
@app.task(queue="upkeep", queueing_lock="keep_check_in_tasks", pass_context=False)
def check_ins_due(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic task
    """Give owners the check-ins that are due."""
    keep_check_in_tasks()
