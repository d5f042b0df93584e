"""Upkeep of webhooks."""

from procrastinate.contrib.django import app

from wellheard.connect.webhooks import commands


@app.periodic(cron="45 3 * * *")
@app.task(queue="upkeep", queueing_lock="forget_old_deliveries", pass_context=False)
def forget_old_deliveries(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic task
    """Delete deliveries of more than a month ago."""
    commands.forget_old_deliveries()
