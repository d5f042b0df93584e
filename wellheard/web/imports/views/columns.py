"""How a file is meant: which column is which of ours, what its values mean, and its first rows as they will become."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from wellheard.listen import commands
from wellheard.listen.commands import ImportRunError
from wellheard.listen.imports import trying, uploads
from wellheard.listen.imports.errors import FileError
from wellheard.listen.imports.reading import Table, open_table
from wellheard.listen.models import Import
from wellheard.web.imports.forms import ReadingForm
from wellheard.web.imports.labels import label_of
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@dataclass
class _Look:
    """A file as far as it can be read: its columns, its first rows, and why not more."""

    table: Table
    values: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    heads: list[str] = field(default_factory=list)
    rows: list[trying.Shown] = field(default_factory=list)
    problem: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.IMPORT_FILES)
def columns(request: StaffRequest, run_id: int) -> HttpResponse:
    """Show how the file is understood; on Try it, keep that and try the whole file."""
    run = get_object_or_404(Import, pk=run_id)
    if run.state not in Import.NOT_BEGUN:
        return redirect("import", run.pk)
    told = _reading(request, run)
    is_read_anew = request.method == "POST" and any(run.options.get(name, "") != said for name, said in told.items())
    # What the file is made of decides which columns can be chosen at all.
    run.options = {**run.options, **told}
    look = _look(run)
    if is_read_anew and "look" in request.POST:
        return _show(request, run, look, _form(run, look, None))
    form = _form(run, look, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        run.options = form.options()
        if "try" in request.POST:
            return _try(request, run, look.table.columns)
        look = _look(run)
        form = _form(run, look, None)
    return _show(request, run, look, form)


def _show(request: StaffRequest, run: Import, look: _Look, form: ReadingForm) -> HttpResponse:
    context = {"place": "settings.imports", "run": run, "form": form, "look": look}
    return render(request, "imports/import_columns.html", context, status=422 if form.errors else 200)


def _try(request: StaffRequest, run: Import, columns: list[str]) -> HttpResponse:
    try:
        commands.prepare_import(run_id=run.pk, options=run.options, columns=columns)
    except ImportRunError as problem:
        messages.error(request, str(problem))
    return redirect("import", run.pk)


def _reading(request: StaffRequest, run: Import) -> dict[str, str]:
    names = ("encoding", "separator", "sheet")
    return {name: request.POST.get(name, run.options.get(name, ""))[:100] for name in names}


def _look(run: Import) -> _Look:
    path, options = uploads.path_of(run), uploads.options_of(run)
    try:
        table = open_table(path, options.told, kind=run.kind)
    except FileError as problem:
        return _Look(Table(iter(()), [], []), problem=str(problem))
    try:
        found = trying.preview(kind=run.kind, path=path, options=options)
    except FileError as problem:
        return _Look(table, problem=str(problem))
    heads = [label_of(name) for name in found.columns.theirs]
    return _Look(table, found.values, heads, found.rows)


def _form(run: Import, look: _Look, data: Any) -> ReadingForm:
    table = look.table
    guessed = trying.guess(run.kind, table.columns)
    mapped = {**guessed, **run.options.get("mapped", {})}
    initial = {**run.options, **{f"column-{ours}": their for ours, their in mapped.items()}}
    form = ReadingForm(
        data,
        kind=run.kind,
        columns=table.columns,
        fields=trying.fields_of(run.kind),
        guessed=guessed,
        initial=initial,
    )
    form.offer_reading(encoding=table.encoding, separator=table.separator, sheets=table.sheets)
    ours = {name: trying.choices_of(run.kind, name) for name in look.values}
    form.offer_values(look.values, ours, trying.understood(run.kind, look.values))
    return form
