"""Keep what other currencies are worth; what companies pay follows by a reaction."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import transaction

from wellheard.customers.models import ExchangeRate
from wellheard.customers.rate_tables import Quote, clean_quote
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line
from wellheard.workspace.installation import installation

SAVED = names.declare("rates.saved", "Exchange rates came in or were corrected; how many is in the details.")
REMOVED = names.declare("rate.removed", "An exchange rate was removed.")


@transaction.atomic
def save_rate(*, currency: str, on: date, rate: Decimal, source: str = "") -> int:
    """Keep what one unit of a currency was worth on a day; return whether that is news, as 1 or 0. Raises RateError."""
    return save_rates(
        quotes=[clean_quote(currency=currency, on=on, rate=rate, into=installation().currency)], source=source
    )


@transaction.atomic
def save_rates(*, quotes: Iterable[Quote], source: str = "") -> int:
    """Keep rates into the reporting currency, replacing those of the same days; return how many are news."""
    into = installation().currency
    wanted = {(quote.currency, quote.on): quote.rate for quote in quotes}
    days = [on for _currency, on in wanted]
    if not days:
        return 0
    there = ExchangeRate.objects.filter(into=into, on__gte=min(days), on__lte=max(days))
    known = {(currency, on): rate for currency, on, rate in there.values_list("currency", "on", "rate")}
    said = clean_line(source)[:80]
    news = [
        ExchangeRate(into=into, currency=currency, on=on, rate=rate, source=said)
        for (currency, on), rate in sorted(wanted.items())
        if known.get((currency, on)) != rate
    ]
    if news:
        _keep(news)
    return len(news)


def _keep(news: list[ExchangeRate]) -> None:
    rows = ExchangeRate.objects.bulk_create(
        news,
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["into", "currency", "on"],
        update_fields=["rate", "source"],
    )
    ledger.record(SAVED, rows[-1], count=len(rows), currencies=sorted({row.currency for row in rows}))


@transaction.atomic
def remove_rate(*, rate_id: int) -> None:
    """Forget a rate: the one before it counts again. Repeating it changes nothing."""
    rate = ExchangeRate.objects.select_for_update(no_key=True).filter(pk=rate_id).first()
    if rate:
        ledger.record(REMOVED, rate, currency=rate.currency)
        rate.delete()
