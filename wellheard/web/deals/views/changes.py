"""What is done with a deal on its page: whose it is, how it ended, why, against whom, and what was missing."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wellheard.listen.deals import commands
from wellheard.listen.deals.models import Deal
from wellheard.web.deals.forms import GivenReasonForm, MissingForm, OutcomeForm, PlaceForm, RivalForm
from wellheard.web.deals.views.page import show_deal
from wellheard.workspace.commands import competitor_called
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved


@require_POST
@needs(Permission.RECORD_DEALS)
def place(request: StaffRequest, deal_id: int) -> HttpResponse:
    """Confirm whose deal it is."""
    row, form = get_object_or_404(Deal, pk=deal_id), PlaceForm(request.POST)

    def change() -> str:
        company = form.cleaned_data["company"]
        commands.place_deal(deal_id=row.pk, company=company, by=request.user)
        return _("It is a deal of %(company)s.") % {"company": company.name}

    return _done(request, row, form, change)


@require_POST
@needs(Permission.RECORD_DEALS)
def outcome(request: StaffRequest, deal_id: int) -> HttpResponse:
    """Say how it ended."""
    row, form = get_object_or_404(Deal, pk=deal_id), OutcomeForm(request.POST)

    def change() -> str:
        commands.record_outcome(deal_id=row.pk, by=request.user, **form.cleaned_data)
        return _("Saved. It holds until the source tells of another end.")

    return _done(request, row, form, change)


@require_POST
@needs(Permission.RECORD_DEALS)
def reason(request: StaffRequest, deal_id: int) -> HttpResponse:
    """Add a reason and who said it."""
    row, form = get_object_or_404(Deal, pk=deal_id), GivenReasonForm(request.POST)

    def change() -> str:
        said = form.cleaned_data
        one = commands.GivenReason(said["reason"], said["said_by"], said["note"])
        commands.note_reason(deal_id=row.pk, given=one, by=request.user)
        return _("The reason is written down.")

    return _done(request, row, form, change)


@require_POST
@needs(Permission.RECORD_DEALS)
def reason_removing(request: StaffRequest, deal_id: int, given_id: int) -> HttpResponse:
    """Take back a reason one of us wrote down."""
    row = get_object_or_404(Deal, pk=deal_id)
    commands.take_back_reason(deal_id=row.pk, given_id=given_id)
    messages.success(request, _("The reason is taken back."))
    return redirect("deal", row.pk)


@require_POST
@needs(Permission.RECORD_DEALS)
def rival(request: StaffRequest, deal_id: int) -> HttpResponse:
    """Say against whom it went."""
    row, form = get_object_or_404(Deal, pk=deal_id), RivalForm(request.POST)

    def change() -> str:
        competitor = competitor_called(form.cleaned_data["competitor"])
        commands.set_competitor(deal_id=row.pk, competitor=competitor)
        return _("Saved.")

    return _done(request, row, form, change)


@require_POST
@needs(Permission.RECORD_DEALS)
def missing(request: StaffRequest, deal_id: int) -> HttpResponse:
    """Write down a function that was missing."""
    row, form = get_object_or_404(Deal, pk=deal_id), MissingForm(request.POST)

    def change() -> str:
        commands.note_missing(deal_id=row.pk, words=form.cleaned_data["words"], by=request.user)
        return _("It is feedback now, and waits to be filed under an idea.")

    return _done(request, row, form, change)


def _done(request: StaffRequest, row: Deal, form: forms.Form, change: Callable[[], str]) -> HttpResponse:
    """Run a change and go back to the deal; what is wrong is said there, beside what was typed."""
    done: list[str] = []
    if not saved(form, lambda: done.append(change())):
        return show_deal(request, row.pk, form)
    messages.success(request, done[0])
    return redirect("deal", row.pk)
