"""Amounts in minor units, as they are stored: cents, but whole yen and a thousandth of a dinar."""

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.numbers import format_currency, get_currency_precision
from django.utils.translation import get_language, to_locale

# A bigint holds this with room to sum.
MOST_MINOR = 10**17


def to_minor(amount: Decimal, currency: str) -> int:
    """Return an amount in minor units of its currency, rounded to the nearest."""
    return int(amount.scaleb(get_currency_precision(currency)).to_integral_value(rounding=ROUND_HALF_UP))


def to_major(minor: int, currency: str) -> Decimal:
    """Return an amount in whole units of its currency."""
    return Decimal(minor).scaleb(-get_currency_precision(currency))


def spoken(minor: int, currency: str) -> str:
    """Write an amount as the reader writes money; whole amounts have no decimals."""
    amount = to_major(minor, currency)
    locale = _locale(to_locale(get_language() or "en"))
    if amount != amount.to_integral_value():
        return str(format_currency(amount, currency, locale=locale))
    whole = re.sub(r"(?<=[0#])\.0+", "", locale.currency_formats["standard"].pattern)
    return str(format_currency(amount, currency, format=whole, locale=locale, currency_digits=False))


@lru_cache(maxsize=64)
def _locale(name: str) -> Locale:
    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")
