"""Note on a contact's page what they agreed to."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wellheard.customers import commands
from wellheard.customers.forms.privacy import ConsentForm
from wellheard.customers.models import Consent, Contact
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@require_POST
@needs(Permission.EDIT_COMPANIES)
def contact_consents(request: StaffRequest, contact_id: int) -> HttpResponse:
    """Keep what a contact told one of us they agree to."""
    contact = get_object_or_404(Contact, pk=contact_id, erased_at=None)
    form = ConsentForm(request.POST)
    if form.is_valid():
        purposes = form.cleaned_data["purposes"]
        commands.set_consents(contact_id=contact.pk, purposes=purposes, source=Consent.Source.STAFF, by=request.user)
        messages.success(request, _("What they agreed to is kept."))
    else:
        messages.error(request, _("There is no such purpose; choose from the list."))
    return redirect("contact", contact.pk)
