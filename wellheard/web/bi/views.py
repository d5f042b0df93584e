"""The tables for other tools: what each means, and a button that fetches it as a file and is noted."""

from typing import cast

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wellheard.foundation import clock
from wellheard.learn.bi.files import count, csv_lines
from wellheard.learn.bi.table import SCHEMA
from wellheard.learn.bi.tables import TABLES
from wellheard.web.exports.commands import note_export
from wellheard.web.exports.writing import MARK
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@require_safe
@needs(Permission.EXPORT)
def tables(request: StaffRequest) -> HttpResponse:
    """List the tables and their columns, and the ways to them."""
    context = {"place": "learn.bi", "tables": TABLES.values(), "schema": SCHEMA}
    return render(request, "bi/tables.html", context)


@require_POST
@needs(Permission.EXPORT)
def table_file(request: StaffRequest, name: str) -> HttpResponse:
    """Send one table as CSV, row by row; that it left is noted before its first row does."""
    table = TABLES.get(name)
    if table is None:
        raise Http404(_("There is no such table."))
    note_export(name=f"bi.{table.name}", of=0, rows=count(table))
    mark = MARK if request.POST.get("mark") == "yes" else ""
    lines = (mark + line if not number else line for number, line in enumerate(csv_lines(table)))
    response = cast("HttpResponse", StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8"))
    response["Content-Disposition"] = f'attachment; filename="{table.name}-{clock.today():%Y-%m-%d}.csv"'
    response["Cache-Control"] = "no-store"
    return response
