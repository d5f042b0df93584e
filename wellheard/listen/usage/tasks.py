"""Periodic work: what arrived is moved into the lake, what was kept long enough is deleted, small files become large ones."""

from procrastinate.contrib.django import app

from wellheard.listen.usage.commands import erase_owed, forget_old
from wellheard.listen.usage.holding import lake_to_itself
from wellheard.listen.usage.models import Batch, OwedErasure
from wellheard.listen.usage.moving import move_all
from wellheard.listen.usage.stores import event_store


@app.periodic(cron="* * * * * */5")
@app.task(queue="upkeep", queueing_lock="move_events", lock="lake", pass_context=False)
def move_events(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic task
    """Move what arrived, in batches, until none waits."""
    move_all(event_store())


@app.periodic(cron="43 3 * * *")
@app.task(queue="upkeep", queueing_lock="tidy_lake", lock="lake", pass_context=False)
def tidy_lake(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic task
    """Delete what was kept long enough, and gather small files into large ones. Nothing while nothing ever came."""
    if not Batch.objects.exists():
        return
    store = event_store()
    with lake_to_itself():
        forget_old(store=store)
        store.tidy()


@app.periodic(cron="*/10 * * * *")
@app.task(queue="upkeep", queueing_lock="erase_from_lake", lock="lake", pass_context=False)
def erase_from_lake(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic task
    """Delete from the lake what people did who were erased, where that did not go through at once."""
    if OwedErasure.objects.exists():
        with lake_to_itself():
            erase_owed(store=event_store())
