"""How allauth behaves here: nobody signs themselves up, mail goes through our own queue, errors are sentences."""

import re
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest  # noqa: TID251 - adapters stand between allauth's views and our commands
from django.shortcuts import render  # noqa: TID251
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wellheard.foundation.mail.commands import Letter, queue_mail
from wellheard.foundation.sealing import seal, unseal
from wellheard.foundation.text.clean import clean_email
from wellheard.web.accounts.notices import NOTICES, notice
from wellheard.workspace import commands
from wellheard.workspace.keys import make_key
from wellheard.workspace.models import Staff, Vendor

PURPOSE = "second steps"


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in by mail address and password; closed to those without an invitation."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("You can no longer sign in here. Ask an admin if that is a mistake."),
        "email_password_mismatch": _(
            "This mail address and password do not belong together. Check both, or choose a new password."
        ),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This code is not right. Codes change every 30 seconds; type the one you see now."),
        "incorrect_password": _("This is not your password."),
        "invalid_password_reset": _("This link was used or has ended. Ask for a new one."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again."),
        "rate_limited": _("Too many tries. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the mail with everything else we send, in the language its reader chose."""
        reader = context.get("user")
        language = reader.language if isinstance(reader, Staff) else ""
        with translation.override(language or translation.get_language()):
            queue_mail(
                Letter(
                    key=f"sign-in:{make_key()}",
                    to_address=email,
                    subject=render_to_string(f"{template_prefix}_subject.txt", context),
                    body=render_to_string(f"{template_prefix}_message.txt", context),
                )
            )

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Staff,
        context: dict[str, Any] | None = None,  # noqa: ARG002 - allauth's signature
        email: str | None = None,  # noqa: ARG002
    ) -> None:
        """Note in the ledger that the way somebody signs in changed, and tell them, in case it was not them."""
        what = template_prefix.rpartition("/")[2]
        if what in NOTICES:
            commands.note_sign_in_change(staff_id=user.pk, what=what)
            queue_mail(notice(user, what))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the address of the mailed link: always ours, whatever host the request named."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.BASE_URL.rstrip("/") + path.replace("UID-KEY", key)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - allauth's signature
        return reverse("settings_profile")

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return where a request comes from; behind a local socket there is no address, and nobody is locked out for that."""
        return super().get_client_ip(request) if request.META.get("REMOTE_ADDR") else "local"


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Passkeys, authenticator apps and recovery codes, their secrets encrypted with a key kept outside the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_generate_recovery_codes": _(
            "Add an authenticator app or a passkey first; the codes stand in for them."
        ),
        "incorrect_code": _("This code is not right. Codes change every 30 seconds; type the one you see now."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text, purpose=PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret; one written under another secret key is unreadable, so its codes are wrong, not an error page."""
        return unseal(encrypted_text, purpose=PURPOSE)

    def get_totp_issuer(self) -> str:
        return f"Wellheard {_vendor_name()}".strip()

    def build_totp_svg(self, url: str) -> str:
        """Draw the square on white, or no camera reads it by night."""
        svg: str = super().build_totp_svg(url)
        return re.sub(r"(<svg[^>]*>)", r'\1<rect width="100%" height="100%" fill="white"/>', svg, count=1)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": context.request.get_host().partition(":")[0], "name": f"Wellheard {_vendor_name()}".strip()}

    def generate_authenticator_name(self, user: Staff, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}


def _vendor_name() -> str:
    vendor = Vendor.objects.first()
    return vendor.name if vendor else ""


class SingleSignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The company's own sign-in: for staff, for the invited, and for the mail domains the owner named."""

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Staff:  # noqa: ARG002
        """Take over name and address; who this becomes is decided later."""
        staff: Staff = sociallogin.user
        staff.email = clean_email(str(data.get("email") or ""))
        names = (data.get("first_name"), data.get("last_name"))
        staff.name = str(data.get("name") or " ".join(str(part) for part in names if part))[:100]
        return staff

    def is_email_verified(self, provider: Any, email: str) -> bool:
        """Some providers leave out email_verified; the owner may say that theirs vouches for every address."""
        return settings.OIDC_TRUST_EMAIL or super().is_email_verified(provider, email)

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Connect staff who come this way for the first time; the provider vouches for their address, or they are refused."""
        if sociallogin.is_existing:
            return
        address = _vouched_address(sociallogin)
        if not address:
            raise _refusal(
                request,
                gettext("Your company's sign-in does not vouch for your mail address, so we cannot tell who you are."),
            )
        staff = Staff.objects.filter(email=address).first()
        if staff:
            sociallogin.connect(request, staff)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002 - allauth's
        return True

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: object = None) -> Staff:  # noqa: ARG002
        """Let somebody join who is invited or comes from a named domain; anybody else is refused."""
        address = _vouched_address(sociallogin)
        try:
            staff = commands.join_by_single_sign_on(email=address, name=sociallogin.user.name)
        except commands.WorkspaceError as problem:
            raise _refusal(request, str(problem)) from problem
        sociallogin.user = sociallogin.account.user = staff
        sociallogin.account.save(force_insert=True)
        return staff


def _vouched_address(sociallogin: SocialLogin) -> str:
    """Return the address the provider says is verified, in the form we compare."""
    vouched = [address.email for address in sociallogin.email_addresses if address.verified in {True, "true"}]
    return clean_email(vouched[0]) if vouched else ""


def _refusal(request: HttpRequest, sentence: str) -> ImmediateHttpResponse:
    return ImmediateHttpResponse(render(request, "socialaccount/refused.html", {"sentence": sentence}, status=403))
