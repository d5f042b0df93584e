"""Hear a deal: the one way in for files, CRMs, the API and our own forms."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.deals.commands.meanings import heard_meanings, note_stage
from wellheard.listen.deals.commands.missing import hear_missing
from wellheard.listen.deals.commands.placing import place_by_source
from wellheard.listen.deals.commands.reasons import hear_reasons
from wellheard.listen.deals.commands.settling import settle
from wellheard.listen.deals.commands.withdrawing import restore
from wellheard.listen.deals.drafts import DealDraft
from wellheard.listen.deals.errors import DealError
from wellheard.listen.deals.models import Deal, ReasonMeaning
from wellheard.listen.deals.queries.matching import colleague_called, contact_of
from wellheard.listen.deals.reading import changed_at_of, reasons_of, said_values, source_of
from wellheard.workspace.commands import competitor_called
from wellheard.workspace.models import Competitor

HEARD = names.declare("deal.heard", "A source told us of a deal, or of a change to one.")

_OF_OUTCOME = frozenset({"pipeline_said", "stage_said", "outcome_said"})
_OF_COMPANY = frozenset({"company_said", "company_key_said", "company_domain_said"})


class News(StrEnum):
    """What hearing a deal came to."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    OLDER = "older"


@dataclass(frozen=True)
class HeardDeal:
    """A deal as it stands now, and what hearing it came to. Without a company, it waits for a person to say whose it is."""

    deal: Deal
    news: News


@transaction.atomic
def hear_deal(*, draft: DealDraft) -> HeardDeal:
    """Keep what a source says of a deal. Older news than we have, and the same again, change nothing.

    A stage or reason nobody decided about is noted, to be decided. Raises DealError for what cannot be kept.
    """
    source, key = source_of(draft)
    values, reasons = said_values(draft), reasons_of(draft)
    # Meanings are held before deals, everywhere: whoever decides one then waits for us, and reads this deal again.
    note_stage(source, values.get("pipeline_said", ""), values.get("stage_said", ""), draft.stage_name)
    meanings = heard_meanings(source, [one.said for one in reasons])
    competitor = _competitor(draft.competitor)
    deal, is_new = _held(source, key, values)
    changed_at = changed_at_of(draft.changed_at)
    if not is_new and changed_at and deal.changed_at and changed_at < deal.changed_at:
        return HeardDeal(deal, News.OLDER)
    values |= _matched(draft, competitor or _competitor_meant(deal, meanings))
    changed = restore(deal) | _take_over(deal, values)
    _keep_time(deal, changed_at)
    changed |= hear_reasons(deal, reasons, meanings)
    if is_new or changed & _OF_COMPANY or deal.company_id is None:
        changed |= place_by_source(deal)
    changed |= hear_missing(deal, draft.missing)
    changed |= set(settle(deal))
    news = News.NEW if is_new else News.CHANGED if changed else News.SAME
    if news is not News.SAME:
        _count_edit(deal)
        ledger.record(HEARD, deal, source=source, change=news.value)
    return HeardDeal(deal, news)


def _held(source: str, key: str, values: dict[str, Any]) -> tuple[Deal, bool]:
    """Find the deal a source knows by this id, or make it; two who tell of it at once come one after the other."""
    fresh = {"title": _title(values, key), "created_at": clock.now(), "day": clock.today()}
    if not key:
        return Deal.objects.create(source=source, **fresh), True
    return Deal.objects.select_for_update(no_key=True).get_or_create(source=source, external_id=key, defaults=fresh)


def _title(values: dict[str, Any], key: str) -> str:
    title = str(values.get("title") or values.get("company_said") or values.get("company_domain_said") or key)
    if not title:
        raise DealError(_("Say what this deal is called, or whose it is."), field="title")
    return title


def _matched(draft: DealDraft, competitor: Competitor | None) -> dict[str, Any]:
    """Return the rows a draft's words name, where they name one without doubt."""
    contact = contact_of(draft.contact_email) if draft.contact_email else None
    found = {"contact": contact, "owner": colleague_called(draft.owner), "competitor": competitor}
    return {column: row for column, row in found.items() if row}


def _take_over(deal: Deal, values: dict[str, Any]) -> set[str]:
    """Let a deal say what its source now says. What a person decided about its end gives way to news about its end."""
    changed = {column for column, value in values.items() if getattr(deal, column) != value}
    for column in changed:
        setattr(deal, column, values[column])
    if changed & _OF_OUTCOME and deal.outcome_by == Deal.By.PERSON:
        deal.outcome_by = Deal.By.SOURCE
        changed.add("outcome_by")
    if changed:
        deal.save(update_fields=sorted(changed))
    return changed


def _keep_time(deal: Deal, changed_at: Any) -> None:
    if changed_at and deal.changed_at != changed_at:
        deal.changed_at = changed_at
        deal.save(update_fields=["changed_at"])


def _competitor(said: str) -> Competitor | None:
    """Return the competitor of this name; our side is locked only to add one."""
    return Competitor.objects.filter(name__iexact=said.strip()).first() or competitor_called(said)


def _competitor_meant(deal: Deal, meanings: dict[str, ReasonMeaning]) -> Competitor | None:
    """Return the competitor that the reasons name, where the deal names none."""
    if deal.competitor_id:
        return None
    return next((meaning.competitor for meaning in meanings.values() if meaning.competitor), None)


def _count_edit(deal: Deal) -> None:
    deal.version += 1
    deal.save(update_fields=["version"])
