"""Do what messages of systems of sales ask for: each is a hint only, and the deal itself is read again.

How a deal stands now is asked of its system, so that a message that comes twice, late or before an older one changes nothing
it should not.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache

from django.db import transaction
from django.utils.translation import gettext_lazy

from wellheard.connect.crm import commands
from wellheard.connect.crm.commands.connections import SAME_IDS
from wellheard.connect.crm.models import CrmArrival, CrmConnection, CrmReading
from wellheard.connect.crm.reaching import adapter_of, crm_of
from wellheard.connect.crm.speaking import AbsentError, CrmError, KeyRefusedError, PaceError
from wellheard.connect.crm.there import MISSHAPEN, Change, Crm, DealThere, TellsWhatIsLeft
from wellheard.foundation import clock
from wellheard.listen.deals.commands import DealDraft, DealError, SaidReason, hear_deal, hear_deals
from wellheard.workspace.installation import known_currencies

logger = logging.getLogger("wellheard.crm")

# So many deals are read by one job; then the next has its turn.
MOST_AT_ONCE = 200
# After so many deals in a row that a system does not give it is left alone until the next round.
MOST_TROUBLES = 3
# Clocks differ, and a deal may change while its page is read.
OVERLAP = timedelta(minutes=5)
# How far back a new connection reads.
FIRST_READ = timedelta(days=3 * 365)
# After so many changes we note how far we are.
NOTED_EACH = 100

# So many known deals a round compares with what is left there, where deleted ones are not listed: 48,000 a day.
COMPARED_AT_ONCE = 500

UNREADABLE = gettext_lazy(
    "It answers in another shape than described. Have it read again; if that does not help, tell the makers of Wellheard."
)


def work(arrival: CrmArrival) -> CrmArrival.State:
    """Have the deals read again that a message speaks of, and say what became of it."""
    connection = arrival.connection
    try:
        ids = adapter_of(connection).hints(bytes(arrival.body))
    except MISSHAPEN:
        logger.warning("a message of a system of sales has another shape than described", extra={"arrival": arrival.pk})
        return CrmArrival.State.FAILED
    commands.want_readings(connection=connection, external_ids=ids)
    return CrmArrival.State.DONE if ids else CrmArrival.State.NOT_OURS


def read_due(connection: CrmConnection) -> int | None:
    """Read the deals of a connection that are due, the longest waiting first; return how many were looked at.

    None when it is to be left alone, or nothing is due. Raises CrmError where the last of them could not be read.
    """
    if not connection.is_asked or connection.is_waiting:
        return None
    due = list(connection.readings.waiting().filter(due_at__lte=clock.now()).order_by("due_at", "pk")[:MOST_AT_ONCE])
    if not due:
        return None
    crm = crm_of(connection)
    # Where nothing at all is found, it is the address that is wrong, and no deal was deleted; asked once at most.
    answers = cache(crm.account)
    troubles: list[CrmError] = []
    for reading in due:
        trouble = _try(connection, crm, reading, answers)
        troubles = [*troubles, trouble] if trouble else []
        if len(troubles) >= MOST_TROUBLES:
            break
    if troubles:
        raise troubles[-1]
    return len(due)


def catch_up(connection: CrmConnection) -> int:
    """Read what changed and no message told us; return how many deals are read again. Raises CrmError."""
    since = (connection.read_until or clock.now() - FIRST_READ) - OVERLAP
    crm, found = crm_of(connection), 0
    part: list[Change] = []
    for change in crm.changed_since(since):
        part.append(change)
        if len(part) >= NOTED_EACH:
            found += _take(connection, part)
            part = []
    found += _take(connection, part)
    return found + (_look_for_deleted(connection, crm) if isinstance(crm, TellsWhatIsLeft) else 0)


def hear(connection: CrmConnection, deal: DealThere) -> None:
    """Keep a deal as its system tells it."""
    draft = draft_of(connection, deal)
    try:
        hear_deal(draft=draft)
    except DealError:
        # What cannot be kept of it must not keep out the rest: the whole stands in what it said.
        hear_deal(draft=DealDraft(source=draft.source, external_id=draft.external_id, title=draft.title, raw=draft.raw))


def hear_together(connection: CrmConnection, deals: Sequence[DealThere]) -> None:
    """Keep deals that came together, such as those of a first reading: what follows from them is then done in parts."""
    came = hear_deals(drafts=[draft_of(connection, deal) for deal in deals])
    for deal, one in zip(deals, came, strict=True):
        if isinstance(one, DealError):
            hear(connection, deal)


def draft_of(connection: CrmConnection, deal: DealThere) -> DealDraft:
    """Return a deal as deals are heard, whatever system it comes from."""
    is_known = deal.currency.upper() in known_currencies()
    key = deal.company_id if connection.fields.get(SAME_IDS) else f"{connection.source}:{deal.company_id}"
    return DealDraft(
        source=connection.source,
        external_id=deal.external_id,
        title=deal.title or f"{adapter_of(connection).name} {deal.external_id}",
        company_key=key if deal.company_id else "",
        company_name=deal.company_name,
        company_domain=deal.company_domain,
        contact_email=deal.contact_email,
        owner=deal.owner,
        pipeline=deal.pipeline,
        stage=deal.stage,
        stage_name=deal.stage_name,
        outcome=deal.outcome,
        amount=deal.amount if is_known else None,
        currency=deal.currency if is_known else "",
        industry=deal.industry,
        competitor=deal.competitor,
        reasons=(SaidReason(deal.reason),) if deal.reason else (),
        missing=(deal.missing,) if deal.missing else (),
        opened_on=deal.opened_on,
        closed_on=deal.closed_on,
        changed_at=deal.changed_at,
        raw=dict(deal.raw),
    )


def _try(connection: CrmConnection, crm: Crm, reading: CrmReading, answers: Callable[[], str]) -> CrmError | None:
    """Read a deal; return why its system did not give it. Raises PaceError and KeyRefusedError, which concern all deals.

    A deal that is not found was deleted if the account itself `answers`; otherwise raises CrmError.
    """
    try:
        _read(connection, crm, reading)
    except AbsentError:
        answers()
        commands.note_gone(reading=reading)
    except (PaceError, KeyRefusedError):
        raise
    except CrmError as problem:
        commands.note_trouble(reading=reading, problem=str(problem))
        return problem
    return None


def _read(connection: CrmConnection, crm: Crm, reading: CrmReading) -> None:
    try:
        deal = crm.deal(reading.external_id)
        with transaction.atomic():
            hear(connection, deal)
            commands.note_read(reading=reading, changed_at=deal.changed_at)
    except DealError as problem:
        commands.note_failed(reading=reading, problem=str(problem))
    except MISSHAPEN:
        logger.warning("a deal has another shape than described", extra={"reading": reading.pk})
        commands.note_failed(reading=reading, problem=str(UNREADABLE))


def _take(connection: CrmConnection, part: list[Change]) -> int:
    """Have a part of the changes read, or hear what came with them; then note how far we are."""
    if not part:
        return 0
    for change in part:
        if change.is_gone:
            commands.note_deleted(connection=connection, external_id=change.external_id, deleted_at=change.at)
    hear_together(connection, [change.deal for change in part if change.deal and not change.is_gone])
    hinted = [change for change in part if change.deal is None and not change.is_gone]
    news = list(_news(connection, hinted))
    commands.want_readings(connection=connection, external_ids=news)
    # What was deleted is listed apart, and says nothing of how far the changes were read.
    if times := [change.at for change in part if not change.is_gone]:
        _note_until(connection, max(times))
    return len(part)


def _look_for_deleted(connection: CrmConnection, crm: TellsWhatIsLeft) -> int:
    """Have those of the next deals read that their system does not show any more; reading says whether one was deleted."""
    known = connection.readings.filter(state=CrmReading.State.READ).order_by("pk")
    rows = dict(known.filter(pk__gt=connection.compared_to).values_list("pk", "external_id")[:COMPARED_AT_ONCE])
    left = crm.still_there(list(rows.values()))
    missing = [one for one in rows.values() if one not in left]
    # At the end it begins again with the first.
    last = max(rows) if len(rows) == COMPARED_AT_ONCE else 0
    commands.want_compared(connection=connection, missing=missing, up_to=last)
    return len(missing)


def _news(connection: CrmConnection, part: list[Change]) -> Iterable[str]:
    """Return the deals of which we have not read this change yet: the time of two rounds overlaps."""
    rows = connection.readings.filter(external_id__in=[change.external_id for change in part], changed_at__isnull=False)
    read = dict(rows.values_list("external_id", "changed_at"))
    for change in part:
        known = read.get(change.external_id)
        if known is None or known < change.at:
            yield change.external_id


def _note_until(connection: CrmConnection, until: datetime) -> None:
    until = min(until, clock.now())
    if connection.read_until is None or until > connection.read_until:
        commands.note_read_until(connection_id=connection.pk, until=until)
        connection.read_until = until
