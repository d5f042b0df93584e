"""What deals are worth in the reporting currency, at the rates of their days."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date

from wellheard.customers.models import ExchangeRate
from wellheard.listen.deals.models import Deal
from wellheard.workspace.installation import installation

_MOST_DIGITS = 2**62


class Rates:
    """The rates that count for some currencies on some days, read once for many deals."""

    def __init__(self, wanted: Iterable[tuple[str, date]]) -> None:
        self._into = installation().currency
        self._found: dict[str, tuple[list[date], list[ExchangeRate]]] = {}
        others = {pair for pair in wanted if pair[0] and pair[0] != self._into}
        if others:
            self._read({currency for currency, _day in others}, sorted(day for _currency, day in others))

    def worth(self, deal: Deal, *, on: date) -> int | None:
        """Return a deal's amount in minor units of the reporting currency, at the rate of that day; none without a rate."""
        if deal.amount_minor is None or deal.currency == self._into:
            return deal.amount_minor
        days, rates = self._found.get(deal.currency, ([], []))
        place = bisect_right(days, on)
        if not place:
            return None
        worth = int((deal.amount_minor * rates[place - 1].minor_factor).to_integral_value())
        return worth if worth < _MOST_DIGITS else None

    def _read(self, currencies: set[str], days: list[date]) -> None:
        first, last = days[0], days[-1]
        rates = list(ExchangeRate.objects.newest_on(first, into=self._into).filter(currency__in=currencies))
        if first < last:
            later = ExchangeRate.objects.filter(into=self._into, currency__in=currencies)
            rates += later.filter(on__gt=first, on__lte=last).order_by("on")
        for rate in rates:
            dates, found = self._found.setdefault(rate.currency, ([], []))
            dates.append(rate.on)
            found.append(rate)
