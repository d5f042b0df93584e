"""Proposing the report of a quarter that has just ended."""

from procrastinate.contrib.django import app

from wellheard.learn.reports.commands.proposing import propose_quarter


@app.periodic(cron="20 5 * * *")
@app.task(queue="upkeep", queueing_lock="propose_report", pass_context=False)
def propose_report(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic task
    """Make the draft of last quarter's report from the first working day on, and ask somebody to look at it."""
    propose_quarter()
