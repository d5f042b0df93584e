"""Propose what is due: the draft of the quarter or month that has ended, and somebody to look at it."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wellheard.deliver.models import Release
from wellheard.foundation import clock
from wellheard.learn.reports.commands.making import make_report
from wellheard.learn.reports.commands.publishing import TASK
from wellheard.learn.reports.models import Report
from wellheard.learn.reports.queries import last_month, last_quarter
from wellheard.learn.reports.sections.voices import said
from wellheard.learn.reports.sections.within import Within
from wellheard.workspace.commands.tasks import Subject, add_task
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

# A machine that was off on the day makes up for it; later a new installation is not asked about its past.
WHILE_NEW = {Report.Kind.VOICE: timedelta(days=31), Report.Kind.BRIEFING: timedelta(days=14)}
DAYS_TO_PUBLISH = 7


@transaction.atomic
def propose_quarter() -> Report | None:
    """Make the draft of last quarter from its first working day on, once, where anything was said; None otherwise."""
    begins_on, last_on = last_quarter(clock.today())
    if not said(Within.of(begins_on, last_on)).exists():
        return None
    return _propose(Report.Kind.VOICE, begins_on, last_on, gettext_noop("Write and publish the report of last quarter"))


@transaction.atomic
def propose_briefing() -> Report | None:
    """Make the product briefing of last month as `propose_quarter` does, where anything was said or released."""
    begins_on, last_on = last_month(clock.today())
    within = Within.of(begins_on, last_on)
    released = Release.objects.published().filter(**within.days("published_at"))
    if not said(within).exists() and not released.exists():
        return None
    return _propose(
        Report.Kind.BRIEFING, begins_on, last_on, gettext_noop("Look at the product briefing, and publish it")
    )


def _propose(kind: Report.Kind, begins_on: date, last_on: date, wanted: str) -> Report | None:
    """Make a draft in its days, once, and ask somebody to look at it."""
    today = clock.today()
    if not first_working_day(last_on) <= today <= last_on + WHILE_NEW[kind]:
        return None
    if Report.objects.filter(kind=kind, begins_on=begins_on, last_on=last_on).exists():
        return None
    report = make_report(begins_on=begins_on, last_on=last_on, kind=kind, by=None)
    with translation.override(installation().language):
        title = _(wanted)
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
