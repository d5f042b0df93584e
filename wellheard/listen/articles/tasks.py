"""Upkeep: what was suggested long ago is counted no more."""

from datetime import timedelta

from procrastinate.contrib.django import app

from wellheard.foundation import clock
from wellheard.listen.articles.models import Showing

# Figures look back a year.
KEPT = timedelta(days=400)


@app.periodic(cron="35 3 * * *")
@app.task(queue="upkeep", queueing_lock="forget_old_showings", pass_context=False)
def forget_old_showings(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic task
    """Forget what was suggested more than a year ago."""
    Showing.objects.filter(began_at__lt=clock.now() - KEPT).delete()
