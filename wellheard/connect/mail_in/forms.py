"""The form of a mailbox."""

from typing import Any
from urllib.parse import quote, unquote, urlsplit

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from wellheard.foundation.mail.servers import PORTS, hides_what_is_said
from wellheard.foundation.mail.signing import DkimKeyError, make_key, public_record
from wellheard.foundation.sealing import unseal
from wellheard.foundation.text.fields import LineField as Line
from wellheard.foundation.text.fields import WordsField
from wellheard.listen.mailboxes.access import SENDING
from wellheard.listen.mailboxes.commands import Given
from wellheard.listen.mailboxes.models import Mailbox
from wellheard.workspace.forms.fields import AddressField, LineField, VersionField
from wellheard.workspace.models import Area, Team

MOST_PORT = 65_535
_SMTP_KINDS = (
    ("smtp", _("Encrypted after a greeting (STARTTLS)")),
    ("smtps", _("Encrypted from the start (TLS)")),
    ("smtp+plain", _("Not encrypted, for servers on this machine")),
)
_UNCHANGED = _("Left empty, it stays as it is.")


def _languages() -> list[tuple[str, str]]:
    return [
        ("", _("As the customer writes")),
        *((code, get_language_info(code)["name_local"]) for code, _n in settings.LANGUAGES),
    ]


def _secret(label: Any, **options: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, required=False, max_length=1000, strip=False, widget=widget, **options)


def _port(**options: Any) -> forms.IntegerField:
    return forms.IntegerField(label=_("Port"), min_value=1, max_value=MOST_PORT, required=False, **options)


class MailboxForm(forms.Form):
    """An address of ours: what it is called, how its mail comes in, and how answers go out."""

    version = VersionField()
    name = LineField(label=_("Name"), missing=_("Write a name."), help_text=_("Such as Support. Only we read it."))
    address = AddressField(label=_("Address"), help_text=_("Where customers write to, and whom answers come from."))
    aliases = Line(
        label=_("Further addresses"),
        required=False,
        max_length=2000,
        help_text=_(
            "Whose mail is this mailbox's too, such as the one your mail server forwards to. Separate them by commas."
        ),
    )
    from_name = Line(
        label=_("Sender's name"), required=False, max_length=120, help_text=_("Left empty, the name above.")
    )
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("Nobody in particular")
    )
    default_area = forms.ModelChoiceField(
        label=_("Area"), queryset=Area.objects.none(), required=False, empty_label=_("Found out for each mail")
    )
    language = forms.ChoiceField(label=_("Language"), choices=_languages, required=False)
    signature = WordsField(
        label=_("Signature"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    auto_replies = forms.BooleanField(
        label=_("Confirm each new conversation at once, with the time an answer usually takes"), required=False
    )
    intake = forms.ChoiceField(
        label=_("How its mail gets here"),
        choices=Mailbox.Intake.choices,
        initial=Mailbox.Intake.HANDED_OVER,
        widget=forms.RadioSelect,
    )
    imap_host = Line(label=_("Mail server"), required=False, max_length=253, help_text=_("Such as imap.example.com."))
    imap_port = _port(initial=993)
    imap_tls = forms.ChoiceField(label=_("Encryption"), choices=Mailbox.Tls.choices, initial=Mailbox.Tls.TLS)
    sign_in = forms.ChoiceField(
        label=_("Signing in"), choices=Mailbox.SignIn.choices, initial=Mailbox.SignIn.PASSWORD, widget=forms.RadioSelect
    )
    imap_user = Line(label=_("User name"), required=False, max_length=254, help_text=_("Left empty, the address."))
    secret = _secret(_("Password"), help_text=_UNCHANGED)
    imap_folder = Line(label=_("Folder"), required=False, max_length=200, initial="INBOX")
    imap_since = forms.DateField(
        label=_("Fetch mail since"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_(
            "Left empty, only mail that comes in from now on. With a day, each mail since then becomes an open conversation, and "
            "what is older than two days is not confirmed by itself. What is there stays there, unread as it was."
        ),
    )
    smtp_host = Line(
        label=_("Mail server"), required=False, max_length=253, help_text=_("Left empty, the installation's own.")
    )
    smtp_port = _port()
    smtp_kind = forms.ChoiceField(label=_("Encryption"), choices=_SMTP_KINDS, initial="smtp")
    smtp_sign_in = forms.ChoiceField(
        label=_("Signing in"),
        choices=Mailbox.SignIn.choices,
        initial=Mailbox.SignIn.PASSWORD,
        required=False,
        widget=forms.RadioSelect,
    )
    smtp_user = Line(label=_("User name"), required=False, max_length=254)
    smtp_password = _secret(_("Password"), help_text=_UNCHANGED)
    dkim_selector = forms.RegexField(
        r"^[a-zA-Z0-9]([a-zA-Z0-9.-]{0,61}[a-zA-Z0-9])?$",
        label=_("Selector"),
        required=False,
        max_length=63,
        help_text=_("A name for the key in the DNS, such as wellheard. Left empty, mail is not signed here."),
        error_messages={"invalid": _("Use letters, digits, dots and hyphens.")},
    )
    dkim_key = forms.CharField(
        label=_("Private key"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("An RSA key in PEM form. Left empty, one is made here, and what belongs into the DNS is shown."),
    )

    def __init__(self, data: Any = None, *, mailbox: Mailbox | None = None) -> None:
        self.mailbox = mailbox
        super().__init__(data, initial=_initial(mailbox) if mailbox else None)
        if mailbox is None:
            del self.fields["version"]
        self.fields["team"].queryset = Team.objects.by_name()  # type: ignore[attr-defined]
        self.fields["default_area"].queryset = Area.objects.by_name()  # type: ignore[attr-defined]

    def clean_smtp_sign_in(self) -> str:
        """Take a password where nothing was chosen."""
        return str(self.cleaned_data["smtp_sign_in"] or Mailbox.SignIn.PASSWORD)

    def clean_dkim_key(self) -> str:
        """Refuse a key that cannot sign."""
        key = str(self.cleaned_data["dkim_key"]).strip()
        if key:
            try:
                public_record(key)
            except DkimKeyError:
                raise forms.ValidationError(_("This is no RSA key in PEM form; it begins with -----BEGIN.")) from None
        return key

    def clean(self) -> dict[str, Any]:
        """Ask for the mail server where mail is fetched from one."""
        said = self.cleaned_data
        if said.get("intake") == Mailbox.Intake.IMAP and not said.get("imap_host"):
            self.add_error("imap_host", _("Write the mail server's name, such as imap.example.com."))
        if said.get("smtp_sign_in") != Mailbox.SignIn.PASSWORD and not said.get("smtp_host"):
            self.add_error(
                "smtp_host", _("Write the provider's mail server, such as smtp.gmail.com or smtp.office365.com.")
            )
        self._check_encryption(said)
        has_one = self.mailbox is not None and bool(self.mailbox.secret_sealed)
        by_password = said.get("sign_in") == Mailbox.SignIn.PASSWORD
        if said.get("intake") == Mailbox.Intake.IMAP and by_password and has_one and self._secret() == "":
            self.add_error("secret", _("The password was for another server or user. Write the one for this."))
        return said

    def _check_encryption(self, said: dict[str, Any]) -> None:
        """Refuse to show a token to everybody on the way to a mail server."""
        kind, host = said.get("smtp_kind"), said.get("smtp_host")
        if said.get("smtp_sign_in") != Mailbox.SignIn.PASSWORD and not hides_what_is_said(f"{kind}://{host}"):
            self.add_error("smtp_kind", _("Signing in with OAuth 2 needs encryption: choose STARTTLS or TLS."))

    def given(self) -> Given:
        """Return what somebody set, as the commands take it."""
        said = self.cleaned_data
        same = ("name", "address", "from_name", "team", "default_area", "language", "signature", "auto_replies", "intake",
            "imap_host", "imap_tls", "imap_user", "imap_folder", "imap_since",
            "sign_in", "smtp_sign_in", "dkim_selector")  # fmt: skip
        return Given(
            **{name: said[name] for name in same},
            aliases=tuple(part.strip() for part in said["aliases"].split(",")),
            imap_port=said["imap_port"] or 993,
            secret=self._secret(),
            smtp_url=self._smtp_url(),
            dkim_key=self._dkim_key(),
        )

    def _secret(self) -> str | None:
        """Return what was typed; else the one there stays (None) where it was given for the same server, user and way."""
        said, same = self.cleaned_data, ("imap_host", "imap_user", "sign_in")
        is_same = all(said.get(name) == getattr(self.mailbox, name, None) for name in same)
        return said.get("secret") or (None if is_same else "")

    def _smtp_url(self) -> str:
        said = self.cleaned_data
        if not said["smtp_host"]:
            return ""
        before = urlsplit(_smtp_url(self.mailbox))
        is_same = (said["smtp_host"], said["smtp_user"]) == (before.hostname, unquote(before.username or ""))
        # A password is for the server it was given for, and goes to no other.
        password = said["smtp_password"] or (unquote(before.password or "") if is_same else "")
        if said["smtp_sign_in"] != Mailbox.SignIn.PASSWORD:
            password = ""
        who = f"{quote(said['smtp_user'], safe='')}:{quote(password, safe='')}@" if said["smtp_user"] else ""
        return f"{said['smtp_kind']}://{who}{said['smtp_host']}:{said['smtp_port'] or PORTS[said['smtp_kind']]}"

    def _dkim_key(self) -> str | None:
        said = self.cleaned_data
        if not said["dkim_selector"]:
            return ""
        has_one = self.mailbox is not None and bool(self.mailbox.dkim_key_sealed)
        return said["dkim_key"] or (None if has_one else make_key())


def _smtp_url(mailbox: Mailbox | None) -> str:
    return unseal(mailbox.smtp_url_sealed, purpose=SENDING) if mailbox and mailbox.smtp_url_sealed else ""


def _initial(mailbox: Mailbox) -> dict[str, Any]:
    """Return what stands in the form; secrets never do."""
    server = urlsplit(_smtp_url(mailbox))
    columns = ("version", "name", "address", "from_name", "team", "default_area", "language", "signature", "auto_replies",
        "intake", "imap_host", "imap_port", "imap_tls", "imap_user", "imap_folder", "imap_since", "sign_in",
        "smtp_sign_in", "dkim_selector")  # fmt: skip
    return {column: getattr(mailbox, column) for column in columns} | {
        "aliases": ", ".join(mailbox.aliases),
        "smtp_host": server.hostname or "",
        "smtp_port": server.port,
        "smtp_kind": server.scheme or "smtp",
        "smtp_user": unquote(server.username or ""),
    }
