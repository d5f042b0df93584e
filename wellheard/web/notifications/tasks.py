"""Periodic work: tasks whose day comes or has passed, and mails about what happened."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from procrastinate.contrib.django import app

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.facts.models import Fact
from wellheard.web.notifications.mails import mail_what_is_due
from wellheard.workspace.models import Notification, Staff, Task

OVERDUE = names.declare("task.overdue", "The day until which a task was to be done has passed; noted once.")
DUE = names.declare(
    "task.due", "A task is to be done by tomorrow; noted once, and not of one that is newer than a day."
)
_AT_ONCE = 500


@app.periodic(cron="*/10 * * * *")
@app.task(queue="upkeep", queueing_lock="mail_notifications", pass_context=False)
def mail_notifications(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic task
    """Mail everybody what is due for them."""
    waiting = Notification.objects.filter(mailed_at=None).values("staff_id")
    for staff in Staff.objects.filter(pk__in=waiting).order_by("pk"):
        mail_what_is_due(staff=staff)


@app.periodic(cron="7 * * * *")
@app.task(queue="upkeep", queueing_lock="note_overdue_tasks", pass_context=False)
@transaction.atomic
def note_overdue_tasks(timestamp: int) -> None:  # noqa: ARG001
    """Note which tasks are overdue, and which are to be done by tomorrow, each once: whose they are is told by the fact."""
    today = clock.today()
    _note(OVERDUE, Q(due_on__lt=today))
    # Whoever was given a task within a day has just been told of it.
    _note(DUE, Q(due_on__range=(today, today + timedelta(days=1)), made_at__lt=clock.now() - timedelta(days=1)))


def _note(name: str, which: Q) -> None:
    noted = Fact.objects.filter(name=name, subject_type="task", subject_id=OuterRef("pk"))
    found = Task.objects.open().filter(which, ~Exists(noted), assignee__isnull=False).order_by("pk")
    for task in found.select_for_update(of=("self",), skip_locked=True, no_key=True)[:_AT_ONCE]:
        ledger.record(name, task)
