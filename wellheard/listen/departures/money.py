"""What a company paid on a day that may be long past."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from wellheard.customers.models import ExchangeRate, Subscription
from wellheard.workspace.installation import installation

_DAY = timedelta(days=1)


def paid_before(*, company_id: int, day: date) -> int | None:
    """Return what a company that leaves on a day paid a month: on the day before, or on that day where it only began then."""
    return paid_on(company_id=company_id, day=day - _DAY) or paid_on(company_id=company_id, day=day)


def paid_on(*, company_id: int, day: date) -> int | None:
    """Return what a company paid a month on a day, in minor units of the reporting currency at that day's rates.

    Nothing is returned where we never knew of a subscription, or where one ran in a currency that had no rate then.
    """
    theirs = list(Subscription.objects.filter(company_id=company_id))
    if not theirs:
        return None
    paid = [one for one in theirs if one.amount_minor and _runs_on(one, day)]
    factors = _factors({one.currency for one in paid}, day)
    if any(one.currency not in factors for one in paid):
        return None
    total = sum((one.amount_minor * factors[one.currency] for one in paid), Decimal(0))
    return int(total.to_integral_value(rounding=ROUND_HALF_UP))


def reported(minor: int, *, currency: str, day: date) -> int | None:
    """Return an amount in minor units of the reporting currency, at a day's rate; nothing where there was none."""
    factor = _factors([currency], day).get(currency)
    return None if factor is None else int((minor * factor).to_integral_value(rounding=ROUND_HALF_UP))


def bought_again(*, company_id: int, after: date, until: date | None) -> date | None:
    """Return the first day after one on which a paid subscription of a company began, not later than another."""
    begun = Subscription.objects.filter(company_id=company_id, from_on__gt=after, amount_minor__gt=0)
    if until:
        begun = begun.filter(from_on__lte=until)
    return begun.order_by("from_on").values_list("from_on", flat=True).first()


def _runs_on(one: Subscription, day: date) -> bool:
    return one.from_on <= day and (one.until is None or one.until > day)


def _factors(currencies: Iterable[str], day: date) -> dict[str, Decimal]:
    into = installation().currency
    rates = ExchangeRate.objects.newest_on(day, into=into).filter(currency__in=list(currencies))
    return {rate.currency: rate.minor_factor for rate in rates} | {into: Decimal(1)}
