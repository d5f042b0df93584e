"""The cancellation form: it asks why, offers what fits, and never stands in the way of leaving."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.customers.models import Company, Contact
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line, clean_words
from wellheard.listen.departures.commands.errors import DepartureError
from wellheard.listen.departures.commands.places import lock_company
from wellheard.listen.departures.commands.recording import Leaving, explain_departure, record_departure
from wellheard.listen.departures.models import Cancellation, CancellationPage, Departure, Offer
from wellheard.workspace.commands import competitor_called
from wellheard.workspace.commands.locking import lock_workspace, require_version
from wellheard.workspace.models import Reason, Staff

BEGUN = names.declare("cancellation.begun", "A customer said on the cancellation form why they want to leave.")
CONFIRMED = names.declare(
    "cancellation.confirmed", "A customer cancelled by the form: billing should end what the company pays."
)
STAYED = names.declare("cancellation.stayed", "A customer opened the cancellation form, took the offer, and stays.")
PAGE_CHANGED = names.declare("cancellation.page_changed", "Where the cancellation form may lead back to was changed.")
OFFER_CHANGED = names.declare("cancellation.offer_changed", "What who leaves for a reason is offered was changed.")

MOST_COMMENT, MOST_MISSING, MOST_ORIGINS, MOST_OFFER = 5_000, 300, 20, 1_000
Outcome = Cancellation.Outcome


@dataclass(frozen=True)
class Visit:
    """Who opened the form by which link, and where they are handed back to."""

    link: str
    company: Company
    contact: Contact | None
    return_url: str = ""
    invited_by: Staff | None = None

    @property
    def key(self) -> str:
        """What the link is known by: the link itself is not kept."""
        return hashlib.sha256(self.link.encode()).hexdigest()


@dataclass(frozen=True)
class Why:
    """What somebody says on the form; all of it may be left out."""

    reason: Reason | None = None
    comment: str = ""
    missing: str = ""
    idea_id: int | None = None
    competitor: str = ""


@transaction.atomic
def say_why(*, visit: Visit, why: Why) -> Cancellation:
    """Keep what somebody says before they decide. Once they have decided nothing changes any more."""
    row, is_new = Cancellation.objects.select_for_update(of=("self",), no_key=True).get_or_create(
        key_sha256=visit.key,
        defaults={
            "company": visit.company,
            "contact": visit.contact,
            "seed": int(visit.key[:12], 16),
            "return_url": visit.return_url,
            "invited_by": visit.invited_by,
            "begun_at": clock.now(),
        },
    )
    if row.outcome:
        return row
    _keep(row, why)
    if is_new:
        ledger.record(BEGUN, row, reason=why.reason.key if why.reason else "")
    return row


@transaction.atomic
def cancel_anyway(*, visit: Visit, why: Why) -> Cancellation:
    """Let somebody leave: the departure is recorded with what they said, also when they said nothing; twice is once."""
    lock_company(visit.company.pk)
    row = say_why(visit=visit, why=why)
    if row.outcome:
        return row
    departure = _departure(row)
    row.outcome, row.decided_at, row.departure = Outcome.LEFT, clock.now(), departure
    row.save(update_fields=["outcome", "decided_at", "departure"])
    ledger.record(CONFIRMED, row, departure=departure.pk, reason=row.reason.key if row.reason else "")
    return row


@transaction.atomic
def stay(*, visit: Visit) -> Cancellation:
    """Note that somebody took the offer and stays; after they left nothing changes."""
    row = say_why_again(visit)
    if row.outcome:
        return row
    row.outcome, row.decided_at = Outcome.STAYED, clock.now()
    row.save(update_fields=["outcome", "decided_at"])
    ledger.record(STAYED, row, offered=row.offered)
    return row


def say_why_again(visit: Visit) -> Cancellation:
    """Return the visit, held; begun now where nothing was said before."""
    there = Cancellation.objects.select_for_update(of=("self",), no_key=True).filter(key_sha256=visit.key).first()
    return there or say_why(visit=visit, why=Why())


def _keep(row: Cancellation, why: Why) -> None:
    row.reason = why.reason if why.reason and why.reason.kind == Reason.Kind.DEPARTURE else None
    row.comment = clean_words(why.comment)[:MOST_COMMENT]
    row.missing = clean_line(why.missing)[:MOST_MISSING]
    row.idea_id = why.idea_id
    row.competitor = competitor_called(why.competitor) if why.competitor else None
    offer = Offer.objects.filter(reason=row.reason).first() if row.reason else None
    row.offered = offer.kind if offer else ""
    row.save(update_fields=["reason", "comment", "missing", "idea_id", "competitor", "offered"])


def _departure(row: Cancellation) -> Departure:
    """Record that they left; where billing told us first, what they say is added to that."""
    words = "\n\n".join(part for part in (row.comment, row.missing) if part)
    away = Departure.objects.open().filter(company=row.company).first()
    if away:
        return explain_departure(
            departure_id=away.pk,
            reason=row.reason or away.reason,
            competitor=row.competitor or away.competitor,
            words=words,
            contact=row.contact,
            by=None,
        )
    leaving = Leaving(row.company_id, clock.today(), Departure.ReportedBy.CUSTOMER, reason=row.reason, words=words)
    leaving = replace(leaving, competitor=row.competitor, contact=row.contact)
    return record_departure(leaving=leaving, by=None)


@transaction.atomic
def set_return_origins(*, origins: list[str]) -> CancellationPage:
    """Say to which sites of ours the form may hand people back. Raises DepartureError for what is no site."""
    wanted = sorted({origin_of(one) for one in origins})
    if "" in wanted:
        raise DepartureError(_("Write each site as https://app.example.com, one a line."), field="origins")
    if len(wanted) > MOST_ORIGINS:
        raise DepartureError(_("At most 20 sites can be allowed."), field="origins")
    page, _is_new = CancellationPage.objects.select_for_update(no_key=True).get_or_create(pk=1)
    if page.return_origins != wanted:
        page.return_origins = wanted
        page.version += 1
        page.save(update_fields=["return_origins", "version"])
        ledger.record(PAGE_CHANGED, page)
    return page


@transaction.atomic
def set_offer(*, reason: Reason, version: int, kind: str, texts: Mapping[str, str], url: str) -> Offer:
    """Say what who leaves for this reason is offered, by language; who reads another one reads the installation's.

    `version` is that of the offer as its editor read it, 0 where there was none. Raises StaleError where somebody else wrote it
    meanwhile, and DepartureError for an offer without a text in any language.
    """
    written = {code: said for code, text in texts.items() if (said := clean_words(text)[:MOST_OFFER])}
    if kind != Offer.Kind.NONE and not written:
        raise DepartureError(_("Write what they read beside the offer."), field="text")
    values = {"kind": Offer.Kind(kind), "texts": written, "url": url.strip()[:500]}
    lock_workspace()
    offer = Offer.objects.filter(reason=reason).first() or Offer(reason=reason, version=0)
    if offer.pk and all(getattr(offer, name) == value for name, value in values.items()):
        return offer
    require_version(offer, version)
    for name, value in values.items():
        setattr(offer, name, value)
    if offer.pk:
        offer.save(update_fields=["version", *values])
    else:
        offer.save(force_insert=True)
    ledger.record(OFFER_CHANGED, offer, reason=reason.key, kind=str(offer.kind))
    return offer


def origin_of(address: str) -> str:
    """Return the site of an address, such as https://app.example.com; nothing for what is none."""
    try:
        parts = urlsplit(address.strip())
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.username is not None:
        return ""
    return f"{parts.scheme}://{parts.hostname}{port}"


def return_origins() -> list[str]:
    """Return the sites of ours that may show the form in a frame, and to which it may lead back."""
    page = CancellationPage.objects.filter(pk=1).first()
    return page.return_origins if page else []


def allowed_return(address: str) -> str:
    """Return an address people may be handed back to; nothing for any other."""
    clean = address if len(address) <= 2_000 and address.isprintable() and "\\" not in address else ""  # noqa: PLR2004
    return clean if clean and origin_of(clean) in return_origins() else ""
