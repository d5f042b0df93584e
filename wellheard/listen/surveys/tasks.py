"""Periodic work: invitations and reminders whose time has come, and surveys whose last day is over."""

from procrastinate.contrib.django import app

from wellheard.foundation import clock
from wellheard.listen.surveys.commands.sending import remind, send_due
from wellheard.listen.surveys.commands.states import end_survey
from wellheard.listen.surveys.models import Survey


@app.periodic(cron="*/5 * * * *")
@app.task(queue="upkeep", queueing_lock="send_surveys", pass_context=False)
def send_surveys(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic task
    """Write to whoever is to be asked by now, as many as a wave's pace allows, and remind those who have not answered."""
    send_due()
    remind()


@app.periodic(cron="*/10 * * * *")
@app.task(queue="upkeep", queueing_lock="end_surveys", pass_context=False)
def end_surveys(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic task
    """End what its last day is over."""
    over = Survey.objects.filter(state__in=[Survey.State.RUNNING, Survey.State.PAUSED], ends_at__lte=clock.now())
    for survey_id in list(over.order_by("pk").values_list("pk", flat=True)):
        end_survey(survey_id=survey_id, because=Survey.Ending.DATE)
