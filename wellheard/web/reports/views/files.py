"""A report as a file: typeset as PDF, and each section as a table."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from wellheard.learn.reports.models import Report, Section
from wellheard.web.exports.commands import note_export
from wellheard.web.reports.pdf import PdfError, written
from wellheard.web.reports.showing import shown
from wellheard.web.reports.tables import csv_of
from wellheard.web.reports.views.edition import context_of, found_for_customers
from wellheard.web.reports.views.finding import found
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@require_safe
@needs(Permission.VIEW)
def pdf(request: StaffRequest, report_id: int) -> HttpResponse:
    """Send the report as PDF; where none can be made, say so on its page."""
    one = found(request, report_id)
    return _pdf(request, one, "reports/print.html", {"report": one, "shown": shown(one)}, _name(one.kind, *_days(one)))


@require_safe
@needs(Permission.PUBLISH_REPORTS)
def edition_pdf(request: StaffRequest, report_id: int) -> HttpResponse:
    """Send the customers' edition as PDF, for those who wish to hand it out."""
    one = found_for_customers(request, report_id)
    return _pdf(request, one, "reports/edition_print.html", context_of(one), _name("customers", *_days(one)))


@require_safe
@needs(Permission.EXPORT)
def table(request: StaffRequest, report_id: int, key: str) -> HttpResponse:
    """Send the numbers of a section as CSV."""
    one = found(request, report_id)
    section = get_object_or_404(Section, report=one, key=key)
    note_export(name="report", of=one.pk, rows=len(section.data))
    name = f"{_name(one.kind, *_days(one))}-{key}.csv"
    return _file(csv_of(section.data).encode(), "text/csv; charset=utf-8", name)


def _pdf(request: StaffRequest, one: Report, template: str, context: dict[str, object], name: str) -> HttpResponse:
    try:
        body = written(render_to_string(template, context, request))
    except PdfError as problem:
        messages.error(request, str(problem))
        return redirect("report", one.pk)
    return _file(body, "application/pdf", f"{name}.pdf")


def _days(one: Report) -> tuple[date, date]:
    return one.begins_on, one.last_on


def _name(kind: str, *days: object) -> str:
    return "-".join(["report", kind, *map(str, days)])


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
