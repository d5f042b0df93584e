"""Proposing the report of a quarter, and the briefing of a month, that have just ended."""

from procrastinate.contrib.django import app

from wellheard.learn.reports.commands.proposing import propose_briefing, propose_quarter


@app.periodic(cron="20 5 * * *")
@app.task(queue="upkeep", queueing_lock="propose_report", pass_context=False)
def propose_report(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic task
    """Make the drafts of last quarter and of last month from the first working day on, and ask somebody to look at them."""
    propose_quarter()
    propose_briefing()
