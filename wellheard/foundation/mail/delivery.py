"""Hand one mail to the mail server, or keep it in the built-in mailbox when none is set."""

import smtplib
from email.utils import formataddr
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives  # noqa: TID251 - this is the one place that speaks SMTP
from django.core.mail.backends.smtp import EmailBackend  # noqa: TID251
from django.db import transaction

from wellheard.foundation.demo import mail_server
from wellheard.foundation.mail.commands import note_delivered, note_undelivered
from wellheard.foundation.mail.failures import failure_of, is_refusal, reply_of
from wellheard.foundation.mail.html import html_of, text_of
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.foundation.mail.sender import mail_from

PORTS = {"smtp": 587, "smtp+plain": 25, "smtps": 465}


class MailSettingError(ValueError):
    """WELLHEARD_SMTP_URL cannot be used."""


class MailWaitsError(RuntimeError):
    """The mail server could not take a mail now; it is tried again."""


def deliver(mail_id: int) -> None:
    """Deliver a mail that is not out yet; a second call does nothing. Raises MailWaitsError when it should be tried again.

    The row stays locked from before the mail server is asked until its acceptance is noted. Two workers can never send the
    same mail at once, and a worker killed in between leaves it to be sent again under the same Message-ID.
    """
    problem = _try(mail_id)
    if problem:
        raise MailWaitsError(problem)


def reach_server() -> None:
    """Connect to the mail server and sign in, sending nothing. Raises MailSettingError, SMTPException or OSError."""
    connection = _connection()
    try:
        connection.open()
    finally:
        connection.close()


@transaction.atomic
def _try(mail_id: int) -> str:
    mail = OutgoingMail.objects.select_for_update().get(pk=mail_id)
    if mail.is_delivered or mail.state == OutgoingMail.State.WITHDRAWN:
        return ""
    if not mail_server():
        note_delivered(mail=mail, state=OutgoingMail.State.KEPT)
        return ""
    try:
        _message(mail).send()
    except (smtplib.SMTPException, OSError) as problem:
        reply = reply_of(problem)
        note_undelivered(mail=mail, error=reply, is_final=is_refusal(problem), failure=failure_of(problem))
        # A mail that failed for good is seen in the mailbox; its job has done what it could.
        return "" if mail.state == OutgoingMail.State.FAILED else reply
    note_delivered(mail=mail, state=OutgoingMail.State.SENT)
    return ""


def _message(mail: OutgoingMail) -> EmailMultiAlternatives:
    headers = {"Message-ID": mail.message_id, **mail.headers}
    if mail.in_reply_to:
        headers |= {"In-Reply-To": mail.in_reply_to, "References": mail.references or mail.in_reply_to}
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=text_of(mail.body, mail.footer),
        from_email=mail_from(),
        to=[formataddr((mail.to_name, mail.to_address))],
        headers=headers,
        connection=_connection(),
    )
    message.attach_alternative(
        html_of(mail.body, footer=mail.footer, language=mail.language, pixel=mail.pixel), "text/html"
    )
    return message


def _connection() -> EmailBackend:
    parts = urlsplit(settings.SMTP_URL)
    if parts.scheme not in PORTS or not parts.hostname:
        raise MailSettingError("WELLHEARD_SMTP_URL must look like smtp://user:password@mail.example.com:587")
    return EmailBackend(
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_tls=parts.scheme == "smtp",
        use_ssl=parts.scheme == "smtps",
        timeout=30,
    )
