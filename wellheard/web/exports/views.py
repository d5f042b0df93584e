"""Every list as a CSV file: a page that says what will be in it, and a button that fetches it and is noted."""

from datetime import date
from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellheard.foundation import clock
from wellheard.web.exports.commands import note_export
from wellheard.web.exports.lists import TABLES
from wellheard.web.exports.table import Asked, NoSuchRowsError, Rows, Table
from wellheard.web.exports.writing import MARK, lines
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EXPORT)
def export(request: StaffRequest, name: str) -> HttpResponse:
    """Say how many rows and which columns the file will have; on the button's press send it, row by row."""
    table = _table(request, name)
    asked = Asked(request.GET, request.user)
    try:
        rows = table.rows(asked)
    except NoSuchRowsError as problem:
        raise Http404(str(problem)) from problem
    if request.method == "POST":
        return _file(request, table, rows, of=asked.key)
    context = {
        "place": "exports",
        "table": table,
        "count": rows.count,
        "columns": list(table.columns()),
        "query": request.GET.urlencode(),
    }
    return render(request, "exports/export.html", context)


def _file(request: StaffRequest, table: Table, rows: Rows, *, of: int) -> HttpResponse:
    note_export(name=table.name, of=of, rows=rows.count)
    mark = MARK if request.POST.get("mark") == "yes" else ""
    written = StreamingHttpResponse(lines(table.columns(), rows, before=mark), content_type="text/csv; charset=utf-8")
    response = cast("HttpResponse", written)
    response["Content-Disposition"] = f'attachment; filename="{table.name}-{_today():%Y-%m-%d}.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _table(request: StaffRequest, name: str) -> Table:
    table = TABLES.get(name)
    if table is None:
        raise Http404(_("There is no such list."))
    if not request.user.may(table.needs):
        raise PermissionDenied(_("Your role does not let you read this list, so it cannot be exported either."))
    return table


def _today() -> date:
    return clock.today()
