"""What changes because days pass: renewals come near, and rankings become old enough to compare with."""

from procrastinate.contrib.django import app

from wellheard.decide import commands
from wellheard.decide.counters import in_parts, recount_worth, touched_by_renewals


@app.periodic(cron="15 * * * *")
@app.task(queue="upkeep", queueing_lock="count_what_is_at_risk", pass_context=False)
def count_what_is_at_risk(timestamp: int) -> None:  # noqa: ARG001
    """Bring the money at risk up to today. Hourly, as the installation's day begins in its own zone; usually little changed."""
    in_parts(recount_worth, touched_by_renewals())


@app.periodic(cron="20 * * * *")
@app.task(queue="upkeep", queueing_lock="rank_for_segments", pass_context=False)
def rank_for_segments(timestamp: int) -> None:  # noqa: ARG001
    """Count how the companies of large segments rank ideas; small ones are counted whenever somebody looks."""
    commands.keep_rankings()


@app.periodic(cron="40 * * * *")
@app.task(queue="upkeep", queueing_lock="note_the_ranking", pass_context=False)
def note_the_ranking(timestamp: int) -> None:  # noqa: ARG001
    """Note the ranking once a week, for the moves on the board; on other hours there is nothing to do."""
    commands.keep_ranks()
