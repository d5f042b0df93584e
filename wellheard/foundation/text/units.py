"""Lengths of time as the viewer's language names them."""

import re

from babel import Locale
from babel.units import format_unit

_BEFORE_HAN = re.compile(r"(?<=\d)(?=[\u4e00-\u9fff])")


def measured(count: float, unit: str, locale: Locale, *, style: str = "long") -> str:
    """Return so many of a unit of the CLDR, such as “70 hours” of duration-hour."""
    text = str(format_unit(count, unit, length=style, locale=locale))  # type: ignore[arg-type]
    if unit in text:
        # Chinese and Japanese have no long names of units in the tables, only the usual ones.
        text = str(format_unit(count, unit, length="short", locale=locale))
    return _BEFORE_HAN.sub(" ", text)
