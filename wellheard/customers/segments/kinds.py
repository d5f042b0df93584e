"""The kinds of questions a rule may ask: how each is read from a form, kept, put to the database, and said in words."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wellheard.foundation import clock
from wellheard.foundation.money import MOST_MINOR, spoken, to_major, to_minor
from wellheard.foundation.text.clean import clean_line
from wellheard.workspace.installation import installation

NUMBER_OPS = (">", ">=", "<", "<=", "=")
TEXT_OPS = ("=", "!=", "in", "not_in")
DATE_OPS = ("past", "not_past", "next", "before", "after")
LISTED = {"in", "not_in"}
NEGATED = {"!=", "not_in"}
MOST_DAYS = 36_500
MOST_CHARACTERS = 100
LOOKUPS = {">": "gt", ">=": "gte", "<": "lt", "<=": "lte", "=": "exact"}
OPS: dict[str, str | Promise] = {
    ">": gettext_lazy("more than"),
    ">=": gettext_lazy("at least"),
    "<": gettext_lazy("less than"),
    "<=": gettext_lazy("at most"),
    "=": gettext_lazy("is"),
    "!=": gettext_lazy("is not"),
    "in": gettext_lazy("is one of"),
    "not_in": gettext_lazy("is none of"),
    "past": gettext_lazy("in the last … days"),
    "not_past": gettext_lazy("not in the last … days"),
    "next": gettext_lazy("in the next … days"),
    "before": gettext_lazy("before the day"),
    "after": gettext_lazy("after the day"),
}
OF_COMPANIES = gettext_lazy("The company")
# What can be read off amounts people paste: spaces of all kinds, marks between thousands, currency signs.
_AMOUNT = re.compile(r"[\s'’_,$€£¥₽]|[A-Z]{3}\b")

Label = str | Promise
Compiled = Callable[[str, Any], Q]
Said = Callable[[str, Any], str]
Between = Callable[[date | None, date | None], Q]
Offered = Callable[[], Iterable[tuple[Any, str]]]


class RuleError(ValueError):
    """A segment's rule cannot be understood; the text says where and what to do."""


def _as_text(_op: str, written: str) -> Any:
    return written


@dataclass(frozen=True)
class Field:
    """One thing a rule may ask about.

    `clean` checks a value, `compiled` is its condition, `said` its words. `read` and `written` go between a form and the value;
    `offered` are values to choose from, a whole list unless `is_open`; `label_of` is how a value is called.
    """

    name: str
    label: Label
    ops: Sequence[str]
    clean: Callable[[str, Any], Any]
    compiled: Compiled
    said: Said
    read: Callable[[str, str], Any] = _as_text
    written: Callable[[str, Any], str] = lambda _op, value: str(value)
    label_of: Callable[[Any], Any] = lambda value: value
    offered: Offered | None = None
    is_open: bool = False
    group: Label = OF_COMPANIES


def money(name: str, label: Label, column: str) -> Field:
    """Ask about an amount in the reporting currency per month, kept in minor units."""
    return Field(
        name, label, NUMBER_OPS, whole_number(MOST_MINOR), _number(column), _money_said, _read_money, _write_money
    )


def number(name: str, label: Label, most: int, compiled: str | Compiled, said: Said) -> Field:
    """Ask about a whole number, in a column or by a condition."""
    condition = _number(compiled) if isinstance(compiled, str) else compiled
    return Field(name, label, NUMBER_OPS, whole_number(most), condition, said, _read_whole)


def text(name: str, label: Label, column: str, said: Said, clean: Callable[[Any], str] | None = None) -> Field:
    """Ask about words in a column, in any case."""
    checked = clean or clean_text
    return Field(name, label, TEXT_OPS, lambda _op, value: checked(value), words(column), said)


def day(name: str, label: Label, between: str | Between, said: Label, **more: Any) -> Field:
    """Ask about a day: how long ago, how soon, before or after. `said` is what the day is, such as: renews."""
    compare = _in_column(between) if isinstance(between, str) else between
    return Field(name, label, DATE_OPS, _clean_day, _days(compare), _day_said(said), _read_day, **more)


def pick(name: str, label: Label, offered: Offered, compiled: Compiled, said: Said, **more: Any) -> Field:
    """Ask for one of some things that have a name, kept by their keys."""

    def clean(_op: str, value: Any) -> Any:
        return _known_key(value)

    def read(_op: str, written: str) -> Any:
        for key, called in offered():
            if written.casefold() in {called.casefold(), str(key).casefold()}:
                return key
        raise RuleError(_("There is no “%(value)s” here; choose one that is offered.") % {"value": written[:40]})

    def label_of(value: Any) -> str:
        return next((called for key, called in offered() if key == value), _("(gone)"))

    options: dict[str, Any] = {"read": read, "label_of": label_of, "ops": TEXT_OPS, "clean": clean} | more
    return Field(name, label, compiled=compiled, said=said, offered=offered, **options)


def yes_no(name: str, label: Label, condition: Callable[[], Q], is_so: Label, is_not: Label, **more: Any) -> Field:
    """Ask whether something is so."""

    def clean(_op: str, value: Any) -> bool:
        if not isinstance(value, bool):
            raise RuleError(_("Compare this with yes or no."))
        return value

    def offered() -> list[tuple[bool, str]]:
        return [(True, _("Yes")), (False, _("No"))]

    return pick(
        name,
        label,
        offered,
        lambda _op, value: condition() if value else ~condition(),
        lambda _op, value: str(is_so if value == _("Yes") else is_not),
        ops=("=",),
        clean=clean,
        **more,
    )


def whole_number(most: int) -> Callable[[str, Any], int]:
    """Take whole numbers up to this."""

    def clean(_op: str, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            raise RuleError(_("Compare this with a whole number from 0 to %(most)d.") % {"most": most})
        return value

    return clean


def clean_text(value: Any) -> str:
    """Take a short text. Raises RuleError."""
    line = clean_line(value) if isinstance(value, str) else ""
    if not line or len(line) > MOST_CHARACTERS:
        raise RuleError(_("Compare this with a text of 1 to %(most)d characters.") % {"most": MOST_CHARACTERS})
    return line


def words(column: str) -> Compiled:
    """Compare a column with words in any case."""

    def compiled(op: str, value: Any) -> Q:
        wanted = Q()
        for one in value if isinstance(value, list) else [value]:
            wanted |= Q(**{f"{column}__iexact": one})
        return ~wanted if op in NEGATED else wanted

    return compiled


def keys(column: str) -> Compiled:
    """Compare a foreign key with keys; a company without one is none of them."""

    def compiled(op: str, value: Any) -> Q:
        wanted = Q(**{f"{column}__in": value if isinstance(value, list) else [value]})
        return ~wanted if op in NEGATED else wanted

    return compiled


def companies_of(found: Callable[[list[Any]], Any]) -> Compiled:
    """Compare with what a company did: `found` returns the keys of the companies for which it is so."""

    def compiled(op: str, value: Any) -> Q:
        wanted = Q(pk__in=found(value if isinstance(value, list) else [value]))
        return ~wanted if op in NEGATED else wanted

    return compiled


def words_said(is_so: Callable[[], str], is_not: Callable[[], str]) -> Said:
    """Say a comparison with words in a sentence for so and one for not so."""

    def said(op: str, value: Any) -> str:
        shown = _(" or ").join(value) if isinstance(value, list) else value
        return (is_not() if op in NEGATED else is_so()) % {"value": shown}

    return said


def _known_key(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**63:
        raise RuleError(_("Choose one that is offered."))
    return value


def _number(column: str) -> Compiled:
    return lambda op, value: Q(**{f"{column}__{LOOKUPS[op]}": value})


def _money_said(op: str, minor: int) -> str:
    amount = spoken(int(minor), installation().currency)
    sentences = {
        ">": _("pays over %(amount)s a month"),
        ">=": _("pays %(amount)s a month or more"),
        "<": _("pays under %(amount)s a month"),
        "<=": _("pays at most %(amount)s a month"),
        "=": _("pays %(amount)s a month"),
    }
    return sentences[op] % {"amount": amount}


def _read_money(_op: str, written: str) -> int:
    currency = installation().currency
    try:
        amount = Decimal(_AMOUNT.sub("", written))
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or not 0 <= amount <= 10**15:
        raise RuleError(
            _("Compare this with an amount per month in %(currency)s, such as 15000.") % {"currency": currency}
        )
    return to_minor(amount, currency)


def _write_money(_op: str, minor: int) -> str:
    return f"{to_major(minor, installation().currency):f}".removesuffix(".00")


def _read_whole(_op: str, written: str) -> int:
    digits = _AMOUNT.sub("", written)
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= MOST_CHARACTERS):
        raise RuleError(_("Compare this with a whole number, such as 6."))
    return int(digits)


def _clean_day(op: str, value: Any) -> Any:
    if op in {"past", "not_past", "next"}:
        return whole_number(MOST_DAYS)(op, value)
    try:
        return date.fromisoformat(clean_text(value)).isoformat()
    except ValueError as problem:
        raise RuleError(_("Compare this with a day, such as 2026-01-31.")) from problem


def _read_day(op: str, written: str) -> Any:
    return _read_whole(op, written) if op in {"past", "not_past", "next"} else written


def _in_column(column: str) -> Between:
    def between(first: date | None, last: date | None) -> Q:
        wanted = Q(**{f"{column}__gte": first}) if first else Q()
        return wanted & Q(**{f"{column}__lte": last}) if last else wanted

    return between


def _days(between: Between) -> Compiled:
    def compiled(op: str, value: Any) -> Q:
        today = clock.today()
        if op == "next":
            return between(today, _shifted(today, value))
        if op in {"past", "not_past"}:
            since = between(_shifted(today, -value), today)
            return ~since if op == "not_past" else since
        named, one = date.fromisoformat(value), timedelta(days=1)
        if op == "after":
            return between(named + one, None) if named < date.max else Q(pk__in=[])
        return between(None, named - one) if named > date.min else Q(pk__in=[])

    return compiled


def _shifted(today: date, days: int) -> date:
    return today + timedelta(days=days)


def _day_said(what: Label) -> Said:
    def said(op: str, value: Any) -> str:
        count = int(value) if op in {"past", "not_past", "next"} else 0
        shown = (
            "" if count or op in {"past", "not_past", "next"} else date_format(date.fromisoformat(value), "DATE_FORMAT")
        )
        sentences = {
            "past": ngettext("%(what)s in the last %(n)d day", "%(what)s in the last %(n)d days", count),
            "not_past": ngettext("not %(what)s in the last %(n)d day", "not %(what)s in the last %(n)d days", count),
            "next": ngettext("%(what)s within %(n)d day", "%(what)s within %(n)d days", count),
            "before": _("%(what)s before %(day)s"),
            "after": _("%(what)s after %(day)s"),
        }
        return sentences[op] % {"what": what, "n": count, "day": shown}

    return said
