"""Make of everything known of a deal how it ended, when, and what it is worth in the reporting currency."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from wellheard.customers.models import ExchangeRate
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.deals.errors import UnknownDealError
from wellheard.listen.deals.models import LOST, Deal, StageMeaning
from wellheard.workspace.installation import installation

WON = names.declare("deal.won", "A deal was won.")
LOST_NOW = names.declare("deal.lost", "A deal was lost, or is now known to be lost in another way; `outcome` says how.")
REOPENED = names.declare("deal.reopened", "A deal that was won or lost is open again.")

_NO_DECISION, _COMPETITOR = "no-decision", "competitor"
_MOST_DIGITS = 2**62


def locked_deal(deal_id: int) -> Deal:
    """Return a deal nobody else can change now. Raises UnknownDealError."""
    deal = Deal.objects.select_for_update(no_key=True).filter(pk=deal_id).first()
    if deal is None:
        raise UnknownDealError(_("This deal does not exist any more. Go back to the list of deals."))
    return deal


def settle(deal: Deal, *, to: str = "") -> list[str]:
    """Bring how a deal ended, its days and its worth up to date; record what became of it. Returns the columns that changed.

    `to` is the end that a person gives it.
    """
    was = deal.outcome
    outcome, by = (to or was, deal.outcome_by) if deal.outcome_by == Deal.By.PERSON else _read(deal)
    values: dict[str, Any] = {"outcome": outcome, "outcome_by": by}
    values["closed_on"] = None if outcome == Deal.Outcome.OPEN else _closed_on(deal, outcome)
    values["day"] = values["closed_on"] or deal.opened_on or _day_of(deal.created_at)
    values["reporting_minor"] = worth_of(deal, on=values["day"])
    changed = [column for column, value in values.items() if getattr(deal, column) != value]
    for column in changed:
        setattr(deal, column, values[column])
    if changed:
        deal.save(update_fields=changed)
    if was != outcome:
        _tell(deal)
    return changed


def worth_of(deal: Deal, *, on: date) -> int | None:
    """Return a deal's amount in minor units of the reporting currency, at the rate of that day; none where there is no rate."""
    into = installation().currency
    if deal.amount_minor is None or deal.currency == into:
        return deal.amount_minor
    rate = ExchangeRate.objects.newest_on(on, into=into).filter(currency=deal.currency).first()
    if rate is None:
        return None
    worth = int((deal.amount_minor * rate.minor_factor).to_integral_value())
    return worth if worth < _MOST_DIGITS else None


def _read(deal: Deal) -> tuple[str, str]:
    """Return how a deal ended: as the stage means, else as the source says, else it is open."""
    theirs = {"source": deal.source, "pipeline": deal.pipeline_said, "stage": deal.stage_said}
    meant = StageMeaning.objects.filter(**theirs).values_list("outcome", flat=True).first() if deal.stage_said else ""
    outcome, by = (meant, Deal.By.MAPPING) if meant else (deal.outcome_said or Deal.Outcome.OPEN, Deal.By.SOURCE)
    return (_how_lost(deal) if outcome == Deal.Outcome.LOST_UNKNOWN else outcome), by


def _how_lost(deal: Deal) -> str:
    """Return to whom a deal was lost of which only that is known, from its reasons and the competitor it names."""
    given = deal.reasons.exclude(reason=None).values_list("reason__key", "reason__parent__key")
    keys = {key for pair in given for key in pair if key}
    if _NO_DECISION in keys:
        return Deal.Outcome.LOST_NO_DECISION
    return Deal.Outcome.LOST_COMPETITOR if deal.competitor_id or _COMPETITOR in keys else Deal.Outcome.LOST_UNKNOWN


def _closed_on(deal: Deal, outcome: str) -> date:
    """Return the day it ended: as the source says, unless a CRM's hope lies in the future; else when we learned of it."""
    said = deal.close_said_on
    if said and said <= clock.today():
        return said
    # Lost in another way than was known before: the day stays.
    if deal.closed_on and (deal.outcome in LOST) == (outcome in LOST):
        return deal.closed_on
    return _day_of(deal.changed_at) if deal.changed_at else clock.today()


def _day_of(moment: datetime) -> date:
    return timezone.localtime(moment, clock.zone()).date()


def _tell(deal: Deal) -> None:
    if deal.is_open:
        ledger.record(REOPENED, deal)
    elif deal.outcome == Deal.Outcome.WON:
        ledger.record(WON, deal, source=deal.source)
    else:
        ledger.record(LOST_NOW, deal, source=deal.source, outcome=deal.outcome)
