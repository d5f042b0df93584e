"""Settings of mailboxes: where customers write to, how that mail comes in, and how answers go out."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.connect.mail_in import commands as handing_over
from wellheard.connect.mail_in.forms import MailboxForm
from wellheard.connect.mail_in.models import HandOverKey
from wellheard.connect.mail_in.oauth import OAuthError, consent_address, finish_consent, provider_of
from wellheard.connect.mail_in.trying import try_mailbox
from wellheard.foundation.mail.signing import DkimKeyError, public_record
from wellheard.foundation.sealing import unseal
from wellheard.listen.mailboxes import commands
from wellheard.listen.mailboxes.access import SIGNING, accesses_by
from wellheard.listen.mailboxes.models import IncomingMail, Mailbox
from wellheard.listen.mailboxes.queries import unscanned
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show

PLACE = "settings.mailboxes"
# So long may somebody take to agree at the provider.
CONSENT_SECONDS = 900


@require_http_methods(["GET", "HEAD"])
@needs(Permission.MANAGE_MAILBOXES)
def mailboxes(request: StaffRequest) -> HttpResponse:
    """List the mailboxes, each with how it fares."""
    rows = list(Mailbox.objects.select_related("team").order_by("closed_at", "name", "pk"))
    context = {
        "place": PLACE,
        "mailboxes": rows,
        "failing": sum(1 for row in rows if row.is_open and row.failing_since),
        "shut_out": sum(1 for row in rows if row.is_open and row.sending_failing_since),
        "key": HandOverKey.objects.filter(pk=1).first(),
        "unscanned": unscanned(),
        "quarantined": IncomingMail.objects.quarantined().count(),
        "post_address": settings.BASE_URL.rstrip("/") + reverse("mail_in"),
        "doors": [door for door in (("SMTP", settings.MAIL_LISTEN), ("LMTP", settings.LMTP_LISTEN)) if door[1]],
    }
    return render(request, "mailboxes/mailboxes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_MAILBOXES)
def new_mailbox(request: StaffRequest) -> HttpResponse:
    """Set up an address customers write to."""
    form = MailboxForm(request.POST or None)
    made: list[Mailbox] = []
    if request.method == "POST" and saved(form, lambda: made.append(commands.add_mailbox(given=form.given()))):
        messages.success(request, _("“%(name)s” is set up. Try its connections now.") % form.cleaned_data)
        return redirect("settings_mailbox", made[0].pk)
    return show(request, "mailboxes/new.html", form, place=PLACE)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_MAILBOXES)
def mailbox(request: StaffRequest, mailbox_id: int) -> HttpResponse:
    """Show one mailbox with how it fares, and change it."""
    row = get_object_or_404(Mailbox.objects.select_related("team", "default_area"), pk=mailbox_id)
    form = MailboxForm(request.POST or None, mailbox=row)
    if request.method == "POST" and saved(form, lambda: _edit(row, form), row=row):
        messages.success(request, _("“%(name)s” is saved.") % form.cleaned_data)
        return redirect("settings_mailbox", mailbox_id)
    return show(request, "mailboxes/mailbox.html", form, place=PLACE, mailbox=row, **_around(row))


@require_POST
@needs(Permission.MANAGE_MAILBOXES)
def mailbox_trial(request: StaffRequest, mailbox_id: int) -> HttpResponse:
    """Try the connections of a mailbox and show what came of it."""
    row = get_object_or_404(Mailbox.objects.select_related("team", "default_area"), pk=mailbox_id)
    tried = try_mailbox(row)
    form = MailboxForm(mailbox=row)
    return show(request, "mailboxes/mailbox.html", form, place=PLACE, mailbox=row, tried=tried, **_around(row))


@require_POST
@needs(Permission.MANAGE_MAILBOXES)
def mailbox_switching(request: StaffRequest, mailbox_id: int) -> HttpResponse:
    """Close a mailbox, or open a closed one."""
    row = get_object_or_404(Mailbox, pk=mailbox_id)
    if row.is_open:
        commands.close_mailbox(mailbox_id=row.pk)
        messages.success(request, _("“%(name)s” is closed. It takes no more mail in.") % {"name": row.name})
    else:
        commands.open_mailbox(mailbox_id=row.pk)
        messages.success(request, _("“%(name)s” takes mail in again.") % {"name": row.name})
    return redirect("settings_mailbox", mailbox_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_MAILBOXES)
def mailbox_consent(request: StaffRequest) -> HttpResponse:
    """Show that the provider sent somebody back with their consent; the button here makes use of it."""
    given = request.POST if request.method == "POST" else request.GET
    row, sign_in = _agreed_for(given.get("state", ""))
    if row is None or not given.get("code"):
        messages.error(request, _("The provider sent no consent back, or it took too long. Agree once more."))
        return redirect("settings_mailbox", row.pk) if row else redirect("settings_mailboxes")
    if request.method == "POST":
        try:
            finish_consent(row, sign_in, code=given["code"], back=_consent_page())
        except OAuthError as problem:
            messages.error(request, str(problem))
        else:
            messages.success(
                request, _("The provider lets “%(name)s” in now. Try its connections.") % {"name": row.name}
            )
        return redirect("settings_mailbox", row.pk)
    context = {"place": PLACE, "mailbox": row, "code": given["code"], "state": given["state"]}
    return render(request, "mailboxes/consent.html", context)


@never_cache
@require_POST
@needs(Permission.MANAGE_MAILBOXES)
def hand_over_key(request: StaffRequest) -> HttpResponse:
    """Make the secret with which programs post mail, shown this once."""
    secret = handing_over.rotate_hand_over_key()
    return render(request, "mailboxes/key.html", {"place": PLACE, "secret": secret})


def _edit(row: Mailbox, form: MailboxForm) -> None:
    commands.edit_mailbox(mailbox_id=row.pk, version=form.cleaned_data["version"], given=form.given())


def _around(row: Mailbox) -> dict[str, object]:
    """Return what the page of a mailbox shows beside its form."""
    return {
        "consents": _consents(row),
        "consent_page": _consent_page(),
        "dkim_record": _dkim_record(row),
        "unscanned": unscanned(row),
    }


@dataclass(frozen=True)
class _Consent:
    """A provider whose access a mailbox needs; without an address nobody made us a client there."""

    name: str
    address: str


def _consents(row: Mailbox) -> list[_Consent]:
    wanted = [one for one in dict.fromkeys([row.sign_in, row.smtp_sign_in]) if one != Mailbox.SignIn.PASSWORD]
    return [_consent(row, sign_in) for sign_in in wanted if accesses_by(row, sign_in)]


def _consent(row: Mailbox, sign_in: str) -> _Consent:
    state = _signer().sign(f"{row.pk}:{sign_in}")
    is_set_up = provider_of(sign_in).is_set_up
    address = consent_address(row, sign_in, back=_consent_page(), state=state) if is_set_up else ""
    return _Consent(str(Mailbox.SignIn(sign_in).label), address)


def _dkim_record(row: Mailbox) -> str:
    key = unseal(row.dkim_key_sealed, purpose=SIGNING) if row.dkim_key_sealed else ""
    try:
        return public_record(key) if key else ""
    except DkimKeyError:
        return ""


def _consent_page() -> str:
    return settings.BASE_URL.rstrip("/") + reverse("settings_mailbox_consent")


def _agreed_for(state: str) -> tuple[Mailbox | None, str]:
    """Return the mailbox somebody was sent to the provider for, and which: only from a page of ours, and not long ago."""
    try:
        number, _colon, sign_in = _signer().unsign(state, max_age=CONSENT_SECONDS).partition(":")
    except BadSignature:
        return None, ""
    row = Mailbox.objects.filter(pk=int(number)).first()
    return (row, sign_in) if row and accesses_by(row, sign_in) else (None, "")


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="mailbox consent")
