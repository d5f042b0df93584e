"""Amounts and times in the viewer's language."""

from copy import copy
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime, format_skeleton
from babel.numbers import NumberPattern, format_decimal, format_percent, get_currency_precision
from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _

from wellheard.foundation.clock import now
from wellheard.foundation.counts import is_more
from wellheard.foundation.text.units import measured
from wellheard.workspace.installation import installation

register = template.Library()
# What companies pay in many currencies is compared, and cents of an exchange rate say nothing.
ROUNDED_FROM = 100

# Amounts and moments come again from row to row and page to page, and writing one takes a tenth of a millisecond.
_KEPT = 2_000

# Up to here a wait is told in days, as people count it; after it the date says more.
RELATIVE_DAYS = 14
MINUTES_PER_HOUR = 60


@register.filter
def number(value: float) -> str:
    """Write a number with the viewer's separators; a count that stopped at its limit has a plus behind it."""
    written = _decimal(value, _locale())
    return f"{written}+" if is_more(value) else written


@lru_cache(maxsize=_KEPT)
def _decimal(value: float, locale: Locale) -> str:
    return format_decimal(value, locale=locale)


@register.filter
def percent(share: float) -> str:
    """Write a share between 0 and 1 as whole percents."""
    return format_percent(share, locale=_locale())


@register.filter
def money(minor: int, currency: str = "") -> str:
    """Write an amount in minor units as the viewer reads money; from a hundred on to the whole unit, as it is compared."""
    code = currency or installation().currency
    is_large = abs(Decimal(minor).scaleb(-get_currency_precision(code))) >= ROUNDED_FROM
    return _written(minor, code, decimals=0 if is_large else None)


@register.filter
def price(minor: int, currency: str) -> str:
    """Write what stands in a contract: to the last unit, but whole amounts without decimals."""
    return _written(minor, currency)


def _written(minor: int, currency: str, *, decimals: int | None = None) -> str:
    return _amount(minor, currency, decimals, _locale())


@lru_cache(maxsize=_KEPT)
def _amount(minor: int, currency: str, decimals: int | None, locale: Locale) -> str:
    digits = get_currency_precision(currency)
    amount = Decimal(minor).scaleb(-digits)
    if decimals is None:
        decimals = 0 if amount == amount.to_integral_value() else digits
    pattern = _money_pattern(locale, decimals)
    return str(pattern.apply(amount, locale, currency=currency, currency_digits=False))


@lru_cache(maxsize=64)
def _money_pattern(locale: Locale, decimals: int) -> NumberPattern:
    pattern: NumberPattern = copy(locale.currency_formats["standard"])
    pattern.frac_prec = (decimals, decimals)
    return pattern


@register.filter
def ago(when: datetime | date) -> SafeString:
    """Write how long ago something happened, up to 14 days; then the date. The exact moment is in the element's title."""
    if not isinstance(when, datetime):
        return format_html('<time datetime="{}">{}</time>', when.isoformat(), _day(when))
    passed = now() - when
    is_recent = 0 <= passed.days <= RELATIVE_DAYS
    return _time(when, _length(passed) if is_recent else _day(timezone.localtime(when).date()))


def _time(when: datetime, text: str) -> SafeString:
    exact = _moment(timezone.localtime(when).replace(tzinfo=None), _locale())
    return format_html('<time datetime="{}" title="{}">{}</time>', when.isoformat(), exact, text)


@lru_cache(maxsize=_KEPT)
def _moment(local: datetime, locale: Locale) -> str:
    return format_datetime(local, "medium", locale=locale)


def _length(waited: timedelta) -> str:
    minutes = int(waited.total_seconds()) // 60
    if waited.days:
        return _unit(waited.days, "duration-day")
    if minutes >= MINUTES_PER_HOUR:
        return _unit(minutes // MINUTES_PER_HOUR, "duration-hour")
    return _unit(minutes, "duration-minute") if minutes else _("just now")


def _unit(count: int, unit: str) -> str:
    return _measure(count, unit, _locale())


@lru_cache(maxsize=_KEPT)
def _measure(count: int, unit: str, locale: Locale) -> str:
    return measured(count, unit, locale)


def _day(day: date) -> str:
    skeleton = "MMMd" if day.year == timezone.localdate().year else "yMMMd"
    return _date(day, skeleton, _locale())


@lru_cache(maxsize=_KEPT)
def _date(day: date, skeleton: str, locale: Locale) -> str:
    return format_skeleton(skeleton, day, locale=locale)


def _locale() -> Locale:
    return _parsed(to_locale(get_language() or "en"))


@lru_cache(maxsize=64)
def _parsed(name: str) -> Locale:
    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")
