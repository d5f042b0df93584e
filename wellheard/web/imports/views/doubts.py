"""What is doubtful in a file of deals: whose they are, what their stages mean, what they are worth; a person decides."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from wellheard.customers.commands import add_company
from wellheard.customers.models import Company
from wellheard.customers.queries import companies_named
from wellheard.foundation.paging import page_of
from wellheard.listen.deals.commands.doubts import place_deals_said, settle_doubts
from wellheard.listen.deals.imports.importer import source_of
from wellheard.listen.deals.meaning_forms import MeaningsForm
from wellheard.listen.deals.queries.doubts import companies_in_doubt, doubts_of, rows_in_doubt, suggested_by_name
from wellheard.listen.models import Import
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import show

_NEW = "new"


@require_safe
@needs(Permission.IMPORT_FILES)
def doubts(request: StaffRequest, run_id: int) -> HttpResponse:
    """List every doubtful row of a file of deals, the names of companies first: one decision settles all their rows."""
    run = _run(run_id)
    return _show(request, run, MeaningsForm(source=source_of(run.origin)))


@require_POST
@needs(Permission.IMPORT_FILES)
def company(request: StaffRequest, run_id: int) -> HttpResponse:
    """Say whose the deals are that name a company so."""
    run, said = _run(run_id), request.POST.get("said", "")
    found = _company(request.POST.get("company", ""), request.POST.get("other", ""), said)
    if found is None:
        messages.error(request, _("Choose a company, or write the name or id of one that is there."))
        return redirect("import_doubts", run.pk)
    placed = place_deals_said(source=source_of(run.origin), said=said, company=found, by=request.user)
    messages.success(
        request,
        ngettext("One deal is %(company)s’s now.", "%(n)d deals are %(company)s’s now.", placed)
        % {"n": placed, "company": found.name},
    )
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
    chosen = doubts_of(run).filter(pk=int(number) if number.isascii() and number.isdecimal() else 0)
    settle_doubts(doubt_ids=list(chosen.values_list("pk", flat=True)))
    messages.success(request, _("It stays as it is."))
    return redirect("import_doubts", run.pk)


def _show(request: StaffRequest, run: Import, form: MeaningsForm) -> HttpResponse:
    standing = doubts_of(run)
    named = companies_in_doubt(run)
    suggested = suggested_by_name([said for said, _count in named])
    context = {
        "place": "settings.imports",
        "run": run,
        "count": rows_in_doubt(run),
        "named": [(said, count, suggested.get(said, [])) for said, count in named],
        "page": page_of(
            standing.select_related("deal"), order=("number", "pk"), cursor=request.GET.get("after", ""), size=50
        ),
    }
    return show(request, "imports/doubts.html", form, **context)


def _company(chosen: str, other: str, said: str) -> Company | None:
    if other.strip():
        return companies_named([other.strip()]).get(other.strip())
    if chosen == _NEW and said:
        return add_company(name=said, stage=Company.Stage.PROSPECT)
    return Company.objects.filter(pk=int(chosen)).first() if chosen.isascii() and chosen.isdecimal() else None


def _run(run_id: int) -> Import:
    return get_object_or_404(Import, pk=run_id, kind=Import.Kind.DEALS)
