"""The forms of signing in, in our words; allauth's own do the checking."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wellheard.workspace.forms.fields import AddressField, LineField
from wellheard.workspace.models import Staff

PASSWORD_HINT = _("At least 10 characters. A whole sentence is easy to remember.")
CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": "20"}


def password_field(label: Any, *, hint: Any = PASSWORD_HINT) -> forms.CharField:
    """Return a field for a new password."""
    return forms.CharField(
        label=label,
        help_text=hint,
        strip=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Choose a password.")},
    )


class Reworded(forms.Form):
    """Takes placeholders away and puts our labels and hints in their place; labels stand above the field in this house."""

    labels: dict[str, Any] = {}
    hints: dict[str, Any] = {}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")


class SignInForm(Reworded, account.LoginForm):  # type: ignore[misc]
    """Mail address and password."""

    labels = {"login": _("Work mail"), "password": _("Password")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ChangePasswordForm(Reworded, account.ChangePasswordForm):  # type: ignore[misc]
    """The present password, and the next one twice."""

    labels = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("New password once more"),
    }
    hints = {"password1": PASSWORD_HINT}


class SetPasswordForm(Reworded, account.SetPasswordForm):  # type: ignore[misc]
    """A first password for somebody who came by single sign-on."""

    labels = {"password1": _("Password"), "password2": _("Password once more")}
    hints = {"password1": PASSWORD_HINT}


class ResetForm(Reworded, account.ResetPasswordForm):  # type: ignore[misc]
    """Where to mail the link."""

    labels = {"email": _("Work mail")}


class ResetKeyForm(Reworded, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """The new password, twice."""

    labels = {"password1": _("New password"), "password2": _("New password once more")}
    hints = {"password1": PASSWORD_HINT}


class ConfirmPasswordForm(Reworded, account.ReauthenticateForm):  # type: ignore[misc]
    """The password again, before something that matters."""

    labels = {"password": _("Password")}


class CodeForm(Reworded, second_step.AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""

    labels = {"code": _("Code")}
    hints = {"code": _("Six digits from your app, or one of your recovery codes.")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"].widget.attrs.update(CODE)


class ConfirmCodeForm(Reworded, second_step.ReauthenticateForm):  # type: ignore[misc]
    """A code again, before something that matters."""

    labels = {"code": _("Code")}
    hints = {"code": _("Six digits from your app, or one of your recovery codes.")}


class AddAppForm(Reworded, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator app."""

    labels = {"code": _("Code from the app")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"].widget.attrs.update(CODE)


class _Hostile(forms.Form):
    """A passkey's answer is JSON from the browser: whatever cannot be read is a wrong answer, never an error page."""

    def full_clean(self) -> None:
        try:
            super().full_clean()
        except (AttributeError, LookupError, RecursionError, TypeError, ValueError):
            self.add_error("credential", _("The passkey was not recognised. Try again, or sign in another way."))


class PasskeySignInForm(_Hostile, webauthn.LoginWebAuthnForm):  # type: ignore[misc]
    """Sign in with a passkey alone."""


class PasskeyStepForm(_Hostile, webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as the second step."""


class ConfirmPasskeyForm(_Hostile, webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey again, before something that matters."""


class AddPasskeyForm(_Hostile, Reworded, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey: always one that can sign in by itself, so it must know its owner by PIN, finger or face."""

    name = LineField(label=_("Name"), missing=_("Write a name."), max_length=60)
    passwordless = forms.BooleanField(required=False, widget=forms.HiddenInput)
    labels = {"name": _("Name")}
    hints = {"name": _("Such as “Laptop” or “Phone”, so that you know which one to remove.")}

    def clean_passwordless(self) -> bool:
        return True


class PasskeyNameForm(Reworded, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    name = LineField(label=_("Name"), missing=_("Write a name."), max_length=60)


class JoinForm(forms.Form):
    """How a new colleague is called, and their password."""

    name = LineField(
        label=_("Name"),
        missing=_("Write your name."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = password_field(_("Password"))

    def __init__(self, *args: Any, email: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.email = email

    def clean(self) -> dict[str, Any] | None:
        _check_password(self, Staff(email=self.email, name=self.cleaned_data.get("name", "")))
        return self.cleaned_data


class SetUpForm(forms.Form):
    """The few things Wellheard must know before it begins."""

    vendor_name = LineField(
        label=_("Your company"),
        missing=_("Write your company's name."),
        help_text=_("As your customers know it; they read it on the portal and in mails."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    product_name = LineField(
        label=_("Your first product"), missing=_("Write the product's name."), help_text=_("You can add more later.")
    )
    admin_name = LineField(
        label=_("Your name"),
        missing=_("Write your name."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    admin_email = AddressField(widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = password_field(_("Password"))

    def clean(self) -> dict[str, Any] | None:
        data = self.cleaned_data
        _check_password(self, Staff(email=data.get("admin_email", ""), name=data.get("admin_name", "")))
        return data


def _check_password(form: forms.Form, staff: Staff) -> None:
    """Refuse a password that is too short, too common or the person's own name."""
    password = form.cleaned_data.get("password")
    if password:
        try:
            validate_password(password, staff)
        except ValidationError as problem:
            form.add_error("password", problem)
