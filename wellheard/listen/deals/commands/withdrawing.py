"""A deal that its source deleted, and one that it has again."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.deals.models import Deal
from wellheard.listen.deals.reading import changed_at_of

WITHDRAWN = names.declare(
    "deal.withdrawn", "A deal was deleted at its source: it stays here with a note and counts nowhere."
)
RESTORED = names.declare(
    "deal.restored", "A deal that had been deleted at its source is there again, and counts again."
)


@transaction.atomic
def withdraw_deal(*, source: str, external_id: str, deleted_at: datetime | None = None) -> Deal | None:
    """Note that a source deleted a deal; return it, or None where it was never heard of. Doing so again changes nothing.

    `deleted_at` is the source's own time: a deal that changed there later stands. Raises DealError for a time that cannot be.
    """
    if not external_id:
        return None
    deal = Deal.objects.select_for_update(no_key=True).filter(source=source, external_id=external_id).first()
    if deal is None or deal.is_withdrawn:
        return deal
    moment = changed_at_of(deleted_at)
    if moment and deal.changed_at and moment < deal.changed_at:
        return deal
    # When it changed last stays as it was: one that is restored as it was is no older news.
    deal.withdrawn_at, deal.version = clock.now(), deal.version + 1
    deal.save(update_fields=["withdrawn_at", "version"])
    ledger.record(WITHDRAWN, deal, source=source)
    return deal


def restored(deal: Deal) -> set[str]:
    """Let a deal count again of which its source tells again, and leave saving and telling of it to the caller."""
    if not deal.is_withdrawn:
        return set()
    deal.withdrawn_at = None
    return {"withdrawn_at"}


def tell_of_restored(deals: Sequence[Deal], *, beside: str) -> None:
    """Record which deals count again, `beside` another fact of them."""
    for deal in deals:
        ledger.record_beside(beside, RESTORED, [deal], source=deal.source)
