"""Periodic work: tasks whose day has passed, and mails about what happened."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from procrastinate.contrib.django import app

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.facts.models import Fact
from wellheard.web.notifications.mails import mail_what_is_due
from wellheard.workspace.models import Notification, Staff, Task

OVERDUE = names.declare("task.overdue", "The day until which a task was to be done has passed; noted once.")
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
    """Note which tasks are overdue, each once: whose they are is told by the fact."""
    noted = Fact.objects.filter(name=OVERDUE, subject_type="task", subject_id=OuterRef("pk"))
    late = Task.objects.open().filter(~Exists(noted), due_on__lt=clock.today(), assignee__isnull=False)
    for task in late.order_by("pk").select_for_update(of=("self",), skip_locked=True, no_key=True)[:_AT_ONCE]:
        ledger.record(OVERDUE, task)
