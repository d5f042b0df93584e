"""One's own profile, and the ways one signs in."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellheard.workspace import commands
from wellheard.workspace.forms.staff import ProfileForm
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VIEW)
def profile(request: StaffRequest) -> HttpResponse:
    """Change one's name, language, time zone and appearance; see how one signs in."""
    staff = request.user
    initial = {name: getattr(staff, name) for name in ("name", "language", "time_zone", "theme")}
    form = ProfileForm(request.POST or None, initial=initial)
    if request.method == "POST" and saved(form, lambda: _edit(staff, form)):
        with translation.override(form.cleaned_data["language"] or translation.get_language()):
            messages.success(request, _("Your profile is saved."))
        return redirect("settings_profile")
    return show(request, "workspace/profile.html", form, place="settings.profile", **_ways_in(staff))


def _edit(staff: Staff, form: ProfileForm) -> None:
    commands.edit_profile(staff_id=staff.pk, **form.cleaned_data)


def _ways_in(staff: Staff) -> dict[str, object]:
    """Return how this person signs in, in one query."""
    ways = list(Authenticator.objects.filter(user=staff).order_by("created_at"))
    codes = next((way for way in ways if way.type == Authenticator.Type.RECOVERY_CODES), None)
    return {
        "passkeys": [way for way in ways if way.type == Authenticator.Type.WEBAUTHN],
        "has_totp": any(way.type == Authenticator.Type.TOTP for way in ways),
        "has_codes": codes is not None,
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
    }
