"""Coming in for the first time, and the turns where allauth's own pages do not fit."""

import logging
from http import HTTPStatus

from allauth.account.utils import perform_login
from allauth.account.views import LoginView
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from allauth.socialaccount.providers.openid_connect import views as openid
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from wellheard.web.accounts.forms import JoinForm, SetUpForm
from wellheard.workspace import commands
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Staff
from wellheard.workspace.queries import invitation_for_key, is_set_up_link

logger = logging.getLogger("wellheard.accounts")

# What a provider that is down or talks nonsense leads to: no connection, a field missing, no JSON.
UNREADABLE = (OSError, LookupError, ValueError)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest, key: str) -> HttpResponse:
    """Let the first admin set Wellheard up through the one-time link."""
    if not is_set_up_link(key):
        return _closed(request, _("This set-up link was used or has ended"))
    form = SetUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            staff = commands.use_set_up_link(key=key, **form.cleaned_data)
        except commands.WorkspaceError as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        else:
            _welcome(request, staff)
            return redirect("setting_up")
    context = {"form": form, "currency": installation().currency}
    return render(request, "accounts/set_up.html", context, status=422 if form.errors else 200)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Let somebody join who has the link of an invitation."""
    found = invitation_for_key(key)
    if found is None:
        return _closed(request, _("This invitation was used, was withdrawn or has ended"))
    if isinstance(request.user, Staff):
        return render(request, "accounts/invitation_for_another.html", {"invitation": found}, status=409)
    form = JoinForm(request.POST or None, email=found.email)
    if request.method == "POST" and form.is_valid():
        try:
            staff = commands.accept_invitation(key=key, **form.cleaned_data)
        except commands.WorkspaceError as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        else:
            return _welcome(request, staff)
    context = {"form": form, "invitation": found}
    return render(request, "accounts/invitation.html", context, status=422 if form.errors else 200)


def _closed(request: HttpRequest, sentence: str) -> HttpResponse:
    """Say that a link no longer opens anything, the same for a used one and one that never was."""
    return render(request, "accounts/link_closed.html", {"sentence": sentence}, status=410)


def _welcome(request: HttpRequest, staff: Staff) -> HttpResponse:
    response: HttpResponse = perform_login(request, staff)
    messages.success(request, _("Welcome, %(name)s.") % {"name": staff.first_name})
    return response


@never_cache
def single_sign_on(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Send somebody to the company's own sign-in.

    Browsers follow no redirect of a form to another host under our policy (form-action 'self'), so the page goes there itself.
    """
    if request.method != "POST":
        return redirect("account_login")
    try:
        response: HttpResponse = openid.login(request, provider_id)
    except UNREADABLE as problem:
        return _unreachable(request, problem)
    if response.status_code != HTTPStatus.FOUND:
        return response
    page = render(request, "socialaccount/leaving.html", {"address": response["Location"]})
    page["Refresh"] = f"0; url={response['Location']}"
    return page


@never_cache
@require_safe
def single_sign_on_return(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Take back somebody whom the company's own sign-in sends; an answer that cannot be read is told, not an error page."""
    try:
        response: HttpResponseBase = openid.callback(request, provider_id)
    except UNREADABLE as problem:
        return _unreachable(request, problem)
    return response


def _unreachable(request: HttpRequest, problem: Exception) -> HttpResponse:
    logger.error("single sign-on failed", exc_info=problem)
    return render(request, "socialaccount/authentication_error.html", status=502)


class SignIn(LoginView):  # type: ignore[misc]
    """Shows the company's own sign-in beside the others where there is one."""

    def get_context_data(self, **context: object) -> dict[str, object]:
        page: dict[str, object] = super().get_context_data(**context)
        return page | {"single_sign_on": settings.OIDC_ISSUER and settings.OIDC_NAME}


class ConfirmByPasskey(ReauthenticateWebAuthnView):  # type: ignore[misc]
    """Asks for the passkey again where it was not recognised, instead of sending a signed-in person to sign in."""

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        for sentence in form.errors.get("credential", []):
            messages.error(self.request, str(sentence))
        return redirect(self.request.get_full_path())


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead from the sign-in folder itself to its page."""
    return redirect_to_login(next="/") if request.user.is_anonymous else redirect("settings_profile")
