"""Questions about mailboxes and the mail that came in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from wellheard.foundation.text.clean import clean_email
from wellheard.listen.mailboxes.models import IncomingMail, Mailbox, RawMail


def raw_of(mail: IncomingMail) -> bytes:
    """Return the bytes of a mail as they came; those of a repeat are kept with the first of it."""
    kept = RawMail.objects.filter(mail_id__in=[mail.pk, mail.repeats_id or mail.pk]).order_by("-mail_id").first()
    return bytes(kept.data) if kept else b""


def mailbox_of(addresses: Iterable[str]) -> Mailbox | None:
    """Return the open mailbox that one of these addresses belongs to, plus-addresses included; the first wins."""
    wanted = list(dict.fromkeys(plain for address in addresses for plain in _plain(address)))
    theirs = Q(address__in=wanted) | Q(aliases__overlap=wanted)
    found = {address: box for box in Mailbox.objects.open().filter(theirs) for address in (box.address, *box.aliases)}
    return next((found[address] for address in wanted if address in found), None)


def is_ours(address: str) -> bool:
    """Tell whether an address is one of our mailboxes', under any of its names, closed ones too."""
    wanted = _plain(address)
    return bool(wanted) and Mailbox.objects.filter(Q(address__in=wanted) | Q(aliases__overlap=wanted)).exists()


def ours_among(addresses: Iterable[str]) -> set[str]:
    """Return those of these addresses, as they are compared, that are our mailboxes', closed ones too: in one question."""
    plain = {clean_email(address): _plain(address) for address in addresses}
    wanted = sorted({one for names in plain.values() for one in names})
    theirs = Mailbox.objects.filter(Q(address__in=wanted) | Q(aliases__overlap=wanted)) if wanted else []
    found = {one for box in theirs for one in (box.address, *box.aliases)}
    return {address for address, names in plain.items() if not found.isdisjoint(names)}


@dataclass(frozen=True)
class Unscanned:
    """How many mails wait for the virus scanner, since when the first of them, and how many of them are in quarantine."""

    count: int
    since: datetime | None
    set_aside: int


def unscanned(mailbox: Mailbox | None = None) -> Unscanned:
    """Return what waits for the virus scanner: of one mailbox, or of all."""
    waiting = IncomingMail.objects.unscanned().exclude(state=IncomingMail.State.PLACED)
    theirs = waiting.filter(mailbox=mailbox) if mailbox else waiting
    set_aside = Count("pk", filter=Q(state=IncomingMail.State.QUARANTINED))
    return Unscanned(**theirs.aggregate(count=Count("pk"), since=Min("received_at"), set_aside=set_aside))


def counts_by_state() -> dict[str, int]:
    """Return how many mails are in each state."""
    counted = IncomingMail.objects.values_list("state").annotate(count=Count("pk")).order_by("state")
    return dict(counted)


def _plain(address: str) -> list[str]:
    """Return an address as it is and without what follows a plus: support+token@… is support@… (RFC 5233)."""
    local, at, domain = clean_email(address).rpartition("@")
    return [f"{local}{at}{domain}", f"{local.partition('+')[0]}{at}{domain}"] if at else []
