"""Within what time customers are answered in conversations."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellheard.foundation import clock
from wellheard.listen.desk.forms import AnswerTimesForm
from wellheard.listen.desk.queries.late import overdue
from wellheard.workspace.commands import change_installation
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Tier, Vendor
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show

PLACE = "settings.answer_times"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def answer_times(request: StaffRequest) -> HttpResponse:
    """Show what is promised to whom and what the clock makes of it, and change what holds for everybody."""
    row = Vendor.objects.first() or Vendor(pk=1)
    now = installation()
    initial = {
        "version": row.version,
        "first_answer_minutes": now.first_answer_minutes,
        "next_answer_minutes": now.next_answer_minutes,
    }
    form = AnswerTimesForm(request.POST or None, initial=initial)
    if request.method == "POST" and saved(form, lambda: change_installation(**form.cleaned_data), row=row):
        messages.success(request, _("Saved. It holds for what customers write from now on."))
        return redirect("settings_answer_times")
    context = {
        "minutes": now.first_answer_minutes,
        "due": now.business_hours.after(clock.now(), now.first_answer_minutes * 60),
        "late": overdue().count(),
        "tiers": list(Tier.objects.in_order()),
    }
    return show(request, "desk/answer_times.html", form, place=PLACE, **context)
