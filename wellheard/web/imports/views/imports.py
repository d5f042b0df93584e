"""Imports: which there were, how far one is, and what can be done about it."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wellheard.foundation.paging import page_of
from wellheard.listen import commands
from wellheard.listen.commands import ImportRunError
from wellheard.listen.deals.queries.doubts import rows_in_doubt
from wellheard.listen.models import Import, ImportedRow
from wellheard.web.imports.labels import LEADS_TO, kinds_of_rows
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

PLACE = "settings.imports"
MOST_REFUSED_SHOWN = 20


@require_safe
@needs(Permission.IMPORT_FILES)
def imports(request: StaffRequest) -> HttpResponse:
    """List imports, the newest first, each with its result."""
    rows = Import.objects.select_related("by")
    context = {
        "place": PLACE,
        "page": page_of(rows, order=["-started_at", "-pk"], cursor=request.GET.get("after", "")),
        "waiting": Import.objects.filter(state__in=Import.NOT_BEGUN).count(),
        "running": Import.objects.at_work().count(),
    }
    return render(request, "imports/imports.html", context)


@require_safe
@needs(Permission.IMPORT_FILES)
def one(request: StaffRequest, run_id: int) -> HttpResponse:
    """Show one import: how far it is, what came of it, what was refused and what stays after taking it back."""
    run = get_object_or_404(Import.objects.select_related("by"), pk=run_id)
    if run.state == Import.State.UPLOADED and not run.problem and not run.trial:
        return redirect("import_columns", run.pk)
    context = {"place": PLACE, "run": run, "share": _share(run)}
    if request.headers.get("HX-Request") == "true":
        response = render(request, "imports/import.html#progress", context)
        if not run.is_at_work:
            # What can be done about it now is all over the page.
            response["HX-Refresh"] = "true"
        return response
    context |= {
        "refused": run.refused.order_by("pk")[:MOST_REFUSED_SHOWN],
        "leads_to": LEADS_TO.get(run.kind),
        "doubts": rows_in_doubt(run) if run.kind == Import.Kind.DEALS else 0,
        "can_undo": run.is_over and run.touched.exists(),
        "kept": _kept(run.touched.exclude(kept="")) if run.state == Import.State.UNDONE else [],
    }
    return render(request, "imports/import.html", context)


@require_POST
@needs(Permission.IMPORT_FILES)
def begin(request: StaffRequest, run_id: int) -> HttpResponse:
    """Let a tried file come in, or one that was stopped go on."""
    return _done(request, run_id, lambda: commands.begin_import(run_id=run_id))


@require_POST
@needs(Permission.IMPORT_FILES)
def stop(request: StaffRequest, run_id: int) -> HttpResponse:
    """Stop an import after the part in hand."""
    return _done(request, run_id, lambda: commands.stop_import(run_id=run_id))


@require_POST
@needs(Permission.IMPORT_FILES)
def undo(request: StaffRequest, run_id: int) -> HttpResponse:
    """Take a whole import back."""
    return _done(request, run_id, lambda: commands.begin_undo(run_id=run_id))


@require_POST
@needs(Permission.IMPORT_FILES)
def discard(request: StaffRequest, run_id: int) -> HttpResponse:
    """Throw a file away of which nothing came in."""
    try:
        commands.discard_import(run_id=run_id)
    except ImportRunError as problem:
        messages.error(request, str(problem))
        return redirect("import", run_id)
    messages.success(request, _("The file is gone. Nothing of it had come in."))
    return redirect("imports")


def _done(request: StaffRequest, run_id: int, change: Callable[[], object]) -> HttpResponse:
    get_object_or_404(Import, pk=run_id)
    try:
        change()
    except ImportRunError as problem:
        messages.error(request, str(problem))
    return redirect("import", run_id)


def _share(run: Import) -> float | None:
    """Return how much of the file was read; nothing where nobody counted its rows before."""
    return min(run.row_count / run.rows_expected, 1) if run.rows_expected else None


def _kept(rows: QuerySet[ImportedRow]) -> list[tuple[str, str, int]]:
    """Return what stays after taking back: what it is, why, and how many."""
    counted = rows.values_list("kind", "kept").annotate(count=Count("pk")).order_by("-count")
    return [(kinds_of_rows(kind), str(ImportedRow.Kept(why).label), count) for kind, why, count in counted]
