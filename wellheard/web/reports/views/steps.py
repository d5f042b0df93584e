"""What becomes of a report: its numbers are taken again, it is published, corrected, opened to customers and closed again."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.foundation.text.numbers import is_whole_number
from wellheard.learn.reports.commands import (
    ReportError,
    close_edition,
    make_report,
    open_edition,
    publish_report,
    rebuild_report,
)
from wellheard.learn.reports.models import Reader, Report
from wellheard.web.reports import public
from wellheard.web.reports.views.finding import found
from wellheard.web.reports.views.listing import PLACE
from wellheard.workspace.commands import StaleError
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@require_POST
@needs(Permission.PUBLISH_REPORTS)
def rebuilding(request: StaffRequest, report_id: int) -> HttpResponse:
    """Take the numbers of a draft again."""
    one = found(request, report_id)
    done = _done(request, lambda: rebuild_report(report_id=one.pk, version=_version(request)))
    if done:
        messages.success(request, _("The numbers are those of this moment. What you wrote stays."))
    return redirect("report", one.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PUBLISH_REPORTS)
def publishing(request: StaffRequest, report_id: int) -> HttpResponse:
    """Ask once more, saying who will get it; then publish."""
    one = found(request, report_id)
    if request.method == "POST":
        if _done(request, lambda: publish_report(report_id=one.pk, version=_version(request), by=request.user)):
            messages.success(request, _("The report is published. From now on nothing in it changes."))
        return redirect("report", one.pk)
    if one.is_published:
        return redirect("report", one.pk)
    readers = Reader.objects.filter(staff__is_active=True).count()
    context = {"place": PLACE, "report": one, "period": public.period(one), "readers": readers}
    return render(request, "reports/publishing.html", context)


@require_POST
@needs(Permission.PUBLISH_REPORTS)
def correction(request: StaffRequest, report_id: int) -> HttpResponse:
    """Make a draft of the same days that corrects what was published."""
    one = found(request, report_id)
    draft = make_report(begins_on=one.begins_on, last_on=one.last_on, kind=one.kind, by=request.user, corrects=one)
    return redirect("report", draft.pk)


@require_POST
@needs(Permission.PUBLISH_REPORTS)
def opening(request: StaffRequest, report_id: int) -> HttpResponse:
    """Let customers read their edition by its link."""
    one = found(request, report_id)
    if _done(request, lambda: open_edition(report_id=one.pk)):
        messages.success(request, _("Whoever has the link reads the customers’ edition now."))
    return redirect("report_edition", one.pk)


@require_POST
@needs(Permission.PUBLISH_REPORTS)
def closing(request: StaffRequest, report_id: int) -> HttpResponse:
    """Close the customers' edition."""
    one = found(request, report_id)
    if _done(request, lambda: close_edition(report_id=one.pk)):
        messages.success(request, _("The link does not work any more. Opening it again makes another one."))
    return redirect("report_edition", one.pk)


def _done(request: StaffRequest, change: Callable[[], Report]) -> bool:
    try:
        change()
    except (ReportError, StaleError) as problem:
        messages.error(request, str(problem))
        return False
    return True


def _version(request: StaffRequest) -> int:
    written = request.POST.get("version", "")
    return int(written) if is_whole_number(written) else 0
