"""The portal's settings, and what its look is made of."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wellheard.foundation.files import FOR_EVER, file_response
from wellheard.foundation.pictures import FORMATS
from wellheard.web.brand import commands
from wellheard.web.brand import look as brand
from wellheard.web.brand.colours import accent_of
from wellheard.web.brand.forms import PortalForm, initial_of
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.models import Vendor
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show

_TYPES = {"png": FORMATS["PNG"], "jpg": FORMATS["JPEG"], "webp": FORMATS["WEBP"]}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def settings_portal(request: StaffRequest) -> HttpResponse:
    """Change how the portal looks, where it lives and who may do what there."""
    row = Vendor.objects.first() or Vendor(pk=1)
    form = PortalForm(request.POST or None, request.FILES or None, initial=initial_of(row))
    if request.method == "POST" and saved(form, lambda: _save(form), row=row):
        messages.success(request, _("Saved. Your customers see it from now on."))
        return redirect("settings_portal")
    accent = accent_of(row.accent) if row.accent else None
    return show(request, "brand/settings.html", form, place="settings.portal", accent=accent, look=brand.look())


@require_safe
def brand_css(request: HttpRequest, digest: str) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Give out the style sheet with the vendor's colour."""
    text = brand.css(digest)
    if text is None:
        raise Http404
    return HttpResponse(text, content_type="text/css; charset=utf-8", headers={"Cache-Control": FOR_EVER})


@require_safe
def brand_logo(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001
    """Give out the vendor's logo."""
    kept = brand.logo(name)
    response = kept and file_response(kept, media_type=_TYPES[kept.rpartition(".")[2]], cache=FOR_EVER)
    if not response:
        raise Http404
    return response


def _save(form: PortalForm) -> Vendor:
    wanted = form.wanted()
    version = wanted.pop("version")
    if form.cleaned_data["without_logo"]:
        return commands.take_logo_off(version=version, wanted=wanted)
    return commands.change_portal(version=version, wanted=wanted, logo=form.cleaned_data["logo"])
