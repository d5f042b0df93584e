"""Write a company down, and change what is known of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellheard.customers import commands
from wellheard.customers.forms.companies import CompanyForm
from wellheard.customers.models import Attribute, Company
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show

PLACE = "companies"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_COMPANIES)
def company_new(request: StaffRequest) -> HttpResponse:
    """Add a company."""
    form = CompanyForm(request.POST or None, company=None, attributes=Attribute.objects.of_companies())
    kept: list[Company] = []
    if request.method == "POST" and saved(form, lambda: kept.append(commands.add_company(**form.fields_to_save))):
        messages.success(request, _("“%(name)s” is added.") % {"name": kept[0].name})
        return redirect("company", kept[0].pk)
    return show(request, "companies/company_new.html", form, place=PLACE)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_COMPANIES)
def company_edit(request: StaffRequest, company_id: int) -> HttpResponse:
    """Change what is known of a company. When somebody else did so meanwhile, theirs is shown and nothing typed is lost."""
    row = get_object_or_404(Company, pk=company_id)
    form = CompanyForm(request.POST or None, company=row, attributes=Attribute.objects.of_companies())
    if request.method == "POST" and saved(form, lambda: _edit(row, form), row=row):
        messages.success(request, _("“%(name)s” is saved.") % form.cleaned_data)
        return redirect("company", row.pk)
    return show(request, "companies/company_edit.html", form, place=PLACE, company=row)


def _edit(row: Company, form: CompanyForm) -> None:
    commands.edit_company(company_id=row.pk, version=form.cleaned_data["version"], **form.fields_to_save)
