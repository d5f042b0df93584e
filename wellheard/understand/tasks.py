"""Upkeep of what was understood."""

from procrastinate.contrib.django import app

from wellheard.listen.commands import forget_old_steps
from wellheard.understand import commands


@app.periodic(cron="25 2 * * *")
@app.task(queue="upkeep", queueing_lock="index_what_was_missed", pass_context=False)
def index_what_was_missed(timestamp: int) -> None:  # noqa: ARG001
    """Index what an import that was cut off left behind."""
    commands.index_missing()


@app.periodic(cron="40 2 * * *")
@app.task(queue="upkeep", queueing_lock="forget_old_steps_of_triage", pass_context=False)
def forget_old_steps_of_triage(timestamp: int) -> None:  # noqa: ARG001
    """Forget how feedback stood before steps that nobody can take back any more."""
    forget_old_steps()
