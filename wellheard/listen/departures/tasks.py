"""Periodic work: companies that pay and have not begun."""

from procrastinate.contrib.django import app

from wellheard.listen.departures.commands.unstarted import find_unstarted, settle_unstarted


@app.periodic(cron="20 5 * * *")
@app.task(queue="upkeep", queueing_lock="find_unstarted", pass_context=False)
def look_for_unstarted(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic task
    """Tell owners each morning who pays and has not begun, while they can still be helped."""
    settle_unstarted()
    find_unstarted()


@app.periodic(cron="40 * * * *")
@app.task(queue="upkeep", queueing_lock="settle_unstarted", pass_context=False)
def drop_what_is_settled(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic task
    """Drop the task about a company that began within the hour."""
    settle_unstarted()
