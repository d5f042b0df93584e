"""What a visitor agrees to beyond hearing what becomes of their words."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wellheard.customers.commands import set_consents
from wellheard.customers.forms.privacy import OwnConsentForm
from wellheard.customers.models import Consent
from wellheard.web.portal.views.identity import ask_who
from wellheard.web.portal.views.pages import go, reader_of


@require_POST
def portal_consents(request: HttpRequest) -> HttpResponse:
    """Keep what the visitor agrees to, and no longer does."""
    reader = reader_of(request)
    if reader is None:
        return ask_who(request)
    form = OwnConsentForm(request.POST)
    if form.is_valid():
        purposes = form.cleaned_data["purposes"]
        set_consents(contact_id=reader.pk, purposes=purposes, source=Consent.Source.PORTAL, by=None)
        messages.success(request, _("Your choice is kept."))
    else:
        messages.error(request, _("There is no such purpose; choose from the list."))
    return go(request, reverse("portal_mine"))
