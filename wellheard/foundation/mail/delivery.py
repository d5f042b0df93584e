"""Hand one mail to the mail server, or keep it in the built-in mailbox when none is set."""

import smtplib
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

from wellheard.foundation.demo import mail_server
from wellheard.foundation.mail import servers
from wellheard.foundation.mail.bounces import note_refused_recipient
from wellheard.foundation.mail.commands import MOST_TRIES, note_delivered, note_undelivered, note_waiting_for
from wellheard.foundation.mail.composing import bytes_of, envelope_sender, recipients_of
from wellheard.foundation.mail.failures import Failure, failure_of, is_refusal, reply_of
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.foundation.mail.sender import Way, way_of
from wellheard.foundation.mail.servers import MailSettingError, Refused, SignInError, Taken
from wellheard.foundation.mail.signing import DkimKeyError, signed

__all__ = ["MailSettingError", "MailWaitsError", "deliver", "reach_server"]

# RFC 5321, 4.2.1: the first digit says whether it may be taken later.
LATER, NEVER = 450, 500


class MailWaitsError(RuntimeError):
    """The mail server could not take a mail now; it is tried again."""


def deliver(mail_id: int) -> None:
    """Deliver a mail that is not out yet; a second call does nothing. Raises MailWaitsError when it should be tried again.

    The row stays locked from before the mail server is asked until its acceptance is noted. Two workers can never send the
    same mail at once, and a worker killed in between leaves it to be sent again under the same Message-ID. What the server
    takes for some and not for others is out: only for the others it is asked again.
    """
    problem = _try(mail_id)
    if problem:
        raise MailWaitsError(problem)


def reach_server() -> None:
    """Connect to the mail server and sign in, sending nothing. Raises MailSettingError, SMTPException or OSError."""
    servers.reach_server(settings.SMTP_URL)


@transaction.atomic
def _try(mail_id: int) -> str:
    mail = OutgoingMail.objects.select_for_update(no_key=True).get(pk=mail_id)
    is_out = mail.state == OutgoingMail.State.SENT and bool(mail.waiting_for)
    if not is_out and mail.state not in {OutgoingMail.State.QUEUED, OutgoingMail.State.FAILED}:
        return ""
    way = way_of(mail.via)
    url = mail_server(way.smtp_url)
    if is_out:
        return _try_the_rest(mail, way, url)
    if not url:
        note_delivered(mail=mail, state=OutgoingMail.State.KEPT)
        return ""
    return _try_everybody(mail, way, url)


def _try_everybody(mail: OutgoingMail, way: Way, url: str) -> str:
    try:
        taken = _hand_over(mail, way, url, recipients_of(mail))
    except (smtplib.SMTPException, OSError) as problem:
        reply = reply_of(problem)
        note_undelivered(mail=mail, error=reply, is_final=is_refusal(problem), failure=failure_of(problem))
        # A mail that failed for good is seen in the mailbox; its job has done what it could.
        return "" if mail.state == OutgoingMail.State.FAILED else reply
    except (MailSettingError, DkimKeyError) as problem:
        # Whoever operates us mends it; until then the mail waits.
        note_undelivered(mail=mail, error=str(problem), is_final=False, failure=Failure.OUR_SERVER)
        return "" if mail.state == OutgoingMail.State.FAILED else str(problem)
    except ValueError as problem:
        # An address or a key that no mail can be made with: trying again makes none either.
        note_undelivered(mail=mail, error=str(problem), is_final=True, failure=Failure.OTHER)
        return ""
    note_delivered(mail=mail, state=OutgoingMail.State.SENT, provider_id=taken.words)
    return _note_refused(mail, taken.refused)


def _try_the_rest(mail: OutgoingMail, way: Way, url: str) -> str:
    """Ask once more for those the mail server would not take a mail for. Who has it already is not sent it again."""
    try:
        refused = _hand_over(mail, way, url, mail.waiting_for).refused
    except smtplib.SMTPRecipientsRefused as problem:
        refused = problem.recipients
    except (smtplib.SMTPException, OSError, ValueError) as problem:
        code = NEVER if is_refusal(problem) else LATER
        refused = dict.fromkeys(mail.waiting_for, (code, reply_of(problem).encode()))
    return _note_refused(mail, refused)


def _note_refused(mail: OutgoingMail, refused: Refused) -> str:
    """Note for whom of several a mail server refused a mail; return its words while some are to be asked about again."""
    may_wait = mail.tries + 1 < MOST_TRIES
    waiting = [address for address, (code, _words) in refused.items() if may_wait and code < NEVER]
    note_waiting_for(mail=mail, addresses=waiting)
    said = {address: f"{code} {words.decode(errors='replace')}" for address, (code, words) in refused.items()}
    for address in said.keys() - waiting:
        note_refused_recipient(mail=mail, address=address, reply=said[address])
    return "; ".join(said[address] for address in waiting)


def _hand_over(mail: OutgoingMail, way: Way, url: str, recipients: Sequence[str]) -> Taken:
    message = bytes_of(mail, sender=way.sender)
    if way.dkim:
        message = signed(message, way.dkim)
    try:
        sender = envelope_sender(way.sender)
        taken = servers.hand_over(url, way.tokens, sender=sender, recipients=recipients, message=message)
    except SignInError as problem:
        if way.tokens:
            way.tokens.note_refused(str(problem))
        raise
    if way.tokens:
        way.tokens.note_taken()
    return taken
