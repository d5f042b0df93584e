"""Addresses nobody is mailed at: the list, one more, one less."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.customers import commands
from wellheard.customers.forms.privacy import ReturnForm, SuppressionForm
from wellheard.customers.models import ContactIdentity, ErasedAddress, Suppression
from wellheard.foundation.counts import up_to
from wellheard.foundation.paging import page_of
from wellheard.foundation.text.clean import clean_email, clean_line
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show

PLACE = "settings.suppressions"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ANSWER)
def suppressions(request: StaffRequest) -> HttpResponse:
    """List the addresses nobody is mailed at, newest first, and add one."""
    form = SuppressionForm(request.POST or None)
    if request.method == "POST" and saved(form, lambda: commands.suppress(**form.cleaned_data)):
        messages.success(request, _("“%(email)s” is not written to any more.") % form.cleaned_data)
        return redirect("settings_suppressions")
    words = clean_line(request.GET.get("q", ""))[:320]
    found = Suppression.objects.filter(email__icontains=words) if words else Suppression.objects.all()
    context = {
        "place": PLACE,
        "q": words,
        "total": up_to(found),
        "erased": ErasedAddress.objects.count(),
        "return_form": ReturnForm(),
        "page": page_of(found, order=("-since", "-pk"), cursor=request.GET.get("after", "")),
    }
    return show(request, "privacy/suppressions.html", form, **context)


@require_POST
@needs(Permission.ANSWER)
def suppression_lifting(request: StaffRequest, suppression_id: int) -> HttpResponse:
    """Let an address be written to again."""
    row = get_object_or_404(Suppression, pk=suppression_id)
    commands.unsuppress(email=row.email)
    messages.success(request, _("“%(email)s” may be written to again.") % {"email": row.email})
    return redirect("settings_suppressions")


@require_POST
@needs(Permission.ERASE)
def erased_return(request: StaffRequest) -> HttpResponse:
    """Let somebody who was erased be known again, because they asked for it."""
    form = ReturnForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write the address or the id."))
        return redirect("settings_suppressions")
    written = form.cleaned_data["known_as"]
    kinds = ((ContactIdentity.Kind.EMAIL, clean_email(written)), (ContactIdentity.Kind.EXTERNAL, written))
    if commands.take_in_again(kinds):
        messages.success(request, _("Who is known by that may be taken in again; what was erased stays erased."))
    else:
        messages.info(request, _("Nobody who was erased was known by that."))
    return redirect("settings_suppressions")
