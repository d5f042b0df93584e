"""What changes because time passes: rounds of ratings close, and who has not rated is reminded."""

from procrastinate.contrib.django import app

from wellheard.decide.reviews import commands


@app.periodic(cron="*/5 * * * *")
@app.task(queue="upkeep", queueing_lock="close_rounds", pass_context=False)
def close_rounds(timestamp: int) -> None:  # noqa: ARG001
    """Open the ratings of meetings whose round is over, and remind, once, who has not handed in a day before."""
    commands.remind_raters()
    commands.reveal_what_is_due()
