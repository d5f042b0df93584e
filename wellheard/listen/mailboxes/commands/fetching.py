"""Note what was fetched from a mail server, and why nothing could be."""

import hashlib
from datetime import timedelta

from django.db import transaction

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_words
from wellheard.listen.mailboxes.commands.incoming import KEPT, keep_mail, quarantine_mail
from wellheard.listen.mailboxes.fingerprints import fingerprint_of
from wellheard.listen.mailboxes.models import IncomingMail, Mailbox, RawMail

FAILING = names.declare(
    "mailbox.failing", "Several tries to fetch the mail of a mailbox failed; why stands on its page."
)
RECOVERED = names.declare("mailbox.recovered", "The mail of a mailbox is fetched again.")

# Seconds until the next try, twice as long each time. Mail servers lock out who signs in wrongly again and again.
FIRST_WAIT, LONGEST_WAIT = 15, 900
FIRST_SIGN_IN_WAIT, LONGEST_SIGN_IN_WAIT = 300, 3600
# After so many tries somebody is told.
TELLING_TRIES = 4
NOTED_EVERY = timedelta(minutes=1)


@transaction.atomic
def note_numbering(*, mailbox_id: int, uid_validity: int, last_uid: int) -> Mailbox:
    """Note how a folder numbers its mail from now on, and from which number on mail is new to us."""
    mailbox = _locked(mailbox_id)
    mailbox.uid_validity, mailbox.last_uid = uid_validity, last_uid
    mailbox.save(update_fields=["uid_validity", "last_uid"])
    return mailbox


@transaction.atomic
def keep_fetched(*, mailbox_id: int, uid_validity: int, uid: int, raw: bytes) -> IncomingMail:
    """Keep a mail with the note that everything up to it is here: a crash in between loses nothing and doubles nothing."""
    mailbox = _locked(mailbox_id)
    mail = keep_mail(
        raw=raw,
        came_by=IncomingMail.Way.IMAP,
        origin_key=_key(mailbox_id, uid_validity, uid),
        mailbox=mailbox,
        envelope_to=[mailbox.address],
    )
    _move_mark(mailbox, uid_validity, uid)
    return mail


@transaction.atomic
def keep_part_of_fetched(*, mailbox_id: int, uid_validity: int, uid: int, raw: bytes, problem: str) -> IncomingMail:
    """Keep what could be had of a mail, in quarantine, and go on with the next one."""
    mail = keep_fetched(mailbox_id=mailbox_id, uid_validity=uid_validity, uid=uid, raw=raw)
    return quarantine_mail(mail_id=mail.pk, problem=problem)


@transaction.atomic
def note_missed(*, mailbox_id: int, uid_validity: int, uid: int, problem: str) -> IncomingMail:
    """Note in quarantine that a mail server would not give us one mail, and go on with the next; it is asked for again."""
    mailbox = _locked(mailbox_id)
    mail, _is_new = IncomingMail.objects.get_or_create(
        came_by=IncomingMail.Way.IMAP,
        origin_key=_key(mailbox_id, uid_validity, uid),
        defaults={
            "mailbox": mailbox,
            "received_at": clock.now(),
            "sha256": hashlib.sha256(b"").hexdigest(),
            "byte_count": 0,
            "envelope_to": [mailbox.address],
        },
    )
    _move_mark(mailbox, uid_validity, uid)
    return quarantine_mail(mail_id=mail.pk, problem=problem)


@transaction.atomic
def note_to_fetch(*, mailbox_id: int, count: int) -> None:
    """Note how many mails are still to be fetched, for whoever waits for years of mail to be here."""
    Mailbox.objects.filter(pk=mailbox_id).exclude(to_fetch=count).update(to_fetch=count)


@transaction.atomic
def count_break(*, mailbox_id: int, uid: int) -> int:
    """Count that the connection ended while this mail was asked for; return how many times in a row it did so there."""
    mailbox = _locked(mailbox_id)
    mailbox.broke_times = mailbox.broke_times + 1 if mailbox.broke_at_uid == uid else 1
    mailbox.broke_at_uid = uid
    mailbox.save(update_fields=["broke_times", "broke_at_uid"])
    return mailbox.broke_times


@transaction.atomic
def give_up_asking(*, mail_id: int, problem: str) -> None:
    """Ask no more by itself for a mail at which the mail server breaks off: each time the others would wait."""
    mail = IncomingMail.objects.select_for_update(no_key=True).get(pk=mail_id)
    mail.cause, mail.problem = IncomingMail.Cause.BREAKING, clean_words(problem)[:2000]
    mail.save(update_fields=["cause", "problem"])


@transaction.atomic
def keep_missed(*, mail_id: int, raw: bytes) -> None:
    """Keep a mail after all that the mail server would not give us before, and have it read."""
    mail = IncomingMail.objects.select_for_update(no_key=True).get(pk=mail_id)
    if mail.byte_count:
        return
    RawMail.objects.create(mail=mail, data=raw)
    mail.sha256, mail.fingerprint, mail.byte_count = hashlib.sha256(raw).hexdigest(), fingerprint_of(raw), len(raw)
    mail.state = IncomingMail.State.KEPT
    mail.save(update_fields=["sha256", "fingerprint", "byte_count", "state"])
    ledger.record(KEPT, mail)


@transaction.atomic
def note_fetched(*, mailbox_id: int) -> None:
    """Note that a mailbox was looked into, at most once a minute while all is well."""
    mailbox = _locked(mailbox_id)
    now = clock.now()
    is_fresh = mailbox.last_fetched_at and now - mailbox.last_fetched_at < NOTED_EVERY
    if is_fresh and not mailbox.failing_since:
        return
    if mailbox.failed_tries >= TELLING_TRIES:
        ledger.record(RECOVERED, mailbox)
    mailbox.last_fetched_at, mailbox.last_error, mailbox.failing_since = now, "", None
    mailbox.failed_tries, mailbox.next_try_at = 0, None
    mailbox.save(update_fields=["last_fetched_at", "last_error", "failing_since", "failed_tries", "next_try_at"])


@transaction.atomic
def note_fetch_failed(*, mailbox_id: int, problem: str) -> None:
    """Note why mail could not be fetched, and wait longer each time before the next try."""
    _note_failed(mailbox_id, problem, FIRST_WAIT, LONGEST_WAIT)


@transaction.atomic
def note_sign_in_failed(*, mailbox_id: int, problem: str) -> None:
    """Note that the mail server does not let us in; the next try is far off, so that it does not lock us out."""
    _note_failed(mailbox_id, problem, FIRST_SIGN_IN_WAIT, LONGEST_SIGN_IN_WAIT)


def _note_failed(mailbox_id: int, problem: str, first: int, longest: int) -> None:
    mailbox = _locked(mailbox_id)
    mailbox.failed_tries += 1
    wait = min(first * 2 ** min(mailbox.failed_tries - 1, 10), longest)
    mailbox.last_error = clean_words(problem)[:1000]
    mailbox.failing_since = mailbox.failing_since or clock.now()
    mailbox.next_try_at = clock.now() + timedelta(seconds=wait)
    mailbox.save(update_fields=["failed_tries", "last_error", "failing_since", "next_try_at"])
    if mailbox.failed_tries == TELLING_TRIES:
        ledger.record(FAILING, mailbox)


def _move_mark(mailbox: Mailbox, uid_validity: int, uid: int) -> None:
    if mailbox.uid_validity == uid_validity and uid > mailbox.last_uid:
        mailbox.last_uid = uid
        mailbox.save(update_fields=["last_uid"])


def _key(mailbox_id: int, uid_validity: int, uid: int) -> str:
    return f"{mailbox_id}:{uid_validity}:{uid}"


def _locked(mailbox_id: int) -> Mailbox:
    return Mailbox.objects.select_for_update(no_key=True).get(pk=mailbox_id)
