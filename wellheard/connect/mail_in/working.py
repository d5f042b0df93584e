"""What is done with one mail after it was kept: read apart, looked through for viruses, noted as a report, or placed."""

import logging

from django.db import InterfaceError, OperationalError, transaction
from django.utils.translation import gettext as _

from wellheard.connect.mail_in.matching import is_forged
from wellheard.connect.mail_in.placing import place_mail
from wellheard.connect.mail_in.scanning import NotScannedError, ScannerError, virus_in
from wellheard.decide.reviews.commands import take_meeting_reply
from wellheard.foundation.mail.bounces import Report, mail_under, note_report
from wellheard.foundation.mail.reading import ReadMail
from wellheard.foundation.mail.reading.apart import UnreadableMailError, read_apart
from wellheard.listen.interviews.calendar_replies import reply_in
from wellheard.listen.interviews.commands import take_calendar_reply
from wellheard.listen.mailboxes.commands import note_placed, note_read, note_unscanned, quarantine_mail
from wellheard.listen.mailboxes.models import IncomingMail
from wellheard.listen.mailboxes.queries import raw_of

logger = logging.getLogger("wellheard.mail_in")

# A reply is one file, which some attach twice.
MOST_CALENDARS = 3
_WORKED_ON = (IncomingMail.State.KEPT, IncomingMail.State.READ)


def work_on(mail_id: int) -> None:
    """Read and place one mail; one that is placed, or waits in quarantine, is left alone. Safe to repeat.

    What cannot be read or placed goes to quarantine with a sentence, and the next mail has its turn. Only when the database
    or the virus scanner is away is the mail tried again by itself; for the scanner, a day.
    """
    incoming = IncomingMail.objects.select_related("mailbox").get(pk=mail_id)
    if incoming.state not in _WORKED_ON:
        return
    raw = raw_of(incoming)
    try:
        mail = read_apart(raw)
    except UnreadableMailError as problem:
        quarantine_mail(mail_id=mail_id, problem=str(problem))
        return
    try:
        virus = virus_in(raw)
    except NotScannedError as problem:
        sentence = _("The virus scanner does not look through it: %(why)s. Let it take larger mails, then try again.")
        _set_aside(incoming, mail, sentence % {"why": problem})
        return
    except ScannerError as problem:
        if _waits_for_scanner(incoming, mail):
            raise
        logger.warning("a mail was not scanned for a day", extra={"mail": mail_id, "error": str(problem)})
        return
    if virus:
        _set_aside(incoming, mail, _("The virus scanner found %(virus)s in it.") % {"virus": virus})
    else:
        _place_or_set_aside(incoming, mail)


def _place_or_set_aside(incoming: IncomingMail, mail: ReadMail) -> None:
    try:
        _place(incoming, mail)
    except (OperationalError, InterfaceError):
        raise
    except Exception as problem:
        # A mail that nobody thought of must not stop the others; its bytes are here, and whoever looks after us is told.
        logger.exception("a mail could not be placed", extra={"mail": incoming.pk})
        sentence = _("It was read, but could not be placed in a conversation (%(problem)s).")
        _set_aside(incoming, mail, sentence % {"problem": type(problem).__name__})


@transaction.atomic
def _place(incoming: IncomingMail, mail: ReadMail) -> None:
    noted = _noted(incoming, mail)
    if not (_note_reports(mail) or _take_calendar_reply(mail)):
        place_mail(incoming=noted, mail=mail)
    note_placed(mail_id=incoming.pk)


@transaction.atomic
def _set_aside(incoming: IncomingMail, mail: ReadMail, problem: str) -> None:
    _noted(incoming, mail)
    quarantine_mail(mail_id=incoming.pk, problem=problem)


@transaction.atomic
def _waits_for_scanner(incoming: IncomingMail, mail: ReadMail) -> bool:
    """Note that a mail could not be looked through; tell whether it is still tried again by itself."""
    _noted(incoming, mail)
    problem = _(
        "The virus scanner does not answer, so nobody has looked through this mail. It goes on once the scanner does."
    )
    return note_unscanned(mail_id=incoming.pk, problem=problem).state != IncomingMail.State.QUARANTINED


def _noted(incoming: IncomingMail, mail: ReadMail) -> IncomingMail:
    """Note what a mail says it is; its mailbox is at hand already."""
    noted = note_read(
        mail_id=incoming.pk,
        message_id=mail.message_id,
        subject=mail.subject,
        sender=mail.sender.address or mail.sender.name,
    )
    noted.mailbox = incoming.mailbox
    return noted


def _take_calendar_reply(mail: ReadMail) -> bool:
    """Take what a calendar answers to one of our invitations; tell whether that is what this mail is."""
    if is_forged(mail):
        return False
    files = [one.data for one in mail.attachments if one.media_type == "text/calendar"][:MOST_CALENDARS]
    reply = next(filter(None, map(reply_in, files)), None)
    takers = (take_calendar_reply, take_meeting_reply)
    return reply is not None and any(take(reply=reply, sender=mail.sender.address) for take in takers)


def _note_reports(mail: ReadMail) -> bool:
    """Note what a mail server reports of a mail of ours; tell whether it is one. Nobody can guess our mails' ids."""
    ours = mail_under(mail.bounce.original_message_id) if mail.bounce else None
    if ours is None or mail.bounce is None:
        return False
    for one in mail.bounce.recipients:
        note_report(mail_id=ours.pk, report=Report(one.address, one.action, one.status, one.diagnostic))
    return True
