"""Keep mail as it comes, before anything else is done with it, and note what became of it."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Q

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_email, clean_line, clean_words
from wellheard.listen.mailboxes.fingerprints import fingerprint_of
from wellheard.listen.mailboxes.models import IncomingMail, Mailbox, RawMail

KEPT = names.declare("incoming_mail.kept", "A mail came in and is kept as it came; it is read next.")
PLACED = names.declare("incoming_mail.placed", "A mail was placed: in a conversation, or noted as a bounce.")
QUARANTINED = names.declare("incoming_mail.quarantined", "A mail could not be read or placed and waits for a person.")
DISCARDED = names.declare("incoming_mail.discarded", "Somebody deleted a mail in quarantine for good.")
RETRIED = names.declare("incoming_mail.retried", "A mail in quarantine is read anew.")

MOST_LINE = 320
# So long a mail waits for the virus scanner before a person is to see it: shortly before the last of eight tries over a day.
SCANNER_PATIENCE = timedelta(hours=23)


@dataclass(frozen=True)
class Handed:
    """A mail as it was handed to us: its bytes, by which way, what that way calls it, for which mailbox, and its envelope."""

    raw: bytes
    came_by: str
    origin_key: str
    mailbox: Mailbox | None = None
    envelope_from: str = ""
    envelope_to: Sequence[str] = ()


def keep_mail(
    *,
    raw: bytes,
    came_by: str,
    origin_key: str,
    mailbox: Mailbox | None = None,
    envelope_from: str = "",
    envelope_to: Sequence[str] = (),
) -> IncomingMail:
    """Keep one mail as `keep_mails` does."""
    return keep_mails(handed=[Handed(raw, came_by, origin_key, mailbox, envelope_from, envelope_to)])[0]


@transaction.atomic
def keep_mails(*, handed: Sequence[Handed]) -> list[IncomingMail]:
    """Keep mails and owe their reading, in one transaction: whoever handed them over may forget them after that.

    The same mail again by the same way changes nothing. The same mail by another way is kept as a repeat and not read again.
    Many together cost the disk one wait, and the database as many statements as one mail.
    """
    mails = [_incoming(one) for one in handed]
    _lock(mails)
    known = _Known(mails)
    sorted_out = [known.sort_out(mail) for mail in mails]
    raw = {id(mail): one.raw for mail, one in zip(mails, handed, strict=True)}
    # The first of each first: the others name it.
    IncomingMail.objects.bulk_create(known.firsts)
    IncomingMail.objects.bulk_create(known.repeats)
    RawMail.objects.bulk_create([RawMail(mail=mail, data=raw[id(mail)]) for mail in known.new if _has_own_bytes(mail)])
    if known.firsts:
        ledger.record_each(KEPT, known.firsts)
    return sorted_out


@transaction.atomic
def note_read(*, mail_id: int, message_id: str, subject: str, sender: str) -> IncomingMail:
    """Note what a mail says it is, for lists; one that is placed already is left as it is."""
    mail = _locked(mail_id)
    if mail.state in {IncomingMail.State.PLACED, IncomingMail.State.REPEATED}:
        return mail
    mail.state, mail.problem, mail.cause = IncomingMail.State.READ, "", ""
    mail.message_id = clean_line(message_id)[:998]
    mail.subject, mail.sender = clean_line(subject)[:300], clean_email(sender)[:MOST_LINE]
    mail.tries += 1
    mail.save(update_fields=["state", "problem", "cause", "message_id", "subject", "sender", "tries"])
    return mail


@transaction.atomic
def note_placed(*, mail_id: int) -> IncomingMail:
    """Note that a mail found its place."""
    mail = _locked(mail_id)
    if mail.state != IncomingMail.State.PLACED:
        mail.state, mail.problem = IncomingMail.State.PLACED, ""
        mail.save(update_fields=["state", "problem"])
        ledger.record(PLACED, mail)
    return mail


@transaction.atomic
def quarantine_mail(*, mail_id: int, problem: str) -> IncomingMail:
    """Set a mail aside that could not be read or placed, with why; its bytes stay, and it may be tried again."""
    mail = _locked(mail_id)
    if mail.state in {IncomingMail.State.PLACED, IncomingMail.State.REPEATED}:
        return mail
    is_new = mail.state != IncomingMail.State.QUARANTINED
    mail.state, mail.problem = IncomingMail.State.QUARANTINED, clean_words(problem)[:2000]
    mail.tries += 1
    mail.save(update_fields=["state", "problem", "tries"])
    if is_new:
        ledger.record(QUARANTINED, mail)
    return mail


@transaction.atomic
def note_unscanned(*, mail_id: int, problem: str) -> IncomingMail:
    """Note that a mail waits for the virus scanner, which does not answer; after a day it is set aside for a person to see.

    It goes on by itself once the scanner answers (`retry_unscanned_mail`).
    """
    mail = _locked(mail_id)
    if mail.state in {IncomingMail.State.PLACED, IncomingMail.State.REPEATED}:
        return mail
    mail.cause, mail.problem = IncomingMail.Cause.SCANNER, clean_words(problem)[:2000]
    mail.save(update_fields=["cause", "problem"])
    return (
        mail if clock.now() - mail.received_at < SCANNER_PATIENCE else quarantine_mail(mail_id=mail_id, problem=problem)
    )


@transaction.atomic
def retry_unscanned_mail() -> int:
    """Read anew what was set aside because the virus scanner was away; return how many mails that are."""
    waiting = IncomingMail.objects.quarantined().unscanned().order_by("pk").values_list("pk", flat=True)
    ids = list(waiting)
    for mail_id in ids:
        retry_mail(mail_id=mail_id)
    return len(ids)


@transaction.atomic
def retry_mail(*, mail_id: int) -> IncomingMail:
    """Read a mail in quarantine anew, or let it be asked for again where the mail server broke off at it.

    One whose bytes the mail server did not give yet is left alone.
    """
    mail = _locked(mail_id)
    if mail.cause == IncomingMail.Cause.BREAKING:
        # It is asked for with the next connection.
        mail.cause = ""
        mail.save(update_fields=["cause"])
    elif mail.state == IncomingMail.State.QUARANTINED and mail.byte_count:
        mail.state, mail.cause = IncomingMail.State.KEPT, ""
        mail.save(update_fields=["state", "cause"])
        ledger.record(RETRIED, mail)
    return mail


@transaction.atomic
def retry_quarantined_mail() -> int:
    """Read everything in quarantine anew, as after an update that reads more; return how many mails that are."""
    waiting = IncomingMail.objects.quarantined().filter(byte_count__gt=0).order_by("pk").values_list("pk", flat=True)
    ids = list(waiting)
    for mail_id in ids:
        retry_mail(mail_id=mail_id)
    return len(ids)


@transaction.atomic
def discard_mail(*, mail_id: int) -> None:
    """Delete a mail in quarantine for good, with its bytes; one that is not there any more is left alone."""
    mail = IncomingMail.objects.select_for_update(no_key=True).filter(pk=mail_id).first()
    if mail and mail.state == IncomingMail.State.QUARANTINED:
        ledger.record(DISCARDED, mail)
        mail.delete()


class _Known:
    """What is kept already of mails that are handed over, and which of them are new."""

    def __init__(self, mails: Sequence[IncomingMail]) -> None:
        self.firsts: list[IncomingMail] = []
        self.repeats: list[IncomingMail] = []
        by_way, by_mailbox = defaultdict(list), defaultdict(list)
        for mail in mails:
            by_way[mail.came_by].append(mail.origin_key)
            by_mailbox[mail.mailbox_id].append(mail.fingerprint)
        alike = Q()
        for way, keys in by_way.items():
            alike |= Q(came_by=way, origin_key__in=keys)
        for mailbox_id, prints in by_mailbox.items():
            alike |= Q(mailbox=mailbox_id, fingerprint__in=prints, repeats=None)
        found = list(IncomingMail.objects.filter(alike).order_by("pk"))
        self._by_origin = {(mail.came_by, mail.origin_key): mail for mail in found}
        self._first: dict[tuple[int | None, str], IncomingMail] = {}
        for mail in found:
            self._first.setdefault((mail.mailbox_id, mail.fingerprint), mail)

    @property
    def new(self) -> list[IncomingMail]:
        return [*self.firsts, *self.repeats]

    def sort_out(self, mail: IncomingMail) -> IncomingMail:
        """Return the mail that is kept of this one: itself when it is new, else the one that is there."""
        if known := self._by_origin.get((mail.came_by, mail.origin_key)):
            return known
        self._by_origin[mail.came_by, mail.origin_key] = mail
        first = self._first.setdefault((mail.mailbox_id, mail.fingerprint), mail)
        if first is mail:
            self.firsts.append(mail)
        else:
            mail.state, mail.repeats = IncomingMail.State.REPEATED, first
            self.repeats.append(mail)
        return mail


def _incoming(handed: Handed) -> IncomingMail:
    return IncomingMail(
        came_by=handed.came_by,
        origin_key=handed.origin_key,
        mailbox=handed.mailbox,
        received_at=clock.now(),
        sha256=hashlib.sha256(handed.raw).hexdigest(),
        fingerprint=fingerprint_of(handed.raw),
        byte_count=len(handed.raw),
        envelope_from=clean_line(handed.envelope_from)[:MOST_LINE],
        envelope_to=[clean_line(address)[:MOST_LINE] for address in handed.envelope_to],
    )


def _has_own_bytes(mail: IncomingMail) -> bool:
    """Byte for byte the same is kept once: a folder that was numbered anew brings all its mail again."""
    return mail.repeats is None or mail.repeats.sha256 != mail.sha256


def _lock(mails: Sequence[IncomingMail]) -> None:
    """Wait for others who keep the same mails at this moment: of two that see none, both would be the first.

    Always in this order, so that no two wait for each other.
    """
    of_origins = {(3, f"{mail.came_by}:{mail.origin_key}") for mail in mails}
    of_contents = {(2, f"{mail.mailbox_id or 0}:{mail.fingerprint}") for mail in mails}
    kinds, keys = zip(*sorted(of_origins | of_contents, reverse=True), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(key, kind)) FROM unnest(%s::int[], %s::text[]) AS one(kind, key)",
            [list(kinds), list(keys)],
        )


def _locked(mail_id: int) -> IncomingMail:
    return IncomingMail.objects.select_for_update(no_key=True).get(pk=mail_id)
