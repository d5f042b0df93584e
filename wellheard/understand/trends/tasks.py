"""Counting what changed every minute, and looking for what is unusual every hour."""

from datetime import timedelta

from procrastinate.contrib.django import app

from wellheard.foundation import clock
from wellheard.understand.trends.commands.counting import count_stale_days, mark_days
from wellheard.understand.trends.commands.spikes import look_for_spikes

# What slipped through, such as rows an operator changed by hand, is found within a night.
_COUNTED_NIGHTLY = 60


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="count_volumes", pass_context=False)
def count_volumes(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic task
    """Count the days again on which something changed."""
    count_stale_days()


@app.periodic(cron="7 * * * *")
@app.task(queue="upkeep", queueing_lock="watch_volumes", pass_context=False)
def watch_volumes(timestamp: int) -> None:  # noqa: ARG001
    """Look at the last 24 hours for what is unusual."""
    look_for_spikes()


@app.periodic(cron="35 2 * * *")
@app.task(queue="upkeep", queueing_lock="count_volumes_of_last_weeks", pass_context=False)
def count_volumes_of_last_weeks(timestamp: int) -> None:  # noqa: ARG001
    """Count the last two months again, whatever was noted of them."""
    today = clock.today()
    mark_days(days=[today - timedelta(days=back) for back in range(_COUNTED_NIGHTLY)])
