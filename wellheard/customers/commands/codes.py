"""Prove that somebody reads an address: a six-digit code by mail, typed in place."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellheard.customers.commands.contacts import clean_identities, find_or_make_contact
from wellheard.customers.commands.errors import CustomerError, InvalidEmailError
from wellheard.customers.models import Contact, ContactIdentity, EmailCode
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.mail.commands import Letter, queue_mail

SENT = names.declare("code.sent", "A code was mailed to prove that somebody reads an address.")

VALID = timedelta(minutes=10)
MOST_TRIES = 5
# One more at once would only be an impatient finger; five an hour leave one guess in 40,000 to a stranger.
SHORTEST_WAIT = timedelta(seconds=30)
MOST_AN_HOUR = 5
_DIGITS = 6


class TooManyCodesError(CustomerError):
    """Codes were asked for too often."""


@dataclass(frozen=True)
class CodeCheck:
    """What came of a typed code: the contact it proves, or a sentence that says why not."""

    contact: Contact | None
    problem: str = ""


@transaction.atomic
def send_email_code(*, email: str, vendor: str = "") -> EmailCode:
    """Mail a code to an address. Raises InvalidEmailError, or TooManyCodesError with how long to wait."""
    address = clean_identities(email=email).get(ContactIdentity.Kind.EMAIL, "")
    if not address:
        raise InvalidEmailError(_("Write your e-mail address, such as ada@example.com."))
    _one_at_a_time(address)
    _check_pace(address)
    digits = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
    now = clock.now()
    code = EmailCode.objects.create(
        email=address, code_sha256=_digest(address, digits), sent_at=now, expires_at=now + VALID
    )
    ledger.record(SENT, code)
    queue_mail(_letter(code, digits, vendor))
    return code


@transaction.atomic
def check_email_code(*, email: str, code: str, name: str = "", language: str = "") -> CodeCheck:
    """Compare a typed code with the newest one mailed; the right one makes the address a verified identity of a contact.

    It answers instead of raising, because a wrong try must be counted even so.
    """
    try:
        address = clean_identities(email=email).get(ContactIdentity.Kind.EMAIL, "")
    except InvalidEmailError as problem:
        return CodeCheck(None, str(problem))
    newest = EmailCode.objects.select_for_update(no_key=True).filter(email=address).order_by("-sent_at", "-pk").first()
    if newest is None or newest.used_at or newest.expires_at <= clock.now() or newest.tries >= MOST_TRIES:
        return CodeCheck(None, _("This code is not valid any more. Ask for a new one."))
    digits = "".join(sign for sign in code if sign.isdecimal() and sign.isascii())
    if not constant_time_compare(newest.code_sha256, _digest(address, digits)):
        return CodeCheck(None, _count_wrong_try(newest))
    newest.used_at = clock.now()
    newest.save(update_fields=["used_at"])
    return CodeCheck(find_or_make_contact(email=address, name=name, language=language, verified_at=newest.used_at))


def _digest(address: str, digits: str) -> str:
    return salted_hmac("wellheard.email_code", f"{address}:{digits}", algorithm="sha256").hexdigest()


def _one_at_a_time(address: str) -> None:
    """Let two requests for the same address follow each other, or both would pass the check of the pace."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"email_code:{address}"])


def _check_pace(address: str) -> None:
    hour_ago = clock.now() - timedelta(hours=1)
    sent = list(
        EmailCode.objects.filter(email=address, sent_at__gt=hour_ago)
        .order_by("-sent_at")
        .values_list("sent_at", flat=True)
    )
    if sent and clock.now() - sent[0] < SHORTEST_WAIT:
        raise TooManyCodesError(_("A code is on its way to you. Wait half a minute before you ask for another."))
    if len(sent) >= MOST_AN_HOUR:
        raise TooManyCodesError(_("This address was sent many codes within an hour. Wait an hour and ask again."))


def _count_wrong_try(code: EmailCode) -> str:
    code.tries += 1
    code.save(update_fields=["tries"])
    left = MOST_TRIES - code.tries
    if not left:
        return _("This code is wrong, and it was the last try. Ask for a new one.")
    return ngettext(
        "This code is wrong. You have %(count)d more try.", "This code is wrong. You have %(count)d more tries.", left
    ) % {"count": left}


def _letter(code: EmailCode, digits: str, vendor: str) -> Letter:
    shown = f"{digits[:3]} {digits[3:]}"
    subject = _("%(code)s is your code for %(vendor)s") if vendor else _("%(code)s is your code")
    body = _(
        "Your code is %(code)s. Type it on the page where you asked for it, within ten minutes.\n\n"
        "If you did not ask for it, you need not do anything: nobody gets in without the code."
    )
    return Letter(
        key=f"code:{code.pk}",
        to_address=code.email,
        subject=subject % {"code": shown, "vendor": vendor},
        body=body % {"code": shown},
        headers={"Auto-Submitted": "auto-generated"},
    )
