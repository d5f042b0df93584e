"""Being away: nothing new is dealt to whoever is."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wellheard.workspace.commands import come_back, go_away
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@require_POST
@needs(Permission.VIEW)
def away(request: StaffRequest) -> HttpResponse:
    """Note that somebody is away, or back."""
    if request.POST.get("away") == "no":
        come_back(staff_id=request.user.pk)
        messages.success(request, _("Welcome back. Conversations are dealt to you again."))
    else:
        go_away(staff_id=request.user.pk)
        messages.success(request, _("You are away. No conversation is dealt to you until you are back."))
    return redirect("settings_profile")
