"""Read what people write into cells: texts, numbers, days, moments, yes and no."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from django.utils import timezone
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.text.clean import clean_line, clean_words
from wellheard.listen.imports.errors import RowError

_TRUE = frozenset({"true", "t", "yes", "y", "1", "x", "да", "ja", "taip", "oui", "si", "sí", "是"})
_FALSE = frozenset({"false", "f", "no", "n", "0", "", "нет", "nein", "ne", "non", "否"})
_BIGGEST = Decimal(10) ** 15
_NUMBER = re.compile(r"[+-]?\d[\d.,]*(?:[eE][+-]?\d{1,2})?|[+-]?[.,]\d+")
_YEARS = (1900, 2200)


@dataclass(frozen=True)
class Habits:
    """How a file writes what can be read two ways."""

    dates: Literal["", "dmy", "mdy"] = ""
    decimal: Literal["", "point", "comma"] = ""


def text(value: Any) -> str:
    """Return a cell as one line; the quote that exports put before a formula sign is taken off again."""
    return clean_line(_as_text(value))


def words(value: Any) -> str:
    """Return a cell as it was written, with its lines."""
    return clean_words(_as_text(value))


def whole_number(value: Any, habits: Habits) -> int | None:
    """Return a whole number; None for an empty cell. Raises RowError."""
    number = decimal_number(value, habits)
    if number is None:
        return None
    if number != number.to_integral_value():
        raise RowError(_("“%(value)s” is not a whole number.") % {"value": _shown(value)})
    return int(number)


def decimal_number(value: Any, habits: Habits) -> Decimal | None:
    """Return a number written as 1,234.56 or 1.234,56, with or without a currency sign; None when empty. Raises RowError."""
    if isinstance(value, bool):
        raise RowError(_("“%(value)s” is not a number.") % {"value": value})
    written = text(value)
    if not written:
        return None
    try:
        number = Decimal(_plain(written, habits))
    except InvalidOperation as problem:
        raise RowError(_("“%(value)s” is not a number.") % {"value": _shown(value)}) from problem
    if not number.is_finite() or abs(number) > _BIGGEST:
        raise RowError(_("“%(value)s” is too large a number.") % {"value": _shown(value)})
    return number


def truth(value: Any) -> bool:
    """Return yes or no; an empty cell is no. Raises RowError."""
    written = text(value).casefold()
    if written in _TRUE:
        return True
    if written in _FALSE:
        return False
    raise RowError(_("“%(value)s” is neither yes nor no.") % {"value": _shown(value)})


def day(value: Any, habits: Habits) -> date | None:
    """Return a day; None for an empty cell. Raises RowError."""
    moment = _moment(value, habits)
    if moment is None:
        return None
    return clock.day_of(moment) if timezone.is_aware(moment) else moment.date()


def moment(value: Any, habits: Habits) -> datetime | None:
    """Return a moment, in the installation's zone where the cell names none; None for an empty cell. Raises RowError."""
    found = _moment(value, habits)
    if found is None or timezone.is_aware(found):
        return found
    return timezone.make_aware(found, clock.zone())


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value[1:] if re.match(r"'[=+\-@\t\r]", value) else value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    return str(value)


def _shown(value: Any) -> str:
    return text(value)[:40]


def _plain(written: str, habits: Habits) -> str:
    """Return a number as Decimal reads it."""
    narrow = unicodedata.normalize("NFKC", written).replace("−", "-")
    narrow = re.sub(r"[\s'’_]|[A-Za-z]{3}$|^[A-Za-z]{3}|[$€£¥₽₹₩]", "", narrow)
    if not _NUMBER.fullmatch(narrow):
        raise InvalidOperation
    comma_is_decimal = habits.decimal == "comma" or (not habits.decimal and _has_decimal_comma(narrow))
    if comma_is_decimal:
        return narrow.replace(".", "").replace(",", ".")
    if not habits.decimal and narrow.count(".") > 1:
        return narrow.replace(".", "")
    return narrow.replace(",", "")


def _has_decimal_comma(number: str) -> bool:
    if "," not in number:
        return False
    if "." in number:
        return number.rfind(",") > number.rfind(".")
    # 1,234 and 1,234,567 are thousands; 1,5 and 12,99 and 0,125 are not.
    return number.count(",") == 1 and not re.fullmatch(r"[+-]?[1-9]\d{0,2},\d{3}", number)


def _moment(value: Any, habits: Habits) -> datetime | None:
    if isinstance(value, datetime):
        return _sane(value, value)
    if isinstance(value, date):
        return _sane(datetime(value.year, value.month, value.day), value)  # noqa: DTZ001 - its zone comes from the caller
    written = text(value)
    if not written:
        return None
    found = _iso(written) or _unix(written) or _written_out(written) or _with_signs(written, habits)
    if found is None:
        raise RowError(_("“%(value)s” is not a date; write it as 2026-03-31.") % {"value": _shown(value)})
    return _sane(found, value)


def _sane(found: datetime, value: Any) -> datetime:
    if not _YEARS[0] <= found.year < _YEARS[1]:
        raise RowError(_("“%(value)s” is not a day we can have heard anything on.") % {"value": _shown(value)})
    return found


def _iso(written: str) -> datetime | None:
    if not re.match(r"\d{4}-\d", written):
        return None
    try:
        return datetime.fromisoformat(re.sub(r" (UTC|GMT)$", "+00:00", written))
    except ValueError:
        return _parsed(written, "%Y-%m-%d", "%Y-%m-%d %H:%M")


def _unix(written: str) -> datetime | None:
    if not re.fullmatch(r"\d{10}|\d{13}", written):
        return None
    return datetime.fromtimestamp(int(written[:10]), tz=clock.zone())


def _written_out(written: str) -> datetime | None:
    """31 March 2026, Mar 31, 2026 10:15 AM, …: English month names, as exports have them."""
    plain = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", written.replace(",", " "))
    plain = re.sub(r"\s+", " ", plain).strip()
    plain = re.sub(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]* ", "", plain, flags=re.IGNORECASE)
    days = ("%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y", "%d-%b-%Y", "%Y %b %d")
    clocks = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", " %H:%M:%S %z")
    return _parsed(plain, *(day + clock for day in days for clock in clocks))


def _with_signs(written: str, habits: Habits) -> datetime | None:
    """31.03.2026, 2026/03/31, 3/31/2026 1:05 PM, …"""
    found = re.fullmatch(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?:[ T](.+))?", written)
    if not found:
        return None
    first, sign, second, third, clock = found.groups()
    order = _order(first, sign, second, habits, written)
    days = {"ymd": f"{first}-{second}-{third}", "dmy": f"{third}-{second}-{first}", "mdy": f"{third}-{first}-{second}"}
    clocks = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
    return _parsed(f"{days[order]} {clock or ''}".strip(), *("%Y-%m-%d" + time for time in clocks))


def _order(first: str, sign: str, second: str, habits: Habits, written: str) -> str:
    if len(first) == 4:  # noqa: PLR2004 - a year
        return "ymd"
    if habits.dates:
        return habits.dates
    if sign == "." or int(first) > 12:  # noqa: PLR2004 - months
        return "dmy"
    if int(second) > 12 or first == second:  # noqa: PLR2004
        return "mdy"
    raise RowError(
        _("“%(value)s” can be two days; say which with --dates dmy or --dates mdy.") % {"value": _shown(written)}
    )


def _parsed(written: str, *formats: str) -> datetime | None:
    for layout in formats:
        try:
            return datetime.strptime(written, layout)  # noqa: DTZ007 - its zone comes from the caller
        except ValueError:
            continue
    return None
