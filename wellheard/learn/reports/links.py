"""The signed link to the customers' edition: whoever has it may read it while it is open, and nobody can guess another."""

from django.core import signing
from django.urls import reverse

from wellheard.learn.reports.models import Report
from wellheard.workspace.installation import portal_address

_SALT = "wellheard.reports.customers"


def edition_link(report: Report) -> str:
    """Return the address of the customers' edition."""
    return portal_address(reverse("portal_report", args=[signing.dumps([report.pk, report.link_number], salt=_SALT)]))


def report_of(token: str) -> Report:
    """Return the open report a link leads to. Raises BadSignature when it is not ours, or was closed."""
    report_id, number = signing.loads(token, salt=_SALT)
    report = Report.objects.published().filter(pk=report_id, link_number=number).exclude(opened_at=None).first()
    if report is None:
        raise signing.BadSignature("this link was closed")
    return report
