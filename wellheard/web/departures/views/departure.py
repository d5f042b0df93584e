"""One departure: recorded, explained, returned from, taken back."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellheard.customers.models import Company
from wellheard.decide.models import EvidenceItem
from wellheard.foundation import clock
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.departures import commands
from wellheard.listen.departures.commands import DepartureError, Helped, Leaving
from wellheard.listen.departures.models import Departure
from wellheard.web.departures.forms import ExplainForm, HelpedForm, NewForm, ReturnForm
from wellheard.web.departures.helped import choices_about, key_of, named
from wellheard.workspace.commands import competitor_called
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RECORD_DEALS)
def new(request: StaffRequest) -> HttpResponse:
    """Record that a company left."""
    named = Company.objects.filter(pk=_number(request.GET.get("company", ""))).first()
    form = NewForm(request.POST or None, initial={"company": named.name if named else "", "left_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        leaving = Leaving(
            company_id=said["company"].pk,
            left_on=said["left_on"],
            reported_by=said["reported_by"],
            reason=said["reason"],
            competitor=competitor_called(said["competitor"]),
            words=said["words"],
            could_have=said["could_have"],
        )
        if departure := _tried(form, lambda: commands.record_departure(leaving=leaving, by=request.user)):
            messages.success(request, _("It is noted that %(company)s left.") % {"company": said["company"]})
            return redirect("departure", departure.pk)
    context = {"place": "listen.departures", "form": form}
    return render(request, "departures/new.html", context, status=422 if form.errors else 200)


@require_safe
@needs(Permission.VIEW)
def departure(request: StaffRequest, departure_id: int) -> HttpResponse:
    """Show a departure and what may be said of it."""
    return _show(request, departure_id)


@require_POST
@needs(Permission.RECORD_DEALS)
def explain(request: StaffRequest, departure_id: int) -> HttpResponse:
    """Say why they left."""
    shown = get_object_or_404(Departure, pk=departure_id)
    form = ExplainForm(request.POST, reason=shown.reason)
    if form.is_valid() and _tried(form, lambda: _explain(request, shown, form)):
        messages.success(request, _("Saved."))
        return redirect("departure", departure_id)
    return _show(request, departure_id, explaining=form)


@require_POST
@needs(Permission.RECORD_DEALS)
def note_return(request: StaffRequest, departure_id: int) -> HttpResponse:
    """Note that they came back."""
    shown = get_object_or_404(Departure.objects.select_related("company"), pk=departure_id)
    form = ReturnForm(request.POST, among=choices_about(shown))
    if form.is_valid() and _tried(
        form,
        lambda: commands.record_return(
            departure_id=departure_id,
            returned_on=form.cleaned_data["returned_on"],
            mrr_minor=form.mrr_minor(),
            helped=form.said(),
        ),
    ):
        messages.success(request, _("It is noted that they came back."))
        return redirect("departure", departure_id)
    return _show(request, departure_id, returning=form)


@require_POST
@needs(Permission.RECORD_DEALS)
def say_what_helped(request: StaffRequest, departure_id: int) -> HttpResponse:
    """Say what brought them back."""
    shown = get_object_or_404(Departure.objects.select_related("company"), pk=departure_id)
    form = HelpedForm(request.POST, among=choices_about(shown))
    if shown.returned_on and not form.is_valid():
        return _show(request, departure_id, returning=form)
    try:
        helped = form.said() if form.is_valid() else Helped()
        commands.say_what_helped(departure_id=departure_id, helped=helped)
    except DepartureError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Saved."))
    return redirect("departure", departure_id)


@require_POST
@needs(Permission.RECORD_DEALS)
def undo_return(request: StaffRequest, departure_id: int) -> HttpResponse:
    """Take back that they came back."""
    get_object_or_404(Departure, pk=departure_id)
    try:
        commands.take_back_return(departure_id=departure_id)
    except DepartureError as problem:
        messages.error(request, str(problem))
    return redirect("departure", departure_id)


@require_POST
@needs(Permission.RECORD_DEALS)
def undo(request: StaffRequest, departure_id: int) -> HttpResponse:
    """Take a departure back that was a mistake."""
    shown = get_object_or_404(Departure, pk=departure_id)
    commands.take_back_departure(departure_id=departure_id)
    messages.success(request, _("The departure is taken back; what they said stays as feedback."))
    return redirect("company", shown.company_id)


def _explain(request: StaffRequest, shown: Departure, form: ExplainForm) -> Departure:
    said = form.cleaned_data
    return commands.explain_departure(
        departure_id=shown.pk,
        reason=said["reason"],
        competitor=competitor_called(said["competitor"]),
        words=said["words"],
        could_have=said["could_have"],
        by=request.user,
    )


def _tried(form: Form, change: Callable[[], Departure]) -> Departure | None:
    try:
        return change()
    except DepartureError as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        return None


def _show(
    request: StaffRequest,
    departure_id: int,
    *,
    explaining: ExplainForm | None = None,
    returning: HelpedForm | None = None,
) -> HttpResponse:
    rows = Departure.objects.with_people().select_related("recorded_by", "contact", "followed_by")
    shown = get_object_or_404(rows, pk=departure_id)
    known = {"reason": shown.reason_id, "competitor": shown.competitor or "", "could_have": shown.could_have}
    links = EvidenceItem.objects.filter(feedback=shown.feedback_id).select_related("idea") if shown.feedback_id else []
    context = {
        "place": "listen.departures",
        "departure": shown,
        "earlier": Departure.objects.filter(company=shown.company, left_on__lt=shown.left_on).newest_first(),
        "ideas": [item.idea for item in links],
        "explaining": explaining or ExplainForm(initial=known, reason=shown.reason),
        "returning": returning or _returning(shown),
        "named": named(shown),
    }
    is_wrong = any(form and form.errors for form in (explaining, returning))
    return render(request, "departures/departure.html", context, status=422 if is_wrong else 200)


def _returning(shown: Departure) -> HelpedForm:
    """Return the form for a return, or for what brought them back once they are."""
    among = choices_about(shown)
    if shown.returned_on is None:
        return ReturnForm(among=among)
    return HelpedForm(among=among, initial={"because": key_of(shown), "helped": shown.helped})


def _number(said: str) -> int:
    return int(said) if is_whole_number(said) else 0
