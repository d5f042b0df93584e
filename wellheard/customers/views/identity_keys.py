"""Keys by which the vendor's product tells us who is signed in there."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.customers import commands
from wellheard.customers.forms.identity_keys import IdentityKeyForm
from wellheard.customers.models import IdentityKey
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

PLACE = "settings.identity_keys"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_TOKENS)
def identity_keys(request: StaffRequest) -> HttpResponse:
    """Show the keys that are believed, and take another in; a secret we make is shown this once."""
    form = IdentityKeyForm(request.POST or None, initial={"audience": settings.BASE_URL.rstrip("/")})
    if request.method == "POST" and form.is_valid():
        try:
            key, plain = _taken_in(request, form)
        except commands.CustomerError as problem:
            form.add_error(None, str(problem))
        else:
            if plain:
                return render(request, "identity/key_made.html", {"place": PLACE, "key": key, "plain": plain})
            messages.success(request, _("Tokens signed with “%(name)s” are believed now.") % {"name": key.name})
            return redirect("settings_identity_keys")
    keys = IdentityKey.objects.usable().select_related("made_by").newest_first()
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "identity/keys.html", {"place": PLACE, "form": form, "keys": list(keys)}, status=status)


@require_POST
@needs(Permission.MANAGE_TOKENS)
def identity_key_revocation(request: StaffRequest, key_id: int) -> HttpResponse:
    """Believe a key no more."""
    key = get_object_or_404(IdentityKey, pk=key_id)
    commands.revoke_identity_key(key_id=key.pk)
    messages.success(request, _("Tokens signed with “%(name)s” are refused from now on.") % {"name": key.name})
    return redirect("settings_identity_keys")


def _taken_in(request: StaffRequest, form: IdentityKeyForm) -> tuple[IdentityKey, str]:
    said = form.cleaned_data
    name, audience, issuer, algorithm = (said[field] for field in ("name", "audience", "issuer", "algorithm"))
    if algorithm == IdentityKey.Algorithm.HS256:
        return commands.make_identity_secret(name=name, audience=audience, issuer=issuer, by=request.user)
    if said["url"]:
        key = commands.trust_key_set(
            name=name, audience=audience, issuer=issuer, algorithm=algorithm, url=said["url"], by=request.user
        )
    else:
        key = commands.trust_public_key(
            name=name, audience=audience, issuer=issuer, algorithm=algorithm, pem=said["pem"], by=request.user
        )
    return key, ""
