"""A deal that its source deleted, and one that it has again."""

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

    `deleted_at` is the source's own time: a deal that changed there later stands.
    """
    deal = Deal.objects.select_for_update(no_key=True).filter(source=source, external_id=external_id).first()
    if deal is None or not external_id or deal.is_withdrawn:
        return deal
    moment = changed_at_of(deleted_at)
    if moment and deal.changed_at and moment < deal.changed_at:
        return deal
    deal.withdrawn_at, deal.changed_at, deal.version = clock.now(), moment or deal.changed_at, deal.version + 1
    deal.save(update_fields=["withdrawn_at", "changed_at", "version"])
    ledger.record(WITHDRAWN, deal, source=source)
    return deal


def restore(deal: Deal) -> set[str]:
    """Let a deal count again of which its source tells again; return the columns that changed. Needs the locked row."""
    if not deal.is_withdrawn:
        return set()
    deal.withdrawn_at = None
    deal.save(update_fields=["withdrawn_at"])
    ledger.record(RESTORED, deal, source=deal.source)
    return {"withdrawn_at"}
