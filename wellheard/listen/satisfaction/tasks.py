"""Periodic work: customers whose time to be asked has come."""

from procrastinate.contrib.django import app

from wellheard.foundation import clock
from wellheard.listen.satisfaction.commands import ask
from wellheard.listen.satisfaction.models import Rating

AT_ONCE = 200


@app.periodic(cron="*/5 * * * *")
@app.task(queue="upkeep", queueing_lock="ask_how_it_went", pass_context=False)
def ask_how_it_went(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic task
    """Ask whoever is to be asked by now, each in a transaction of their own."""
    due = Rating.objects.filter(asked_at=None, ask_at__lte=clock.now()).order_by("ask_at")
    for rating_id in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        ask(rating_id=rating_id)
