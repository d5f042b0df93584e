"""Periodic work: the digests of figures and goals."""

from functools import lru_cache

from procrastinate.contrib.django import app

from wellheard.learn.figures.reading import compared
from wellheard.learn.goals.models import DigestChoice
from wellheard.web.goals.digest import send_digest


@app.periodic(cron="12 * * * *")
@app.task(queue="upkeep", queueing_lock="send_digests", pass_context=False)
def send_digests(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic task
    """Send everybody the digest that is due for them; a figure is counted once for all readers of the same days."""
    counted_once = lru_cache(maxsize=None)(compared)
    wanted = DigestChoice.objects.exclude(rhythm=DigestChoice.Rhythm.OFF).filter(staff__is_active=True)
    for choice_id in wanted.order_by("pk").values_list("pk", flat=True):
        send_digest(choice_id=choice_id, compare=counted_once)
