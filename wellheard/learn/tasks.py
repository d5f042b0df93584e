"""Counting in the background what large installations look at most; a small one has nothing to keep."""

from procrastinate.contrib.django import app

from wellheard.learn import loop, outcomes, snapshots
from wellheard.learn.figures import reading


@app.periodic(cron="*/10 * * * *")
@app.task(queue="upkeep", queueing_lock="count_the_loop", pass_context=False)
def count_the_loop(timestamp: int) -> None:  # noqa: ARG001
    """Count how far feedback came in each period that home offers."""
    snapshots.take("loop", loop.questions())


@app.periodic(cron="50 * * * *")
@app.task(queue="upkeep", queueing_lock="count_the_figures", pass_context=False)
def count_the_figures(timestamp: int) -> None:  # noqa: ARG001
    """Count the figures of the periods that have a name: each looks at everything anybody ever asked for."""
    snapshots.take("figure", reading.questions())


@app.periodic(cron="35 * * * *")
@app.task(queue="upkeep", queueing_lock="look_back", pass_context=False)
def look_back(timestamp: int) -> None:  # noqa: ARG001
    """Put what happened beside what was expected of ideas that are live 30 and 90 days. Hourly, as days begin in the
    installation's own zone; on most hours there is nothing to do.
    """
    outcomes.check_what_is_due()
