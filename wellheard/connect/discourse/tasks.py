"""Periodic work: read the posts no message told us of."""

import logging

from procrastinate.contrib.django import app

from wellheard.connect.discourse import commands
from wellheard.connect.discourse.client import DiscourseError
from wellheard.connect.discourse.models import Forum
from wellheard.connect.discourse.working import catch_up, read_topics
from wellheard.foundation.jobs import OUTSIDE

logger = logging.getLogger("wellheard.discourse")


@app.periodic(cron="40 * * * *")
@app.task(queue=OUTSIDE, queueing_lock="forums_catch_up", pass_context=False)
def forums_catch_up(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic task
    """Read what was missed; a forum that cannot be asked stops no other, and its page says why."""
    for forum in Forum.objects.order_by("pk"):
        try:
            catch_up(forum)
            read_topics(forum)
            commands.note_check(forum_id=forum.pk)
        except DiscourseError as problem:
            commands.note_check(forum_id=forum.pk, problem=str(problem))
            logger.warning("a forum could not be read", extra={"forum": forum.pk})


@app.periodic(cron="55 3 * * *")
@app.task(queue="upkeep", queueing_lock="forums_forget_arrivals", pass_context=False)
def forums_forget_arrivals(timestamp: int) -> None:  # noqa: ARG001
    """Delete messages of more than a month ago."""
    commands.forget_old_arrivals()
