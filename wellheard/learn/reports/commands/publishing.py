"""Publish a report, and open or close the link to the customers' edition."""

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.learn.reports.commands.errors import ReportError
from wellheard.learn.reports.models import Report
from wellheard.workspace.commands.errors import StaleError
from wellheard.workspace.commands.tasks import Subject, finish_tasks_about
from wellheard.workspace.models import Staff

PUBLISHED = names.declare(
    "report.published", "A report was published; `kind` says which, `begins_on` and `last_on` of which days it is."
)
OPENED = names.declare("report.opened", "The link to the customers’ edition of a report began to work.")
CLOSED = names.declare("report.closed", "The link to the customers’ edition of a report was closed.")

# The kind of the task that asks for a quarter's report.
TASK = "publish_report"


@transaction.atomic
def publish_report(*, report_id: int, version: int, by: Staff) -> Report:
    """Publish a report as it stands: from then on nothing in it changes. Raises StaleError when its numbers changed meanwhile."""
    report = Report.objects.select_for_update(no_key=True).get(pk=report_id)
    if report.is_published:
        return report
    if report.version != version:
        raise StaleError
    report.published_at, report.published_by, report.version = clock.now(), by, report.version + 1
    report.save(update_fields=["published_at", "published_by", "version"])
    days = {"begins_on": report.begins_on.isoformat(), "last_on": report.last_on.isoformat()}
    ledger.record(PUBLISHED, report, kind=report.kind, corrects=report.corrects_id, **days)
    finish_tasks_about(kind=TASK, about=Subject("report", report.pk), by=by)
    return report


@transaction.atomic
def open_edition(*, report_id: int) -> Report:
    """Let whoever has the link read the customers' edition. Raises ReportError for a draft and for a briefing."""
    report = Report.objects.select_for_update(no_key=True).get(pk=report_id)
    if not report.is_published or report.kind != Report.Kind.VOICE:
        raise ReportError(_("Publish the report first: customers read nothing that may still change."))
    if report.opened_at is None:
        report.opened_at = clock.now()
        report.save(update_fields=["opened_at"])
        ledger.record(OPENED, report)
    return report


@transaction.atomic
def close_edition(*, report_id: int) -> Report:
    """Close the customers' edition: the link that was given out ends, and a new one is another."""
    report = Report.objects.select_for_update(no_key=True).get(pk=report_id)
    if report.opened_at is not None:
        report.opened_at, report.link_number = None, report.link_number + 1
        report.save(update_fields=["opened_at", "link_number"])
        ledger.record(CLOSED, report)
    return report
