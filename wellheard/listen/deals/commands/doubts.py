"""Decide what was doubtful in rows of files."""

from collections.abc import Sequence

from django.db import transaction

from wellheard.customers.models import Company
from wellheard.foundation import clock
from wellheard.listen.deals.commands.placing import place_deal
from wellheard.listen.deals.models import Deal, DealDoubt
from wellheard.workspace.models import Staff


@transaction.atomic
def place_deals_said(*, source: str, said: str, company: Company, by: Staff | None) -> int:
    """Say whose all deals of a source are that name a company so and that nobody could place; return how many."""
    left = Deal.objects.unplaced().filter(source=source, company_said=said).exclude(company_said="").order_by("pk")
    ids = list(left.values_list("pk", flat=True))
    for deal_id in ids:
        place_deal(deal_id=deal_id, company=company, by=by)
    return len(ids)


@transaction.atomic
def settle_doubts(*, doubt_ids: Sequence[int]) -> int:
    """Leave deals as they are in spite of a doubt; return how many doubts that settled. Doing so again changes nothing."""
    return DealDoubt.objects.filter(pk__in=doubt_ids, settled_at=None).update(settled_at=clock.now())
