"""Queue mail and note what became of it."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from email.utils import parseaddr
from typing import Any

from django.db import transaction

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.mail.failures import Failure
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.foundation.mail.sender import mail_from
from wellheard.foundation.text.clean import clean_line, clean_words

QUEUED = names.declare("mail.queued", "A mail is ready to go out.")
SENT = names.declare("mail.sent", "The mail server accepted a mail, or the built-in mailbox kept it.")
OPENED = names.declare("mail.opened", "A mail was opened; known only where the owner switched that on.")
WITHDRAWN = names.declare("mail.withdrawn", "A mail is not sent: they are told in another way, or by another mail.")
FAILED = names.declare("mail.failed", "A mail was refused, or eight tries over a day did not get it out.")

# After this many tries the mail is failed and shown to staff; it can still be run again by hand.
MOST_TRIES = 8


# Headers that say to whom a mail goes and what it is: they are written from a letter's own fields, or not at all.
_OUR_HEADERS = {
    "to",
    "cc",
    "bcc",
    "from",
    "sender",
    "subject",
    "date",
    "message-id",
    "reply-to",
    "content-type",
    "mime-version",
}


@dataclass(frozen=True)
class MailFile:
    """A file to attach: its name for the reader, its name among the kept files, and its kind.

    One with a `content_id` (without <>) that the letter's HTML names as `cid:…` stands in the text instead. A short one may
    be given as `text`: it is kept with the mail, and is erased with it.
    """

    name: str
    file: str
    media_type: str
    content_id: str = ""
    text: str = ""


@dataclass(frozen=True)
class Letter:
    """What to write to whom; `key` names what it is for and makes a second one impossible.

    `via` names the way out, as "mailbox:7": whom it is from and which mail server takes it. `by_machine` asks other machines
    not to answer. `message_id` is the caller's own, with <>. There is no way to send hidden copies.
    """

    key: str
    to_address: str
    subject: str
    body: str
    to_name: str = ""
    in_reply_to: str = ""
    references: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    footer: str = ""
    language: str = ""
    pixel: str = ""
    html: str = ""
    via: str = ""
    more_to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    reply_to: str = ""
    message_id: str = ""
    by_machine: bool = False
    files: tuple[MailFile, ...] = ()


@transaction.atomic
def queue_mail(letter: Letter) -> OutgoingMail:
    """Queue a mail with the change that owes it; queuing the same key again returns the mail that is already there.

    One that failed is queued again with the new words, under its old Message-ID: no server ever took it.
    """
    content = _content(letter)
    message_id = clean_line(letter.message_id) or _message_id()
    mail, is_new = OutgoingMail.objects.get_or_create(
        key=letter.key, defaults=content | {"message_id": message_id, "queued_at": clock.now()}
    )
    if is_new:
        ledger.record(QUEUED, mail)
    elif mail.state in {OutgoingMail.State.FAILED, OutgoingMail.State.WITHDRAWN}:
        _queue_again(mail, content)
    return mail


@transaction.atomic
def requeue_mail(*, mail_id: int) -> OutgoingMail:
    """Try a failed mail again as it is; one that is out already stays out."""
    mail = OutgoingMail.objects.select_for_update(no_key=True).get(pk=mail_id)
    if mail.state == OutgoingMail.State.FAILED:
        _queue_again(mail, {})
    return mail


@transaction.atomic
def withdraw_mail(*, mail_id: int) -> None:
    """Never try a failed mail again: whom it was for was told another way. One that is out, or on its way, is left alone."""
    mail = OutgoingMail.objects.select_for_update(no_key=True).get(pk=mail_id)
    if mail.state == OutgoingMail.State.FAILED:
        mail.state = OutgoingMail.State.WITHDRAWN
        mail.save(update_fields=["state"])
        ledger.record(WITHDRAWN, mail)


@transaction.atomic
def recall_mail(*, mail_id: int) -> OutgoingMail:
    """Call back a mail that waits for the mail server; one the server is being asked about is waited for, and then it is out."""
    mail = OutgoingMail.objects.select_for_update(no_key=True).get(pk=mail_id)
    if mail.state == OutgoingMail.State.QUEUED:
        mail.state = OutgoingMail.State.WITHDRAWN
        mail.save(update_fields=["state"])
        ledger.record(WITHDRAWN, mail)
    return mail


@transaction.atomic
def note_opened(*, mail_id: int) -> None:
    """Note when a mail was first opened; opening it again changes nothing."""
    mail = OutgoingMail.objects.select_for_update(no_key=True).filter(pk=mail_id, opened_at=None).first()
    if mail is None or not mail.pixel:
        return
    mail.opened_at = clock.now()
    mail.save(update_fields=["opened_at"])
    ledger.record(OPENED, mail)


@transaction.atomic
def note_delivered(*, mail: OutgoingMail, state: OutgoingMail.State, provider_id: str = "") -> None:
    """Note that a mail is out, and what the mail server called it; whoever owed it learns of it by the fact."""
    mail.state = state
    mail.sent_at = clock.now()
    mail.error = mail.failure = ""
    mail.provider_id = clean_line(provider_id)[:300]
    mail.save(update_fields=["state", "sent_at", "error", "failure", "provider_id"])
    ledger.record(SENT, mail)


@transaction.atomic
def note_waiting_for(*, mail: OutgoingMail, addresses: Sequence[str]) -> None:
    """Note for whom a mail that is out has to be handed over once more: the mail server would not take it for them now."""
    mail.tries += bool(addresses)
    mail.waiting_for = list(addresses)
    mail.save(update_fields=["tries", "waiting_for"])


@transaction.atomic
def note_undelivered(*, mail: OutgoingMail, error: str, is_final: bool, failure: Failure = Failure.OUR_SERVER) -> None:
    """Note a try that failed. A final refusal, or the last of eight tries, fails the mail."""
    mail.tries += 1
    mail.error, mail.failure = clean_words(error)[:2000], failure
    if is_final or mail.tries >= MOST_TRIES:
        mail.state = OutgoingMail.State.FAILED
    mail.save(update_fields=["tries", "error", "failure", "state"])
    if mail.state == OutgoingMail.State.FAILED:
        ledger.record(FAILED, mail, tries=mail.tries)


def _content(letter: Letter) -> dict[str, Any]:
    return {
        "to_name": clean_line(letter.to_name)[:200],
        "to_address": clean_line(letter.to_address),
        "subject": clean_line(letter.subject)[:300],
        "body": clean_words(letter.body),
        "in_reply_to": clean_line(letter.in_reply_to)[:998],
        "references": clean_line(letter.references),
        "more_to": [clean_line(address) for address in letter.more_to],
        "cc": [clean_line(address) for address in letter.cc],
        "reply_to": clean_line(letter.reply_to)[:320],
        "via": letter.via,
        "by_machine": letter.by_machine,
        "html": clean_words(letter.html),
        "files": [asdict(one) for one in letter.files],
        "footer": clean_words(letter.footer),
        "language": letter.language,
        "pixel": letter.pixel,
        "headers": {
            clean_line(name): clean_line(value)
            for name, value in letter.headers.items()
            if clean_line(name).lower() not in _OUR_HEADERS
        },
    }


def _queue_again(mail: OutgoingMail, content: dict[str, Any]) -> None:
    for column, value in content.items():
        setattr(mail, column, value)
    mail.state, mail.tries, mail.error, mail.failure = OutgoingMail.State.QUEUED, 0, "", ""
    mail.save(update_fields=["state", "tries", "error", "failure", *content])
    ledger.record(QUEUED, mail)


def _message_id() -> str:
    _, sender = parseaddr(mail_from())
    domain = sender.rpartition("@")[2] or "localhost"
    return f"<{secrets.token_hex(16)}@{domain}>"
