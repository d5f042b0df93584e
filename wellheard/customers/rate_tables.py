"""Exchange rates as people have them: one a line, or the table that the European Central Bank publishes every day.

The bank's table (eurofxref.csv and eurofxref-hist.csv) has a column for each currency and says what one euro was worth in
it: https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/. Rates into another currency
than the euro are crossed through the euro.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from wellheard.customers.errors import CustomerError

MOST_QUOTES = 500_000
EURO = "EUR"
_CODE = re.compile(r"[A-Z]{3}")
_SMALLEST, _LARGEST = Decimal("0.000000000001"), Decimal(10) ** 12
_HEADS = {
    "currency": {"currency", "code", "from"},
    "on": {"date", "day", "on"},
    "rate": {"rate", "value", "price"},
}


class RateError(CustomerError):
    """A rate cannot be kept so."""


@dataclass(frozen=True)
class Quote:
    """What one unit of a currency was worth on a day."""

    currency: str
    on: date
    rate: Decimal


def read_rates(text: str, *, into: str) -> list[Quote]:
    """Return the rates of a table into this currency. Raises RateError with the first line that cannot be read."""
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip()]
    if not lines:
        raise RateError(_("The table is empty; paste lines such as “EUR, 2026-01-31, 1.08”."))
    rows = list(csv.reader(lines, delimiter=_delimiter(lines[0])))
    head = [cell.strip() for cell in rows[0]]
    is_wide = head[0].lower() == "date" and all(_CODE.fullmatch(cell) for cell in head[1:] if cell)
    quotes = list(_wide(head, rows[1:], into) if is_wide else _long(rows, into))
    if len(quotes) > MOST_QUOTES:
        raise RateError(_("These are more than %(most)d rates; bring them in by parts.") % {"most": MOST_QUOTES})
    return quotes


def clean_quote(*, currency: str, on: date, rate: Decimal, into: str) -> Quote:
    """Return a rate that can be kept. Raises RateError."""
    code = currency.strip().upper()
    if not _CODE.fullmatch(code):
        raise RateError(_("“%(code)s” is no currency; use three letters such as USD or EUR.") % {"code": currency[:20]})
    if code == into:
        raise RateError(_("%(code)s is what you report in; it needs no rate.") % {"code": code})
    if not rate.is_finite() or not _SMALLEST <= rate < _LARGEST:
        raise RateError(_("A rate is a number above 0 and below 1,000,000,000,000; correct it."))
    return Quote(code, on, rate.quantize(_SMALLEST))


def _delimiter(line: str) -> str:
    return max(";\t,", key=line.count)


def _wide(head: Sequence[str], rows: Sequence[Sequence[str]], into: str) -> Iterator[Quote]:
    for number, row in enumerate(rows, start=2):
        day = _day(row[0], number)
        cells = dict(zip(head[1:], row[1:], strict=False))
        euro = {code: _number(cell, number) for code, cell in cells.items() if code and cell.strip() not in {"", "N/A"}}
        euro[EURO] = Decimal(1)
        if into not in euro:
            # The bank began to publish some currencies later than others.
            continue
        for code, worth in euro.items():
            if code != into:
                yield _checked(code, day, euro[into] / worth, into, number)


def _long(rows: Sequence[Sequence[str]], into: str) -> Iterator[Quote]:
    columns = _columns(rows[0])
    first = 0 if columns is None else 1
    at = columns or {"currency": 0, "on": 1, "rate": 2}
    for number, row in enumerate(rows[first:], start=first + 1):
        if len(row) <= max(at.values()):
            raise RateError(
                _("Line %(n)d: write currency, day and rate, such as EUR, 2026-01-31, 1.08.") % {"n": number}
            )
        day, rate = _day(row[at["on"]], number), _number(row[at["rate"]], number)
        yield _checked(row[at["currency"]], day, rate, into, number)


def _columns(row: Sequence[str]) -> dict[str, int] | None:
    """Return where currency, day and rate stand, when the first line says so."""
    said = [cell.strip().lower() for cell in row]
    found = {name: index for name, heads in _HEADS.items() for index, cell in enumerate(said) if cell in heads}
    return found if len(found) == len(_HEADS) else None


def _checked(code: str, day: date, rate: Decimal, into: str, number: int) -> Quote:
    try:
        return clean_quote(currency=code, on=day, rate=rate, into=into)
    except RateError as problem:
        raise RateError(_("Line %(n)d: %(problem)s") % {"n": number, "problem": problem}) from problem


def _day(cell: str, number: int) -> date:
    for shape in ("%Y-%m-%d", "%d %B %Y", "%d.%m.%Y"):
        try:
            return datetime.strptime(cell.strip(), shape).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise RateError(_("Line %(n)d: “%(day)s” is no day; write it as 2026-01-31.") % {"n": number, "day": cell[:40]})


def _number(cell: str, number: int) -> Decimal:
    try:
        found = Decimal(cell.strip().replace(",", "."))
    except InvalidOperation:
        found = Decimal(0)
    if not found.is_finite() or found <= 0:
        raise RateError(_("Line %(n)d: “%(rate)s” is no rate; write it as 1.08.") % {"n": number, "rate": cell[:40]})
    return found
