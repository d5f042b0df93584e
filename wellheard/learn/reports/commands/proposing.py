"""Propose what is due: the draft of the quarter that has ended, and somebody to look at it."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.learn.reports.commands.making import make_report
from wellheard.learn.reports.commands.publishing import TASK
from wellheard.learn.reports.models import Report
from wellheard.learn.reports.queries import last_quarter
from wellheard.learn.reports.sections.voices import said
from wellheard.learn.reports.sections.within import Within
from wellheard.workspace.commands.tasks import Subject, add_task
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

# A machine that was off on the day makes up for it; after a month a new installation is not asked about its past.
WHILE_NEW = timedelta(days=31)
DAYS_TO_PUBLISH = 7


@transaction.atomic
def propose_quarter() -> Report | None:
    """Make the draft of last quarter from its first working day on, once, where anything was said; None otherwise."""
    today = clock.today()
    begins_on, last_on = last_quarter(today)
    if not first_working_day(last_on) <= today <= last_on + WHILE_NEW:
        return None
    if Report.objects.filter(kind=Report.Kind.VOICE, begins_on=begins_on, last_on=last_on).exists():
        return None
    if not said(Within.of(begins_on, last_on)).exists():
        return None
    report = make_report(begins_on=begins_on, last_on=last_on, by=None)
    with translation.override(installation().language):
        title = _("Write and publish the report of last quarter")
    add_task(
        kind=TASK,
        title=title,
        assignee=_whoever_publishes(),
        due_on=today + timedelta(days=DAYS_TO_PUBLISH),
        by=None,
        about=Subject("report", report.pk),
    )
    return report


def first_working_day(after: date) -> date:
    """Return the first day after one on which anybody works; the next day where nobody ever does."""
    hours = installation().business_hours
    days = (after + timedelta(days=age) for age in range(1, 32))
    return next((day for day in days if hours.minutes_on(day)), after + timedelta(days=1))


def _whoever_publishes() -> Staff | None:
    """Return who published last and still may, else the one who looks after products longest; None without either."""
    able = Staff.objects.at_work().filter(role__in=[Role.ADMIN, Role.PRODUCT])
    last = Report.objects.published().exclude(published_by=None).order_by("-published_at").first()
    before = able.filter(pk=last.published_by_id or 0).first() if last else None
    return before or able.filter(role=Role.PRODUCT).order_by("pk").first()
