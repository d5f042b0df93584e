"""Periodic work: catch up with what was missed, keep our comments true, and note news in conversations."""

from procrastinate.contrib.django import app

from wellheard.connect.github import commands
from wellheard.connect.github.catching_up import catch_up
from wellheard.connect.github.models import Issue
from wellheard.connect.github.noting import note_news
from wellheard.connect.github.once import comment_later
from wellheard.connect.github.telling import comment_of, tells_too_much
from wellheard.deliver.work_items.models import WorkItem
from wellheard.foundation.jobs import OUTSIDE


@app.periodic(cron="35 2 * * *")
@app.task(queue=OUTSIDE, queueing_lock="github_catch_up", pass_context=False)
def github_catch_up(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic task
    """Read what changed and no message told us."""
    catch_up()


@app.periodic(cron="25 * * * *")
@app.task(queue="upkeep", queueing_lock="github_freshen_comments", pass_context=False)
def github_freshen_comments(timestamp: int) -> None:  # noqa: ARG001
    """Bring our comments up to date that do not say any more how many wait; only those are written."""
    rows = Issue.objects.filter(silenced_at=None).select_related("item", "repository__connection")
    kept_up = rows.filter(item__broken_at=None, item__state=WorkItem.State.OPEN).exclude(repository__tells="nothing")
    for issue in kept_up:
        if comment_of(issue) != issue.comment_words:
            comment_later.defer(row_id=issue.item_id)
    for issue in rows.exclude(comment_id=None).exclude(pk__in=kept_up.values("pk")):
        if tells_too_much(issue):
            comment_later.defer(row_id=issue.item_id)


@app.periodic(cron="*/10 * * * *")
@app.task(queue="upkeep", queueing_lock="github_note_news", pass_context=False)
def github_note_news(timestamp: int) -> None:  # noqa: ARG001
    """Write what happened to issues into the conversations that wait for them, as one note each."""
    note_news()


@app.periodic(cron="50 3 * * *")
@app.task(queue="upkeep", queueing_lock="github_forget_arrivals", pass_context=False)
def github_forget_arrivals(timestamp: int) -> None:  # noqa: ARG001
    """Delete messages of more than a month ago."""
    commands.forget_old_arrivals()
