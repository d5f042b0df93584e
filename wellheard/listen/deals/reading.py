"""Make of what a source tells of a deal what can be kept, or say in a sentence why it cannot."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.money import MOST_MINOR, to_minor
from wellheard.foundation.text.clean import clean_line, storable_json
from wellheard.listen.deals.drafts import DealDraft, SaidReason
from wellheard.listen.deals.errors import DealError
from wellheard.listen.deals.models import Deal, DealReason
from wellheard.workspace.installation import installation, known_currencies

_YEARS = (1900, 2200)
# A longer explanation is cut: an index has its limits.
MOST_SAID = 500
LOST_SAID = "lost"


def said_values(draft: DealDraft) -> dict[str, Any]:
    """Return the columns a draft speaks of; what it leaves empty is not among them. Raises DealError."""
    lines = {
        "title": clean_line(draft.title)[:300],
        "company_said": clean_line(draft.company_name)[:200],
        "company_key_said": clean_line(draft.company_key)[:100],
        "company_domain_said": _domain(draft.company_domain),
        "owner_said": clean_line(draft.owner)[:200],
        "pipeline_said": clean_line(draft.pipeline)[:100],
        "stage_said": clean_line(draft.stage)[:100],
        "outcome_said": outcome_of(draft.outcome),
        "industry": clean_line(draft.industry)[:80],
        "opened_on": sane_day(draft.opened_on, "opened_on"),
        "close_said_on": sane_day(draft.closed_on, "closed_on"),
        "raw": storable_json(draft.raw),
    }
    return {column: value for column, value in lines.items() if value} | money_of(draft.amount, draft.currency)


def source_of(draft: DealDraft) -> tuple[str, str]:
    """Return where a deal comes from and its id there. Raises DealError for a source without a name."""
    source = clean_line(draft.source)
    if not source or source != slugify(source.replace("_", "-")).replace("-", "_" if "_" in source else "-"):
        raise DealError(
            _("“%(source)s” is no name for a source; use small letters, such as hubspot.") % {"source": source[:40]},
            field="source",
        )
    key = clean_line(draft.external_id)
    if len(key) > 100:  # noqa: PLR2004 - its column
        raise DealError(_("The id of this deal is longer than 100 characters; use a shorter one."), field="external_id")
    return source[:40], key


def outcome_of(said: str) -> str:
    """Return one of Deal.Outcome for what a source says itself; empty when it says nothing. Raises DealError."""
    word = clean_line(said).lower().replace(" ", "_")
    if word == LOST_SAID:
        return Deal.Outcome.LOST_UNKNOWN
    if word and word not in Deal.Outcome.values:
        raise DealError(
            _("“%(word)s” is no outcome; use one of %(known)s.")
            % {"word": word[:40], "known": ", ".join([*Deal.Outcome.values, LOST_SAID])},
            field="outcome",
        )
    return word


def money_of(amount: Decimal | None, currency: str) -> dict[str, Any]:
    """Return an amount in minor units with its currency; nothing when no amount is said. Raises DealError."""
    if amount is None:
        return {}
    code = clean_line(currency).upper() or installation().currency
    if code not in known_currencies():
        raise DealError(
            _("“%(code)s” is no currency; use three letters such as USD or EUR.") % {"code": code[:20]},
            field="currency",
        )
    # Far too many digits are refused before they are multiplied out.
    if not amount.is_finite() or amount < 0 or amount.adjusted() > 20 or to_minor(amount, code) > MOST_MINOR:  # noqa: PLR2004
        raise DealError(
            _("The amount of a deal is 0 or more, and no more than anybody could pay; correct it."), field="amount"
        )
    return {"amount_minor": to_minor(amount, code), "currency": code}


def sane_day(day: date | None, field: str) -> date | None:
    """Return a day on which a deal can begin or end. Raises DealError."""
    if day and not _YEARS[0] <= day.year < _YEARS[1]:
        raise DealError(_("No deal can be of the year %(year)d; correct the day.") % {"year": day.year}, field=field)
    return day


def changed_at_of(moment: datetime | None) -> datetime | None:
    """Return the source's own time, never later than now: a clock that runs fast would shut out all later news.

    Raises DealError for years nobody lives in: programs write an empty time as the year 1, and what PostgreSQL takes for a
    time before Christ nobody can read again.
    """
    if moment is None:
        return None
    sane_day(moment.date(), "changed_at")
    aware = moment if timezone.is_aware(moment) else timezone.make_aware(moment, clock.zone())
    return min(aware, clock.now())


def reasons_of(draft: DealDraft) -> list[SaidReason]:
    """Return the reasons a draft names, cleaned, each once and in order. Raises DealError for a speaker nobody knows."""
    found: dict[tuple[str, str], SaidReason] = {}
    for one in draft.reasons:
        said = clean_line(one.said)[:MOST_SAID]
        if one.said_by not in DealReason.SaidBy.values:
            raise DealError(
                _("“%(who)s” cannot have given a reason; use one of %(known)s.")
                % {"who": clean_line(one.said_by)[:40], "known": ", ".join(DealReason.SaidBy.values)},
                field="reasons",
            )
        if said:
            found.setdefault((said.casefold(), one.said_by), SaidReason(said, one.said_by))
    return list(found.values())


def _domain(text: str) -> str:
    """Return the domain of an address of a web site, as companies have it."""
    host = clean_line(text).lower().partition("://")[2] or clean_line(text).lower()
    return host.partition("/")[0].partition("?")[0].removeprefix("www.").rstrip(".")[:253]
