"""The customers' edition: as staff see it before it goes out, and as whoever has the link reads it."""

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wellheard.learn.reports.edition import edition_of
from wellheard.learn.reports.links import edition_link, report_of
from wellheard.learn.reports.models import Report
from wellheard.web.portal.views.pages import reader_of, show
from wellheard.web.reports import public
from wellheard.web.reports.charts import nps_chart
from wellheard.web.reports.pdf import is_there
from wellheard.web.reports.showing import public_loop
from wellheard.web.reports.views.finding import found
from wellheard.web.reports.views.listing import PLACE
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@require_safe
@needs(Permission.PUBLISH_REPORTS)
def preview(request: StaffRequest, report_id: int) -> HttpResponse:
    """Show staff what customers would read, and whether the link works."""
    one = found_for_customers(request, report_id)
    link = edition_link(one) if one.opened_at else ""
    return render(
        request,
        "reports/edition_preview.html",
        {"place": PLACE, "link": link, "has_pdf": is_there(), **context_of(one)},
    )


@require_safe
def portal_report(request: HttpRequest, token: str) -> HttpResponse:
    """Show the customers' edition to whoever has its link."""
    try:
        one = report_of(token)
    except (signing.BadSignature, ValueError, TypeError) as problem:
        raise Http404(_("This link is not complete, or it was closed.")) from problem
    response = show(request, "portal/report.html", context_of(one), reader=reader_of(request))
    # Whoever got the link may read it; search engines and the pages it leads to need not know of it.
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


def found_for_customers(request: StaffRequest, report_id: int) -> Report:
    """Return a report that has an edition for customers, or say that there is none."""
    one = found(request, report_id)
    if one.kind != Report.Kind.VOICE:
        raise Http404(_("A product briefing is for staff alone."))
    return one


def context_of(report: Report) -> dict[str, object]:
    """Return what the customers' edition shows, on a page and on paper."""
    edition = edition_of(report)
    return {
        "report": report,
        "edition": edition,
        "period": public.period(report),
        "title": public.title(edition.summary),
        "stages": public_loop(edition.summary),
        "chart": nps_chart(edition.nps),
        "answers": edition.nps[-1]["answers"] if edition.nps else 0,
    }
