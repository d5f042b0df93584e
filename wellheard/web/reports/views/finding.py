"""Which report an address means, and who may read it."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from wellheard.learn.reports.models import Report
from wellheard.workspace.guard import StaffRequest
from wellheard.workspace.permissions import Permission


def found(request: StaffRequest, report_id: int) -> Report:
    """Return the report; a draft only to those who may write it."""
    rows = Report.objects.select_related("made_by", "published_by", "corrects")
    report = get_object_or_404(rows, pk=report_id)
    if not report.is_published and not request.user.may(Permission.PUBLISH_REPORTS):
        raise Http404(_("This report is not published yet."))
    return report
