"""Deals: the list, one deal, a new one, and mending one."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wellheard.foundation.money import to_major
from wellheard.listen.deals import commands
from wellheard.listen.deals.models import Deal
from wellheard.listen.deals.queries import listing
from wellheard.listen.deals.queries.unplaced import count_of_names
from wellheard.web.deals import queries
from wellheard.web.deals.forms import (
    DealFilter,
    EditDealForm,
    NewDealForm,
    view_in,
)
from wellheard.web.deals.views.page import PLACE, show_deal
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show


@require_safe
@needs(Permission.VIEW)
def deals(request: StaffRequest) -> HttpResponse:
    """List deals: how they ended, why, against whom, and what is to be decided."""
    filters = DealFilter(request.GET)
    chosen, found = filters.found()
    view = view_in(request.GET)
    # Words may stand in nearly every deal's name, or in hardly any.
    totals, found = listing.found_by_words(found) if chosen.get("q") else (listing.totals_of(found), found)
    context = {
        "place": PLACE,
        "filters": filters,
        "chosen": chosen,
        "view": view,
        "totals": totals,
        "to_decide": listing.meanings_to_decide(),
        "names": count_of_names(Deal.objects.unplaced()) if view == listing.TO_DECIDE else 0,
        "page": queries.page_of_deals(listing.in_view(found, view), cursor=request.GET.get("after", "")),
    }
    return render(request, "deals/deals.html", context)


@require_safe
@needs(Permission.VIEW)
def deal(request: StaffRequest, deal_id: int) -> HttpResponse:
    """Show a deal: what the source said, why it ended so and who says it, what was missing, whose it is."""
    return show_deal(request, deal_id)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RECORD_DEALS)
def deal_new(request: StaffRequest) -> HttpResponse:
    """Write down a deal that no CRM tells of."""
    form = NewDealForm(request.POST or None)
    made: list[Deal] = []
    if request.method == "POST" and saved(form, lambda: made.append(_record(request, form))):
        messages.success(request, _("“%(title)s” is written down.") % form.cleaned_data)
        return redirect("deal", made[0].pk)
    return show(request, "deals/deal_new.html", form, place=PLACE)


@transaction.atomic
def _record(request: StaffRequest, form: NewDealForm) -> Deal:
    deal = commands.record_deal(draft=form.whole_draft(), company=None, by=request.user)
    if reason := form.cleaned_data["reason"]:
        given = commands.GivenReason(reason, form.cleaned_data["said_by"])
        return commands.set_reasons(deal_id=deal.pk, reasons=[given], competitor=deal.competitor, by=request.user)
    return deal


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RECORD_DEALS)
def deal_edit(request: StaffRequest, deal_id: int) -> HttpResponse:
    """Change what a deal is called and what it is worth."""
    row = get_object_or_404(Deal.objects.select_related("owner"), pk=deal_id)
    now = {
        "title": row.title,
        "amount": None if row.amount_minor is None else to_major(row.amount_minor, row.currency),
        "currency": row.currency,
        "industry": row.industry,
        "owner": row.owner.name if row.owner else row.owner_said,
        "opened_on": row.opened_on,
        "version": row.version,
    }
    form = EditDealForm(request.POST or None, initial=now)
    if request.method == "POST" and saved(form, lambda: _edit(request, row, form), row=row):
        messages.success(request, _("“%(title)s” is saved.") % form.cleaned_data)
        return redirect("deal", row.pk)
    return show(request, "deals/deal_edit.html", form, place=PLACE, deal=row)


def _edit(request: StaffRequest, row: Deal, form: EditDealForm) -> None:
    commands.edit_deal(deal_id=row.pk, version=form.cleaned_data["version"], draft=form.draft(), by=request.user)
