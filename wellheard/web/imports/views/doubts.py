"""What is doubtful in a file of deals: whose they are, what their stages mean, what they are worth; a person decides."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from wellheard.foundation.paging import page_of
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.deals.commands.doubts import settle_doubts
from wellheard.listen.deals.imports.importer import source_of
from wellheard.listen.deals.meaning_forms import MeaningsForm
from wellheard.listen.deals.queries.doubts import doubts_of, rows_in_doubt, unplaced_of
from wellheard.listen.deals.queries.unplaced import count_of_names, names_unplaced
from wellheard.listen.models import Import
from wellheard.web.deals.naming import place_named
from wellheard.web.imports.doubtful_file import lines_in_doubt
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import show


@require_safe
@needs(Permission.IMPORT_FILES)
def doubts(request: StaffRequest, run_id: int) -> HttpResponse:
    """List every doubtful row of a file of deals, the names of companies first: one decision settles all their rows."""
    run = _run(run_id)
    return _show(request, run, MeaningsForm(source=source_of(run.origin)))


@require_safe
@needs(Permission.IMPORT_FILES)
def doubts_file(request: StaffRequest, run_id: int) -> HttpResponse:  # noqa: ARG001 - the guard asks it
    """Send the doubtful rows as the file had them, each with its line and why, to be put right and brought in again."""
    run = _run(run_id)
    written = StreamingHttpResponse(lines_in_doubt(run), content_type="text/csv; charset=utf-8")
    response = cast("HttpResponse", written)
    response["Content-Disposition"] = f'attachment; filename="doubtful-{run.pk}.csv"'
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@needs(Permission.IMPORT_FILES)
def company(request: StaffRequest, run_id: int) -> HttpResponse:
    """Say whose the deals are that name a company so, of one name or of all that are chosen."""
    run = _run(run_id)
    for placed in place_named(request.POST.dict(), by=request.user, source=source_of(run.origin)):
        (messages.error if placed.is_problem else messages.success)(request, placed.text)
    return redirect("import_doubts", run.pk)


@require_POST
@needs(Permission.IMPORT_FILES)
def meanings(request: StaffRequest, run_id: int) -> HttpResponse:
    """Say what the stages and reasons of a file mean."""
    run = _run(run_id)
    form = MeaningsForm(request.POST, source=source_of(run.origin))
    if not form.is_valid():
        return _show(request, run, form)
    decided = form.decide(by=request.user)
    told = ngettext("%(n)d meaning is decided.", "%(n)d meanings are decided.", decided) % {"n": decided}
    messages.success(request, told + " " + _("Deals heard before are read so in a moment."))
    return redirect("import_doubts", run.pk)


@require_POST
@needs(Permission.IMPORT_FILES)
def settling(request: StaffRequest, run_id: int) -> HttpResponse:
    """Leave one doubtful row as it is."""
    run = _run(run_id)
    number = request.POST.get("doubt", "")
    chosen = doubts_of(run).filter(pk=int(number) if is_whole_number(number) else 0)
    settle_doubts(doubt_ids=list(chosen.values_list("pk", flat=True)))
    messages.success(request, _("It stays as it is."))
    return redirect("import_doubts", run.pk)


def _show(request: StaffRequest, run: Import, form: MeaningsForm) -> HttpResponse:
    standing, unplaced = doubts_of(run), unplaced_of(run)
    names = names_unplaced(unplaced)
    context = {
        "place": "settings.imports",
        "run": run,
        "count": rows_in_doubt(run),
        "names": names,
        "more": count_of_names(unplaced) - len(names),
        "page": page_of(
            standing.select_related("deal"), order=("number", "pk"), cursor=request.GET.get("after", ""), size=50
        ),
    }
    return show(request, "imports/doubts.html", form, **context)


def _run(run_id: int) -> Import:
    return get_object_or_404(Import, pk=run_id, kind=Import.Kind.DEALS)
