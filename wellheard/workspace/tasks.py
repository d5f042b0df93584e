"""What changes on our side because days pass."""

from procrastinate.contrib.django import app

from wellheard.workspace import commands


@app.periodic(cron="40 * * * *")
@app.task(queue="upkeep", queueing_lock="forget_kept_answers", pass_context=False)
def forget_kept_answers(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic task
    """Delete the answers of requests that were sent more than a day ago."""
    commands.forget_kept_answers()
