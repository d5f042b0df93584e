"""Set up the addresses customers write to."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.sealing import seal, unseal
from wellheard.foundation.text.clean import clean_email, clean_line, clean_words
from wellheard.listen.mailboxes.access import FETCHING, SENDING, SIGNING
from wellheard.listen.mailboxes.models import Mailbox
from wellheard.workspace.commands.errors import WorkspaceError
from wellheard.workspace.commands.locking import lock_workspace, name_of, require_version
from wellheard.workspace.models import Area, Team

ADDED = names.declare("mailbox.added", "Customers can write to another address of ours.")
EDITED = names.declare("mailbox.edited", "A mailbox's address, or how its mail comes and goes, was changed.")
CLOSED = names.declare("mailbox.closed", "No mail is taken in for a mailbox any more.")
OPENED = names.declare("mailbox.opened", "A closed mailbox takes mail in again.")

MOST_ALIASES = 20
# When one of these is another one, the numbers of the old folder say nothing about the new one.
_OF_THE_FOLDER = {"imap_host", "imap_port", "imap_user", "imap_folder", "imap_since"}


class MailboxError(WorkspaceError):
    """A mailbox cannot be set up so; the text says what to do next."""


@dataclass(frozen=True)
class Given:
    """What somebody sets of a mailbox. A secret of None stays as it is; an empty one is taken away."""

    name: str
    address: str
    aliases: tuple[str, ...] = ()
    from_name: str = ""
    team: Team | None = None
    default_area: Area | None = None
    language: str = ""
    signature: str = ""
    auto_replies: bool = False
    intake: str = Mailbox.Intake.HANDED_OVER
    imap_host: str = ""
    imap_port: int = 993
    imap_tls: str = Mailbox.Tls.TLS
    imap_user: str = ""
    imap_folder: str = "INBOX"
    imap_since: date | None = None
    sign_in: str = Mailbox.SignIn.PASSWORD
    secret: str | None = None
    smtp_url: str | None = None
    smtp_sign_in: str = Mailbox.SignIn.PASSWORD
    dkim_selector: str = ""
    dkim_key: str | None = None


@transaction.atomic
def add_mailbox(*, given: Given) -> Mailbox:
    """Let customers write to another address. Raises MailboxError when it is another mailbox's already."""
    lock_workspace()
    mailbox = Mailbox(made_at=clock.now())
    for column, value in _columns(given, mailbox).items():
        setattr(mailbox, column, value)
    _require_free(mailbox)
    mailbox.save(force_insert=True)
    ledger.record(ADDED, mailbox, intake=mailbox.intake)
    return mailbox


@transaction.atomic
def edit_mailbox(*, mailbox_id: int, version: int, given: Given) -> Mailbox:
    """Change a mailbox; what fetches its mail begins anew. Raises MailboxError, StaleError after another's edit."""
    lock_workspace()
    mailbox = Mailbox.objects.select_for_update(of=("self",), no_key=True).get(pk=mailbox_id)
    require_version(mailbox, version)
    wanted = _columns(given, mailbox)
    changed = sorted(column for column, value in wanted.items() if getattr(mailbox, column) != value)
    if not changed:
        return mailbox
    sent_by = _sent_by(mailbox)
    for column in changed:
        setattr(mailbox, column, wanted[column])
    _require_free(mailbox)
    begun_anew = _begin_anew(mailbox, changed)
    if _sent_by(mailbox) != sent_by:
        begun_anew += _send_anew(mailbox)
    mailbox.save(update_fields=[*changed, *begun_anew, "version"])
    ledger.record(EDITED, mailbox, changed=changed)
    return mailbox


@transaction.atomic
def close_mailbox(*, mailbox_id: int) -> Mailbox:
    """Take in no more mail for a mailbox; its conversations stay. Closing it again changes nothing."""
    return _switch(mailbox_id, CLOSED)


@transaction.atomic
def open_mailbox(*, mailbox_id: int) -> Mailbox:
    """Take in mail for a closed mailbox again."""
    return _switch(mailbox_id, OPENED)


def _switch(mailbox_id: int, fact: str) -> Mailbox:
    mailbox = Mailbox.objects.select_for_update(of=("self",), no_key=True).get(pk=mailbox_id)
    if mailbox.is_open == (fact == OPENED):
        return mailbox
    mailbox.closed_at = None if fact == OPENED else clock.now()
    mailbox.version += 1
    mailbox.save(update_fields=["closed_at", "version"])
    ledger.record(fact, mailbox)
    return mailbox


def _columns(given: Given, mailbox: Mailbox) -> dict[str, Any]:
    address = clean_email(given.address)
    aliases = {clean_email(alias) for alias in given.aliases} - {address, ""}
    if len(aliases) > MOST_ALIASES:
        raise MailboxError(_("A mailbox has at most 20 further addresses."), field="aliases")
    return {
        "name": name_of(given.name),
        "address": address,
        "aliases": sorted(aliases),
        "from_name": clean_line(given.from_name),
        "team": given.team,
        "default_area": given.default_area,
        "language": given.language,
        "signature": clean_words(given.signature),
        "auto_replies_since": (mailbox.auto_replies_since or clock.now()) if given.auto_replies else None,
        "dkim_selector": clean_line(given.dkim_selector),
        **_intake(given),
        **_secrets(given),
    }


def _intake(given: Given) -> dict[str, Any]:
    return {
        "intake": given.intake,
        "imap_host": clean_line(given.imap_host),
        "imap_port": given.imap_port,
        "imap_tls": given.imap_tls,
        "imap_user": clean_line(given.imap_user),
        "imap_folder": clean_line(given.imap_folder) or "INBOX",
        "imap_since": given.imap_since,
        "sign_in": given.sign_in,
        "smtp_sign_in": given.smtp_sign_in,
    }


def _secrets(given: Given) -> dict[str, str]:
    said = (
        ("secret_sealed", given.secret, FETCHING),
        ("smtp_url_sealed", given.smtp_url, SENDING),
        ("dkim_key_sealed", given.dkim_key, SIGNING),
    )
    return {column: seal(text, purpose=use) if text else "" for column, text, use in said if text is not None}


def _begin_anew(mailbox: Mailbox, changed: list[str]) -> list[str]:
    """Forget what is not true of what was changed: the last error, and the numbers of another folder."""
    mailbox.last_error, mailbox.failing_since, mailbox.failed_tries, mailbox.next_try_at = "", None, 0, None
    forgotten = ["last_error", "failing_since", "failed_tries", "next_try_at"]
    if _OF_THE_FOLDER & set(changed):
        mailbox.uid_validity, mailbox.last_uid = None, 0
        forgotten += ["uid_validity", "last_uid"]
    if {"sign_in", "imap_user"} & set(changed):
        mailbox.access_sealed, mailbox.access_until = "", None
        forgotten += ["access_sealed", "access_until"]
    return forgotten


def _sent_by(mailbox: Mailbox) -> tuple[str, ...]:
    """Return as whom and where we sign in to send: what was agreed on for one holds for no other."""
    url = urlsplit(unseal(mailbox.smtp_url_sealed, purpose=SENDING) if mailbox.smtp_url_sealed else "")
    return mailbox.smtp_sign_in, url.hostname or "", url.username or ""


def _send_anew(mailbox: Mailbox) -> list[str]:
    mailbox.smtp_secret_sealed = mailbox.smtp_access_sealed = mailbox.sending_error = ""
    mailbox.smtp_access_until = mailbox.sending_failing_since = None
    return ["smtp_secret_sealed", "smtp_access_sealed", "smtp_access_until", "sending_error", "sending_failing_since"]


def _require_free(mailbox: Mailbox) -> None:
    wanted = [mailbox.address, *mailbox.aliases]
    others = Mailbox.objects.exclude(pk=mailbox.pk).filter(Q(address__in=wanted) | Q(aliases__overlap=wanted)).first()
    if others:
        field = "address" if mailbox.address in {others.address, *others.aliases} else "aliases"
        sentence = _("“%(name)s” has this address already. Open that mailbox, or write another address.")
        raise MailboxError(sentence % {"name": others.name}, field=field)
