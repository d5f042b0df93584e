"""Make of everything known of deals how they ended, when, and what they are worth in the reporting currency."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.deals.errors import UnknownDealError
from wellheard.listen.deals.models import LOST, Deal, DealReason, StageMeaning
from wellheard.listen.deals.queries.worth import Rates

WON = names.declare("deal.won", "A deal was won.")
LOST_NOW = names.declare("deal.lost", "A deal was lost, or is now known to be lost in another way; `outcome` says how.")
REOPENED = names.declare("deal.reopened", "A deal that was won or lost is open again.")

_NO_DECISION, _COMPETITOR = "no-decision", "competitor"


def locked_deal(deal_id: int) -> Deal:
    """Return a deal nobody else can change now. Raises UnknownDealError."""
    deal = Deal.objects.select_for_update(no_key=True).filter(pk=deal_id).first()
    if deal is None:
        raise UnknownDealError(_("This deal does not exist any more. Go back to the list of deals."))
    return deal


def settle(deal: Deal, *, to: str = "") -> set[str]:
    """Bring how a deal ended, its days and its worth up to date; record what became of it. Returns the columns that changed.

    `to` is the end that a person gives it.
    """
    return settle_each([deal], to=to)[0]


def settle_each(deals: Sequence[Deal], *, to: str = "") -> list[set[str]]:
    """As settle, for many deals in a few statements."""
    was = [deal.outcome for deal in deals]
    changed = settled(deals, _reasons_of(deals), to=to)
    save_columns(deals, changed)
    tell_of_ends(deals, was)
    return changed


def settled(deals: Sequence[Deal], reasons: Sequence[Collection[str]], *, to: str = "") -> list[set[str]]:
    """Bring deals up to date and leave saving them to the caller; return the columns that changed of each.

    `reasons` are the keys of the reasons of each, with those of the reasons above them.
    """
    meant = _what_stages_mean(deals)
    found = [_values(deal, *_end_of(deal, meant, keys, to=to)) for deal, keys in zip(deals, reasons, strict=True)]
    pairs = list(zip(deals, found, strict=True))
    rates = Rates((deal.currency, values["day"]) for deal, values in pairs if deal.amount_minor is not None)
    for deal, values in pairs:
        values["reporting_minor"] = rates.worth(deal, on=values["day"])
    return [take_over(deal, values) for deal, values in pairs]


def take_over(deal: Deal, values: dict[str, Any]) -> set[str]:
    """Give a deal these values; return the columns that changed."""
    changed = {column for column, value in values.items() if getattr(deal, column) != value}
    for column in changed:
        setattr(deal, column, values[column])
    return changed


def save_columns(deals: Sequence[Deal], changed: Sequence[Collection[str]]) -> None:
    """Save what changed of some deals that are locked, in one statement."""
    rows = [deal for deal, columns in zip(deals, changed, strict=True) if columns]
    columns = sorted({column for each in changed for column in each})
    if len(rows) == 1:
        rows[0].save(update_fields=columns)
    elif rows:
        Deal.objects.bulk_update(rows, columns)


def tell_of_ends(deals: Sequence[Deal], was: Sequence[str], *, beside: str = "") -> None:
    """Record of each deal whose end is another one what became of it, `beside` another fact of it."""
    told: dict[tuple[str, str], list[Deal]] = defaultdict(list)
    for deal, before in zip(deals, was, strict=True):
        if deal.outcome != before:
            told[deal.outcome, deal.source].append(deal)
    for (outcome, source), rows in told.items():
        if outcome == Deal.Outcome.OPEN:
            ledger.record_beside(beside, REOPENED, rows)
        elif outcome == Deal.Outcome.WON:
            ledger.record_beside(beside, WON, rows, source=source)
        else:
            ledger.record_beside(beside, LOST_NOW, rows, source=source, outcome=outcome)


def _what_stages_mean(deals: Sequence[Deal]) -> dict[tuple[str, str, str], str]:
    stages = {_stage_of(deal) for deal in deals if deal.stage_said and deal.outcome_by != Deal.By.PERSON}
    if not stages:
        return {}
    sources, pipelines, names_ = (set(column) for column in zip(*stages, strict=True))
    rows = StageMeaning.objects.filter(source__in=sources, pipeline__in=pipelines, stage__in=names_)
    return {(row.source, row.pipeline, row.stage): row.outcome for row in rows}


def _stage_of(deal: Deal) -> tuple[str, str, str]:
    return deal.source, deal.pipeline_said, deal.stage_said


def _reasons_of(deals: Sequence[Deal]) -> list[set[str]]:
    """Return the keys of the reasons of each deal, with those of the reasons above them."""
    keys: dict[int, set[str]] = defaultdict(set)
    given = DealReason.objects.filter(deal__in=deals).exclude(reason=None)
    for deal_id, key, above in given.values_list("deal_id", "reason__key", "reason__parent__key"):
        keys[deal_id] |= {one for one in (key, above) if one}
    return [keys[deal.pk] for deal in deals]


def _end_of(
    deal: Deal, meant: dict[tuple[str, str, str], str], reasons: Collection[str], *, to: str
) -> tuple[str, str]:
    """Return how a deal ended and who says so: a person, else what its stage means, else its source; else it is open."""
    if deal.outcome_by == Deal.By.PERSON:
        return to or deal.outcome, deal.outcome_by
    stage = meant.get(_stage_of(deal), "") if deal.stage_said else ""
    outcome, by = (stage, Deal.By.MAPPING) if stage else (deal.outcome_said or Deal.Outcome.OPEN, Deal.By.SOURCE)
    return (_how_lost(deal, reasons) if outcome == Deal.Outcome.LOST_UNKNOWN else outcome), by


def _how_lost(deal: Deal, reasons: Collection[str]) -> str:
    """Return to whom a deal was lost of which only that is known, from its reasons and the competitor it names."""
    if _NO_DECISION in reasons:
        return Deal.Outcome.LOST_NO_DECISION
    is_theirs = deal.competitor_id or _COMPETITOR in reasons
    return Deal.Outcome.LOST_COMPETITOR if is_theirs else Deal.Outcome.LOST_UNKNOWN


def _values(deal: Deal, outcome: str, by: str) -> dict[str, Any]:
    closed_on = None if outcome == Deal.Outcome.OPEN else _closed_on(deal, outcome)
    return {
        "outcome": outcome,
        "outcome_by": by,
        "closed_on": closed_on,
        "day": closed_on or deal.opened_on or clock.day_of(deal.created_at),
    }


def _closed_on(deal: Deal, outcome: str) -> date:
    """Return the day it ended: as the source says, unless a CRM's hope lies in the future; else when we learned of it."""
    said = deal.close_said_on
    if said and said <= clock.today():
        return said
    # Lost in another way than was known before: the day stays.
    if deal.closed_on and (deal.outcome in LOST) == (outcome in LOST):
        return deal.closed_on
    return clock.day_of(deal.changed_at) if deal.changed_at else clock.today()
