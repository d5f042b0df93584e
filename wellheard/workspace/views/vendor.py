"""The company that runs this installation, as customers see it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellheard.workspace import commands
from wellheard.workspace.forms.structure import NameForm
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Vendor
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def vendor(request: StaffRequest) -> HttpResponse:
    """Change the name customers read; show what only the operator's settings change."""
    row = Vendor.objects.first() or Vendor(pk=1)
    form = NameForm(request.POST or None, initial={"name": row.name, "version": row.version})
    if request.method == "POST" and saved(form, lambda: commands.rename_vendor(**form.cleaned_data), row=row):
        messages.success(request, _("Customers now read “%(name)s”.") % form.cleaned_data)
        return redirect("settings_vendor")
    context = {
        "currency": installation().currency,
        "zone": installation().time_zone,
        "mail_from": installation().mail_from,
    }
    return show(request, "workspace/vendor.html", form, place="settings.vendor", **context)
