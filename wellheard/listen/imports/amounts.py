"""What is paid a month, as a row says it."""

from decimal import Decimal

from django.utils.translation import gettext as _

from wellheard.foundation.money import to_minor
from wellheard.listen.imports.errors import RowError
from wellheard.listen.imports.importers import Cells
from wellheard.listen.imports.values import Habits, decimal_number

_MONTHS = Decimal(12)
_CODE_LETTERS = 3


def currency_code(written: str) -> str:
    """Return an ISO 4217 code. Raises RowError."""
    code = written.upper()
    if not (len(code) == _CODE_LETTERS and code.isascii() and code.isalpha()):
        raise RowError(_("“%(code)s” is no currency; use three letters such as USD or EUR.") % {"code": code[:20]})
    return code


def monthly_minor(
    cells: Cells, habits: Habits, *, currency: str, monthly: str = "amount", yearly: str = "yearly_amount"
) -> int | None:
    """Return the amount a month in minor units, a yearly one divided by twelve; None where neither is filled. Raises RowError."""
    with cells.reading(monthly) as cell:
        amount = decimal_number(cell, habits)
    with cells.reading(yearly) as cell:
        a_year = decimal_number(cell, habits)
    if amount is None and a_year is not None:
        amount = a_year / _MONTHS
    if amount is None:
        return None
    if amount < 0:
        raise RowError(_("Its amount is below zero."))
    return to_minor(amount, currency)
