"""Settings of the cancellation form, and links to it."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.customers.models import Contact
from wellheard.listen.departures import commands
from wellheard.listen.departures.commands import DepartureError
from wellheard.listen.departures.models import CancellationPage, Offer
from wellheard.web.departures import links
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.models import Reason
from wellheard.workspace.permissions import Permission

PLACE = "settings.cancellation"


class OriginsForm(forms.Form):
    """The sites people may be handed back to."""

    origins = forms.CharField(
        label=gettext_lazy("Sites the form may lead back to"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One a line, such as https://app.example.com. Any other address is not followed."),
    )


class OfferForm(forms.Form):
    """What who leaves for one reason is offered."""

    kind = forms.ChoiceField(label=gettext_lazy("Offer"), choices=Offer.Kind.choices)
    text = forms.CharField(
        label=gettext_lazy("What they read"), required=False, max_length=1_000, widget=forms.Textarea(attrs={"rows": 2})
    )
    url = forms.URLField(label=gettext_lazy("Where it leads"), required=False, max_length=500, assume_scheme="https")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def cancellation(request: StaffRequest) -> HttpResponse:
    """Show what is offered for which reason; say where the form may lead back to."""
    page = CancellationPage.objects.filter(pk=1).first()
    there = "\n".join(page.return_origins) if page else ""
    form = OriginsForm(request.POST or None, initial={"origins": there})
    if request.method == "POST" and form.is_valid():
        try:
            commands.set_return_origins(origins=form.cleaned_data["origins"].split())
        except DepartureError as problem:
            form.add_error("origins", str(problem))
        else:
            messages.success(request, _("Saved."))
            return redirect("settings_cancellation")
    offers = {offer.reason_id: offer for offer in Offer.objects.all()}
    reasons = Reason.objects.offered().filter(kind=Reason.Kind.DEPARTURE, parent=None).in_order()
    context = {"place": PLACE, "form": form, "reasons": [(one, offers.get(one.pk)) for one in reasons]}
    return render(request, "departures/cancellation.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def offer(request: StaffRequest, reason_id: int) -> HttpResponse:
    """Say what who leaves for this reason is offered."""
    reason = get_object_or_404(Reason, pk=reason_id, kind=Reason.Kind.DEPARTURE)
    there = Offer.objects.filter(reason=reason).first()
    known = {"kind": there.kind, "text": there.texts.get("", ""), "url": there.url} if there else {}
    form = OfferForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            commands.set_offer(reason=reason, **form.cleaned_data)
        except DepartureError as problem:
            form.add_error("text", str(problem))
        else:
            messages.success(request, _("Saved."))
            return redirect("settings_cancellation")
    context = {"place": PLACE, "form": form, "reason": reason}
    return render(request, "departures/offer.html", context, status=422 if form.errors else 200)


@require_POST
@needs(Permission.RECORD_DEALS)
def link(request: StaffRequest, contact_id: int) -> HttpResponse:
    """Show a link to the form for somebody who wants to leave."""
    contact = get_object_or_404(Contact, pk=contact_id)
    company = links.company_of(contact)
    if company is None:
        messages.error(request, _("Say first for which company they speak."))
        return redirect("contact", contact.pk)
    address = links.link_for(contact=contact, company=company, by=request.user)
    return render(request, "departures/link.html", {"place": "contacts", "contact": contact, "address": address})
