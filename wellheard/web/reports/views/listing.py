"""All reports, a new one, and who gets them by mail."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellheard.foundation import clock
from wellheard.foundation.paging import page_of
from wellheard.learn.reports.commands import ReportError, make_report, stop_reports, want_reports
from wellheard.learn.reports.models import Reader, Report
from wellheard.learn.reports.queries import last_month, last_quarter
from wellheard.web.reports import public
from wellheard.web.reports.forms import NewReportForm
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

PLACE = "learn.reports"


@require_safe
@needs(Permission.VIEW)
def reports(request: StaffRequest) -> HttpResponse:
    """Show every report: drafts for those who may publish them, and what was published for everybody."""
    may_write = request.user.may(Permission.PUBLISH_REPORTS)
    rows = (Report.objects.all() if may_write else Report.objects.published()).select_related("published_by")
    page = page_of(rows, order=("-begins_on", "-pk"), cursor=request.GET.get("after", ""))
    begins_on, last_on = last_quarter(clock.today())
    context = {
        "place": PLACE,
        "page": page,
        "rows": [(report, public.period(report)) for report in page.items],
        "quarter": public.days(begins_on, last_on),
        "is_missing": not Report.objects.filter(kind="voice", begins_on=begins_on, last_on=last_on).exists(),
        "is_reader": Reader.objects.filter(staff=request.user).exists(),
    }
    return render(request, "reports/reports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PUBLISH_REPORTS)
def report_new(request: StaffRequest) -> HttpResponse:
    """Make the draft of some days: last quarter's, of a briefing last month's, where nothing else is chosen."""
    is_briefing = request.GET.get("kind") == Report.Kind.BRIEFING
    begins_on, last_on = (last_month if is_briefing else last_quarter)(clock.today())
    kind = Report.Kind.BRIEFING if is_briefing else Report.Kind.VOICE
    form = NewReportForm(request.POST or None, initial={"begin": begins_on, "end": last_on, "kind": kind})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            made = make_report(begins_on=chosen["begin"], last_on=chosen["end"], kind=chosen["kind"], by=request.user)
        except ReportError as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("report", made.pk)
    return render(request, "reports/new.html", {"place": PLACE, "form": form}, status=422 if form.errors else 200)


@require_POST
@needs(Permission.VIEW)
def report_mail(request: StaffRequest) -> HttpResponse:
    """Send every report to this colleague by mail, or none any more."""
    if request.POST.get("wants") == "yes":
        want_reports(staff=request.user)
        messages.success(request, _("You get every report by mail on the day it is published."))
    else:
        stop_reports(staff=request.user)
        messages.success(request, _("You get no more reports by mail."))
    return redirect("reports")
