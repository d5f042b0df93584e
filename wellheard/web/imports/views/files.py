"""Files that come in to be imported, and refused rows that go out to be put right."""

import csv
from collections.abc import Iterator
from typing import cast

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wellheard.listen import commands
from wellheard.listen.imports import uploads
from wellheard.listen.imports.errors import FileError
from wellheard.listen.imports.running import IMPORTERS
from wellheard.listen.models import Import, RefusedRow
from wellheard.web.imports.forms import UploadForm
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.IMPORT_FILES)
def upload(request: StaffRequest) -> HttpResponse:
    """Show the form; keep the file and lead to its columns."""
    kinds = [(key, label) for key, label in Import.Kind.choices if key in IMPORTERS]
    if request.method != "POST":
        return _show(request, UploadForm(kinds=kinds, initial={"kind": request.GET.get("kind", "feedback")}))
    form = UploadForm(request.POST, request.FILES, kinds=kinds)
    if not form.is_valid():
        return _show(request, form, status=422)
    said = form.cleaned_data
    try:
        file = uploads.keep_upload(said["file"].chunks())
    except FileError as problem:
        form.add_error("file", str(problem))
        return _show(request, form, status=422)
    run = commands.upload_import(
        kind=said["kind"], origin=said["origin"], file_name=said["file"].name, file=file, by=request.user
    )
    return redirect("import_columns", run.pk)


@require_safe
@needs(Permission.IMPORT_FILES)
def refused(request: StaffRequest, run_id: int) -> HttpResponse:  # noqa: ARG001 - the guard asks it
    """Send the refused rows as a file to be corrected and imported again, each with its line and reason."""
    run = get_object_or_404(Import, pk=run_id)
    response = cast("HttpResponse", StreamingHttpResponse(_lines(run), content_type="text/csv; charset=utf-8"))
    response["Content-Disposition"] = f'attachment; filename="refused-{run.pk}.csv"'
    response["Cache-Control"] = "no-store"
    return response


class _Echo:
    """What csv writes to: it only hands the line on."""

    def write(self, line: str) -> str:
        return line


def _lines(run: Import) -> Iterator[str]:
    writer = csv.writer(_Echo())
    # Spreadsheets take a file without this mark for an old encoding.
    yield "\ufeff" + writer.writerow([_("line"), _("refused because"), *run.columns])
    for row in RefusedRow.objects.filter(run=run).order_by("pk").iterator(chunk_size=500):
        yield writer.writerow([row.number, row.reason, *(row.cells.get(column, "") for column in run.columns)])


def _show(request: StaffRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    context = {"place": "settings.imports", "form": form, "most": settings.IMPORT_MEGABYTES}
    return render(request, "imports/import_new.html", context, status=status)
