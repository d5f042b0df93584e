"""Settings of the cancellation form, and links to it."""

from typing import Any

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
from wellheard.web.portal.languages import languages_offered, name_of
from wellheard.workspace.commands import StaleError
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.models import Reason
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import refusal, show

PLACE = "settings.cancellation"


class OriginsForm(forms.Form):
    """The sites people may be handed back to."""

    origins = forms.CharField(
        label=gettext_lazy("Sites the form may lead back to"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "One a line, such as https://app.example.com. They may also show the form in a frame; no other site may."
        ),
    )


class OfferForm(forms.Form):
    """What who leaves for one reason is offered."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=gettext_lazy("Offer"), choices=Offer.Kind.choices)
    url = forms.URLField(
        label=gettext_lazy("Where it leads"),
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": gettext_lazy("Write a whole web address, such as https://www.example.com.")},
    )

    def __init__(self, *args: Any, offer: Offer | None, **options: Any) -> None:
        super().__init__(*args, **options)
        there = offer.texts if offer else {}
        offered = dict(languages_offered())
        self.languages = list(dict.fromkeys([*offered, *sorted(there)]))
        for code in self.languages:
            self.fields[f"text_{code}"] = forms.CharField(
                label=offered.get(code) or name_of(code),
                required=False,
                max_length=commands.MOST_OFFER,
                initial=there.get(code, ""),
                widget=forms.Textarea(attrs={"rows": 2, "lang": code, "dir": "auto"}),
            )
        self.initial = {"version": 0}
        if offer:
            self.initial = {"version": offer.version, "kind": offer.kind, "url": offer.url}

    @property
    def texts(self) -> dict[str, str]:
        """What they read, by language."""
        return {code: self.cleaned_data[f"text_{code}"] for code in self.languages}

    @property
    def texts_shown(self) -> list[forms.BoundField]:
        """The fields of the texts, the installation's own language first."""
        return [self[f"text_{code}"] for code in self.languages]


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
    standing = Offer.objects.filter(reason=reason).first()
    form = OfferForm(request.POST or None, offer=standing)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            commands.set_offer(
                reason=reason, version=said["version"], kind=said["kind"], texts=form.texts, url=said["url"]
            )
        except StaleError as problem:
            form.add_error(None, refusal(problem))
            # Nothing typed is lost: who saves once more has seen that somebody else was here.
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["version"] = str(standing.version if standing else 0)  # type: ignore[index]
        except DepartureError as problem:
            form.add_error(form.texts_shown[0].name, str(problem))
        else:
            messages.success(request, _("Saved."))
            return redirect("settings_cancellation")
    return show(request, "departures/offer.html", form, place=PLACE, reason=reason)


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
