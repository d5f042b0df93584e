"""Server keys for the public API."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.workspace import commands
from wellheard.workspace.forms.structure import NewTokenForm
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.models import ApiToken
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show

PLACE = "settings.tokens"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_TOKENS)
def tokens(request: StaffRequest) -> HttpResponse:
    """Show the tokens in use, and make one; its plain text is shown this once."""
    form = NewTokenForm(request.POST or None)
    made: list[tuple[ApiToken, str]] = []
    if request.method == "POST" and saved(form, lambda: made.append(_make(request, form))):
        token, plain = made[0]
        return render(request, "workspace/token_made.html", {"place": PLACE, "token": token, "plain": plain})
    rows = ApiToken.objects.usable().select_related("made_by").newest_first()
    return show(request, "workspace/tokens.html", form, place=PLACE, tokens=list(rows))


def _make(request: StaffRequest, form: NewTokenForm) -> tuple[ApiToken, str]:
    said = form.cleaned_data
    return commands.make_token(name=said["name"], by=request.user, scopes=said["scopes"], days=said["days"])


@require_POST
@needs(Permission.MANAGE_TOKENS)
def token_revocation(request: StaffRequest, token_id: int) -> HttpResponse:
    """End a token at once."""
    token = get_object_or_404(ApiToken, pk=token_id)
    commands.revoke_token(token_id=token.pk)
    messages.success(request, _("“%(name)s” no longer opens the API.") % {"name": token.name})
    return redirect("settings_tokens")
