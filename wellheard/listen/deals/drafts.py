"""A deal as a source tells it, before anything is made of it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from wellheard.listen.deals.models import DealReason


@dataclass(frozen=True)
class SaidReason:
    """A reason in the source's own words, and who says so."""

    said: str
    said_by: str = DealReason.SaidBy.SELLER


@dataclass(frozen=True)
class DealDraft:
    """What a source says of one deal. What is left empty changes nothing of what was said before.

    `amount` is in whole units of `currency`; without a currency it is in the reporting one. `outcome` is what the source itself
    says, if it does: one of Deal.Outcome, or "lost". `stage` and `pipeline` are the source's ids or names; `stage_name` is what
    people call the stage. `company_id` is our own number of the company, from whoever knows it. `changed_at` is the source's own
    time of its last change. `raw` is its own row, kept for looking up.
    """

    source: str
    external_id: str = ""
    title: str = ""
    company_id: int | None = None
    company_key: str = ""
    company_name: str = ""
    company_domain: str = ""
    contact_email: str = ""
    owner: str = ""
    pipeline: str = ""
    stage: str = ""
    stage_name: str = ""
    outcome: str = ""
    amount: Decimal | None = None
    currency: str = ""
    industry: str = ""
    competitor: str = ""
    reasons: tuple[SaidReason, ...] = ()
    missing: tuple[str, ...] = ()
    opened_on: date | None = None
    closed_on: date | None = None
    changed_at: datetime | None = None
    raw: dict[str, Any] = field(default_factory=dict)
