"""Upkeep: what imports touched and refused is kept for a time; files and pictures that belong to nothing are deleted."""

from datetime import timedelta

from django.conf import settings
from procrastinate.contrib.django import app

from wellheard.foundation import clock
from wellheard.listen.commands.pictures import drop_forgotten_pictures
from wellheard.listen.imports import uploads
from wellheard.listen.models import Import, ImportedRow, RefusedRow

_PART = 10_000


@app.periodic(cron="40 3 * * *")
@app.task(queue="upkeep", queueing_lock="forget_old_imports", pass_context=False)
def forget_old_imports(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic task
    """Forget the rows of old imports, which cannot be taken back from then on, and files nobody brought in."""
    before = clock.now() - timedelta(days=settings.IMPORT_UNDO_DAYS)
    old = Import.objects.filter(started_at__lt=before).exclude(state__in=Import.AT_WORK)
    for rows in (ImportedRow.objects.filter(run__in=old), RefusedRow.objects.filter(run__in=old)):
        while keys := list(rows.values_list("pk", flat=True)[:_PART]):
            rows.model._base_manager.filter(pk__in=keys).delete()  # noqa: SLF001 - documented
    old.exclude(file="").update(file="")
    uploads.drop_forgotten_files()


@app.periodic(cron="50 * * * *")
@app.task(queue="upkeep", queueing_lock="forget_pictures", pass_context=False)
def forget_pictures(timestamp: int) -> None:  # noqa: ARG001
    """Delete pictures that somebody chose and never sent."""
    drop_forgotten_pictures()
