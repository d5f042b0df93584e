"""Cells for spreadsheets: what a customer wrote must never become a formula on the desk of who opens the file."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from wellheard.foundation.text.clean import clean_words

_FORMULA_SIGNS = ("=", "+", "-", "@")


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
    # Blanks before the sign are cut off here, as a spreadsheet does.
    text = clean_words(str(value))
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text
