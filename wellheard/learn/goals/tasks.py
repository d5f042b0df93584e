"""Periodic work: how goals stand in their figures, each week, and whose word about them is owed."""

from procrastinate.contrib.django import app

from wellheard.learn.goals.commands import note_value, remind
from wellheard.learn.goals.queries import overdue, to_note


@app.periodic(cron="20 5 * * *")
@app.task(queue="upkeep", queueing_lock="note_goals", pass_context=False)
def note_goals(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic task
    """Note each key result that is read from a figure, once a week: asked every day, so that a day off loses no week."""
    for result_id in to_note().values_list("pk", flat=True):
        note_value(result_id=result_id)


@app.periodic(cron="40 6 * * *")
@app.task(queue="upkeep", queueing_lock="remind_of_goals", pass_context=False)
def remind_of_goals(timestamp: int) -> None:  # noqa: ARG001
    """Ask the owners of objectives of which nothing was said for two weeks to say how they go."""
    for objective_id in overdue().values_list("pk", flat=True):
        remind(objective_id=objective_id)
