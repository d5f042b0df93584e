"""What a segment's rule may ask about a company, how each question is put to the database, and how it is said."""

import calendar
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wellheard.customers.models import Company
from wellheard.foundation import clock
from wellheard.foundation.money import MOST_MINOR, spoken
from wellheard.foundation.text.clean import clean_line
from wellheard.workspace.installation import installation

NUMBER_OPS = (">", ">=", "<", "<=", "=")
TEXT_OPS = ("=", "!=", "in", "not_in")
MOST_MONTHS = 1200
MOST_SEATS = 2_147_483_647
MOST_VALUES = 50
MOST_CHARACTERS = 100

_LOOKUPS = {">": "gt", ">=": "gte", "<": "lt", "<=": "lte", "=": "exact"}


class RuleError(ValueError):
    """A segment's rule cannot be understood; the text says where and what to do."""


@dataclass(frozen=True)
class Field:
    """One thing a rule may ask about."""

    name: str
    label: str | Promise
    ops: Sequence[str]
    clean: Callable[[Any], Any]
    compiled: Callable[[str, Any], Q]
    said: Callable[[str, Any], str]


def months_before(day: date, months: int) -> date:
    """Return the same day of an earlier month; the last day where that month is shorter."""
    number = day.year * 12 + day.month - 1 - months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _whole_number(most: int) -> Callable[[Any], int]:
    def clean(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            raise RuleError(_("Compare this with a whole number from 0 to %(most)d.") % {"most": most})
        return value

    return clean


def _text(value: Any) -> str:
    line = clean_line(value) if isinstance(value, str) else ""
    if not line or len(line) > MOST_CHARACTERS:
        raise RuleError(_("Compare this with a text of 1 to %(most)d characters.") % {"most": MOST_CHARACTERS})
    return line


def _stage(value: Any) -> str:
    stage = _text(value)
    if stage not in Company.Stage.values:
        raise RuleError(_("A stage is one of %(stages)s.") % {"stages": ", ".join(Company.Stage.values)})
    return stage


def _country(value: Any) -> str:
    return _text(value).upper()


def _number(column: str) -> Callable[[str, Any], Q]:
    return lambda op, value: Q(**{f"{column}__{_LOOKUPS[op]}": value})


def _months(op: str, months: int) -> Q:
    def since(count: int) -> Q:
        return Q(joined_on__lte=months_before(clock.today(), count))

    longer = {">=": months, ">": months + 1, "<": months, "<=": months + 1}
    if op in {">=", ">"}:
        return since(longer[op])
    if op in {"<", "<="}:
        return Q(joined_on__isnull=False) & ~since(longer[op])
    return since(months) & ~since(months + 1)


def _words(column: str) -> Callable[[str, Any], Q]:
    def compiled(op: str, value: Any) -> Q:
        wanted = Q()
        for text in value if isinstance(value, list) else [value]:
            wanted |= Q(**{f"{column}__iexact": text})
        return ~wanted if op in {"!=", "not_in"} else wanted

    return compiled


def _money_said(op: str, minor: int) -> str:
    amount = spoken(minor, installation().currency)
    sentences = {
        ">": _("pays over %(amount)s a month"),
        ">=": _("pays %(amount)s a month or more"),
        "<": _("pays under %(amount)s a month"),
        "<=": _("pays at most %(amount)s a month"),
        "=": _("pays %(amount)s a month"),
    }
    return sentences[op] % {"amount": amount}


def _months_said(op: str, months: int) -> str:
    sentences = {
        ">": ngettext("with us over %(count)d month", "with us over %(count)d months", months),
        ">=": ngettext("with us %(count)d+ month", "with us %(count)d+ months", months),
        "<": ngettext("with us under %(count)d month", "with us under %(count)d months", months),
        "<=": ngettext("with us at most %(count)d month", "with us at most %(count)d months", months),
        "=": ngettext("with us %(count)d month", "with us %(count)d months", months),
    }
    return sentences[op] % {"count": months}


def _seats_said(op: str, seats: int) -> str:
    sentences = {
        ">": ngettext("over %(count)d seat", "over %(count)d seats", seats),
        ">=": ngettext("%(count)d seat or more", "%(count)d seats or more", seats),
        "<": ngettext("under %(count)d seat", "under %(count)d seats", seats),
        "<=": ngettext("at most %(count)d seat", "at most %(count)d seats", seats),
        "=": ngettext("%(count)d seat", "%(count)d seats", seats),
    }
    return sentences[op] % {"count": seats}


def _words_said(is_so: Callable[[], str], is_not: Callable[[], str]) -> Callable[[str, Any], str]:
    def said(op: str, value: Any) -> str:
        shown = _(" or ").join(value) if isinstance(value, list) else value
        return (is_not() if op in {"!=", "not_in"} else is_so()) % {"value": shown}

    return said


def _stage_said(op: str, value: Any) -> str:
    names = [str(Company.Stage(stage).label) for stage in (value if isinstance(value, list) else [value])]
    return _words_said(lambda: _("stage is %(value)s"), lambda: _("stage is not %(value)s"))(op, names)


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field(
            "mrr",
            gettext_lazy("Pays per month"),
            NUMBER_OPS,
            _whole_number(MOST_MINOR),
            _number("mrr_minor"),
            _money_said,
        ),
        Field(
            "months_with_us",
            gettext_lazy("Months with us"),
            NUMBER_OPS,
            _whole_number(MOST_MONTHS),
            _months,
            _months_said,
        ),
        Field("seats", gettext_lazy("Seats"), NUMBER_OPS, _whole_number(MOST_SEATS), _number("seats"), _seats_said),
        Field(
            "plan",
            gettext_lazy("Plan"),
            TEXT_OPS,
            _text,
            _words("plan"),
            _words_said(lambda: _("on plan %(value)s"), lambda: _("not on plan %(value)s")),
        ),
        Field("stage", gettext_lazy("Stage"), TEXT_OPS, _stage, _words("stage"), _stage_said),
        Field(
            "industry",
            gettext_lazy("Industry"),
            TEXT_OPS,
            _text,
            _words("industry"),
            _words_said(lambda: _("in %(value)s"), lambda: _("not in %(value)s")),
        ),
        Field(
            "country",
            gettext_lazy("Country"),
            TEXT_OPS,
            _country,
            _words("country"),
            _words_said(lambda: _("from %(value)s"), lambda: _("not from %(value)s")),
        ),
    )
}
