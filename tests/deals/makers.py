"""Deals for tests, as a CRM would tell them."""

import itertools
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from wellheard.listen.deals.commands import DealDraft, hear_deal
from wellheard.listen.deals.models import Deal

_numbers = itertools.count(1)
MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)


def heard(**said: Any) -> Deal:
    """Hear a deal of a CRM; what is not said is filled in plainly."""
    number = next(_numbers)
    plain = {"source": "hubspot", "external_id": f"d{number}", "title": f"Deal {number}", "amount": Decimal(1200)}
    return hear_deal(draft=DealDraft(**{**plain, "currency": "USD", **said})).deal
