"""Write a contact down, and change what is known of them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellheard.customers import commands
from wellheard.customers.forms.contacts import ContactForm
from wellheard.customers.models import Attribute, Company, Contact
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show

PLACE = "contacts"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_COMPANIES)
def contact_new(request: StaffRequest) -> HttpResponse:
    """Add a contact; from a company's page, in that company."""
    form = ContactForm(
        request.POST if request.method == "POST" else None, contact=None, attributes=Attribute.objects.of_contacts()
    )
    if request.method != "POST":
        form.begin_in(_company(request.GET.get("company", "")))
    kept: list[Contact] = []
    if request.method == "POST" and saved(form, lambda: kept.append(commands.add_contact(**form.fields_to_save))):
        messages.success(request, _("“%(name)s” is added.") % {"name": kept[0]})
        return redirect("contact", kept[0].pk)
    return show(request, "contacts/contact_new.html", form, place=PLACE)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_COMPANIES)
def contact_edit(request: StaffRequest, contact_id: int) -> HttpResponse:
    """Change what is known of a contact. When somebody else did so meanwhile, theirs is shown and nothing typed is lost."""
    row = get_object_or_404(Contact, pk=contact_id, erased_at=None)
    form = ContactForm(
        request.POST if request.method == "POST" else None, contact=row, attributes=Attribute.objects.of_contacts()
    )
    if request.method == "POST" and saved(form, lambda: _edit(row, form), row=row):
        messages.success(request, _("“%(name)s” is saved.") % {"name": form.cleaned_data["name"] or row})
        return redirect("contact", row.pk)
    return show(request, "contacts/contact_edit.html", form, place=PLACE, contact=row)


def _edit(row: Contact, form: ContactForm) -> None:
    commands.edit_contact(contact_id=row.pk, version=form.cleaned_data["version"], **form.fields_to_save)


def _company(number: str) -> Company | None:
    is_key = is_whole_number(number)
    return Company.objects.filter(pk=number).first() if is_key else None
