"""What deals are worth in the reporting currency, when rates come in later or the currency changes."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from wellheard.foundation.facts import ledger, names
from wellheard.listen.deals.models import Deal
from wellheard.listen.deals.queries.worth import Rates

PRICED = names.declare(
    "deals.priced", "What deals are worth in the reporting currency was counted anew; `count` says how many."
)

AT_ONCE = 500


def price_again(*, currencies: Iterable[str] | None = None) -> int:
    """Count deals of these currencies, or all, at the rates of their days again; return how many changed. Safe to repeat."""
    wanted = Q() if currencies is None else Q(currency__in=list(currencies))
    ids = list(Deal.objects.filter(wanted).exclude(amount_minor=None).order_by("pk").values_list("pk", flat=True))
    return sum(_price(ids[start : start + AT_ONCE]) for start in range(0, len(ids), AT_ONCE))


@transaction.atomic
def _price(ids: list[int]) -> int:
    changed = []
    deals = list(Deal.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    rates = Rates((deal.currency, deal.day) for deal in deals)
    for deal in deals:
        worth = rates.worth(deal, on=deal.day)
        if deal.reporting_minor != worth:
            deal.reporting_minor = worth
            changed.append(deal)
    Deal.objects.bulk_update(changed, ["reporting_minor"])
    if changed:
        ledger.record(PRICED, changed[0], count=len(changed))
    return len(changed)
