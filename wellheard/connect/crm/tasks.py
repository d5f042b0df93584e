"""Periodic work: read what is due again, catch up with what was missed, forget old messages."""

from procrastinate.contrib.django import app

from wellheard.connect.crm import commands, once
from wellheard.connect.crm.models import CrmConnection, CrmReading
from wellheard.foundation import clock
from wellheard.foundation.jobs import OUTSIDE_SLOW


@app.periodic(cron="*/5 * * * *")
@app.task(queue=OUTSIDE_SLOW, queueing_lock="crm_read_due", pass_context=False)
def crm_read_due(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic task
    """Read the deals again whose turn it is after they could not be read."""
    due = CrmReading.objects.waiting().filter(due_at__lte=clock.now())
    for connection_id in due.order_by("connection_id").values_list("connection_id", flat=True).distinct():
        once.read_once(connection_id)


@app.periodic(cron="7,22,37,52 * * * *")
@app.task(queue=OUTSIDE_SLOW, queueing_lock="crm_catch_up", pass_context=False)
def crm_catch_up(timestamp: int) -> None:  # noqa: ARG001
    """Read what changed and no message told us; of systems that send none this is the only way."""
    for connection_id in CrmConnection.objects.order_by("pk").values_list("pk", flat=True):
        once.catch_up_once(connection_id)


@app.periodic(cron="40 2 * * *")
@app.task(queue=OUTSIDE_SLOW, queueing_lock="crm_knock_again", pass_context=False)
def crm_knock_again(timestamp: int) -> None:  # noqa: ARG001
    """Look whether accounts that did not accept our key do so again."""
    for connection_id in CrmConnection.objects.exclude(refused_at=None).values_list("pk", flat=True):
        once.look_whether_accepted(connection_id)


@app.periodic(cron="55 3 * * *")
@app.task(queue="upkeep", queueing_lock="crm_forget_arrivals", pass_context=False)
def crm_forget_arrivals(timestamp: int) -> None:  # noqa: ARG001
    """Delete messages of more than a month ago."""
    commands.forget_old_arrivals()
