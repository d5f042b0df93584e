"""Try the connections of a mailbox, so that a mistake is seen before a customer's mail waits."""

import smtplib
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from wellheard.connect.mail_in.imap import ImapError, opened
from wellheard.foundation.demo import is_demo
from wellheard.foundation.mail.failures import reply_of
from wellheard.foundation.mail.sender import way_of
from wellheard.foundation.mail.servers import MailSettingError, SignInError, reach_server
from wellheard.listen.mailboxes.commands import note_let_in, note_shut_out
from wellheard.listen.mailboxes.models import Mailbox
from wellheard.listen.mailboxes.sending import via


@dataclass(frozen=True)
class Tried:
    """How one try ended, in a sentence."""

    is_good: bool
    sentence: str


def try_mailbox(mailbox: Mailbox) -> list[Tried]:
    """Sign in where mail comes from and where it goes to; nothing is fetched and nothing is sent."""
    tried = [_try_fetching(mailbox)] if mailbox.intake == Mailbox.Intake.IMAP else []
    return [*tried, _try_sending(mailbox)]


def _try_fetching(mailbox: Mailbox) -> Tried:
    try:
        with opened(mailbox) as inbox:
            folder = inbox.look()
    except ImapError as problem:
        return Tried(is_good=False, sentence=str(problem))
    sentence = _("Mail can be fetched: %(host)s lets us in and shows the folder “%(folder)s” (UIDVALIDITY %(number)d).")
    return Tried(
        is_good=True,
        sentence=sentence % {"host": mailbox.imap_host, "folder": mailbox.imap_folder, "number": folder.uid_validity},
    )


def _try_sending(mailbox: Mailbox) -> Tried:
    way = way_of(via(mailbox))
    url = way.smtp_url or settings.SMTP_URL
    if is_demo():
        return Tried(
            is_good=True, sentence=_("This is the demo: no mail leaves, all of it stays in the built-in mailbox.")
        )
    if not url:
        sentence = _(
            "No mail can be sent: neither this mailbox nor the installation (WELLHEARD_SMTP_URL) has a mail server."
        )
        return Tried(is_good=False, sentence=sentence)
    try:
        reach_server(url, way.tokens)
    except SignInError as problem:
        note_shut_out(mailbox_id=mailbox.pk, problem=str(problem))
        return Tried(is_good=False, sentence=str(problem))
    except MailSettingError:
        return Tried(
            is_good=False, sentence=_("The address of the mail server cannot be used; write its name and port.")
        )
    except (smtplib.SMTPException, OSError) as problem:
        sentence = _("Mail cannot be sent: the mail server does not take us (%(why)s).")
        return Tried(
            is_good=False, sentence=sentence % {"why": (getattr(problem, "strerror", None) or reply_of(problem))[:300]}
        )
    note_let_in(mailbox_id=mailbox.pk)
    return Tried(is_good=True, sentence=_("Mail can be sent: the mail server takes us."))
