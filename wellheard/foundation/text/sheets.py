"""Cells for spreadsheets: what a customer wrote must never become a formula on the desk of who opens the file."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from wellheard.foundation.text.clean import clean_words

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: Any) -> str:
    """Return a cell's text; one that would begin a formula gets a quote before it, numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float | Decimal):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    text = str(value)
    # A tab or line end before the sign is cut off below, but a spreadsheet cuts it too.
    is_formula = text.startswith(_FORMULA_SIGNS) or clean_words(text).startswith(_FORMULA_SIGNS)
    return f"'{clean_words(text)}" if is_formula else clean_words(text)
