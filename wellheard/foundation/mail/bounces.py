"""What mail servers report of mails of ours that they took: not delivered, still trying, delivered after all."""

import re
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.db import transaction

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.mail.failures import Failure, failure_in_words
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.foundation.text.clean import clean_email, clean_line, clean_words

BOUNCED = names.declare("mail.bounced", "A mail came back: for somebody it was for, it could not be delivered.")
DELAYED = names.declare("mail.delayed", "A mail server says that it still tries to deliver a mail.")
ARRIVED = names.declare("mail.arrived", "A mail server says that a mail arrived, after it had said that it was late.")

MOST_REPORTS = 50
SHORTEST_ID = 16
REMEMBERED = timedelta(days=30)
_BETWEEN_IDS = re.compile(r"[\s<>\[\]=@;,]+")


@dataclass(frozen=True)
class Report:
    """What became of a mail for one address (RFC 3464): failed, delayed, delivered, relayed or expanded.

    `status` is the enhanced code such as 5.1.1, empty when none was given; `words` are the server's own.
    """

    address: str
    action: str
    status: str = ""
    words: str = ""

    @property
    def is_final(self) -> bool:
        return self.action == "failed" and not self.status.startswith("4.")

    @property
    def said(self) -> str:
        """What the server said, its code with its words."""
        return self.words if self.status in self.words else f"{self.status} {self.words}".strip()

    @property
    def failure(self) -> Failure:
        return failure_in_words(self.said) if self.said else Failure.OTHER


def mail_under(message_id: str) -> OutgoingMail | None:
    """Return the mail of ours with this Message-ID, or the one a relay gave this id: some write their own over ours."""
    plain = clean_line(message_id).strip("<>")
    if not plain:
        return None
    return OutgoingMail.objects.filter(message_id=f"<{plain}>").first() or _renamed(plain.partition("@")[0])


def _renamed(theirs: str) -> OutgoingMail | None:
    """Return the mail a relay took under this id; it must stand whole in what the relay said, and be no common word."""
    if len(theirs) < SHORTEST_ID:
        return None
    lately = OutgoingMail.objects.filter(queued_at__gte=clock.now() - REMEMBERED, provider_id__contains=theirs)
    said = lately.newest_first()[:MOST_REPORTS]
    return next((mail for mail in said if theirs in _BETWEEN_IDS.split(mail.provider_id)), None)


def hard_bounces(mail: OutgoingMail) -> list[str]:
    """Return the addresses this mail was for that mail servers said, for good, that they do not know.

    Whoever reads a mail of ours can write a report that names it: what such a report says of others counts for nothing.
    """
    ours = {clean_email(one) for one in (mail.to_address, *mail.more_to, *mail.cc)}
    reports = [Report(**described) for described in mail.bounces if clean_email(str(described["address"])) in ours]
    unknown = [one for one in reports if one.is_final and one.failure == Failure.UNKNOWN_ADDRESS]
    return [one.address for one in unknown if one.said.startswith("5")]


@transaction.atomic
def note_report(*, mail_id: int, report: Report) -> OutgoingMail:
    """Note what a mail server reported of a mail for one of its addresses; the same report again changes nothing."""
    mail = OutgoingMail.objects.select_for_update(no_key=True).get(pk=mail_id)
    kept = asdict(_cleaned(mail, report))
    if kept in mail.bounces or len(mail.bounces) >= MOST_REPORTS or not _is_out(mail):
        return mail
    mail.bounces = [*mail.bounces, kept]
    mail.save(update_fields=["bounces"])
    if report.is_final:
        _come_back(mail, report)
    elif report.action in {"delayed", "failed"}:
        _delay(mail, report)
    elif mail.delayed_at:
        _forgive(mail)
    return mail


@transaction.atomic
def note_refused_recipient(*, mail: OutgoingMail, address: str, reply: str) -> None:
    """Note that the mail server took a mail for some of its addresses, and refused this one."""
    note_report(mail_id=mail.pk, report=Report(address, "failed", words=reply))


def _come_back(mail: OutgoingMail, report: Report) -> None:
    mail.error, mail.failure, mail.delayed_at = clean_words(report.said)[:2000], report.failure, None
    # To several people it is out as long as it may have reached one of them.
    returned = {one["address"] for one in mail.bounces if Report(**one).is_final}
    if {clean_email(one) for one in (mail.to_address, *mail.more_to)} <= returned:
        mail.state = OutgoingMail.State.BOUNCED
    mail.save(update_fields=["error", "failure", "delayed_at", "state"])
    ledger.record(BOUNCED, mail, failure=str(report.failure), status=report.status or None)


def _delay(mail: OutgoingMail, report: Report) -> None:
    if mail.state == OutgoingMail.State.BOUNCED:
        return
    mail.delayed_at = mail.delayed_at or clock.now()
    mail.error = clean_words(report.said)[:2000]
    mail.save(update_fields=["delayed_at", "error"])
    ledger.record(DELAYED, mail)


def _forgive(mail: OutgoingMail) -> None:
    mail.delayed_at, mail.error, mail.failure = None, "", ""
    mail.save(update_fields=["delayed_at", "error", "failure"])
    ledger.record(ARRIVED, mail)


def _is_out(mail: OutgoingMail) -> bool:
    return mail.state in {OutgoingMail.State.SENT, OutgoingMail.State.BOUNCED}


def _cleaned(mail: OutgoingMail, report: Report) -> Report:
    """Return a report with what may be kept; one that names no address is of the only one there is."""
    address = clean_email(report.address) or clean_email(mail.to_address)
    status = clean_line(report.status)[:11]
    return Report(address[:320], clean_line(report.action)[:20], status, clean_words(report.words)[:1000])
