"""The company that runs this installation: its name, its hours, its money and its mail."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellheard.workspace import commands
from wellheard.workspace.forms.company import CompanyForm
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.models import Vendor
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def company(request: StaffRequest) -> HttpResponse:
    """Change what holds for the whole installation."""
    row = Vendor.objects.first() or Vendor(pk=1)
    form = CompanyForm(request.POST or None, vendor=row)
    if request.method == "POST" and saved(form, lambda: commands.change_installation(**form.wanted()), row=row):
        messages.success(request, _("Saved. It holds from now on."))
        return redirect("settings_company")
    return show(request, "workspace/company.html", form, place="settings.company")
