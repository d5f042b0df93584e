"""Values of custom attributes: read as people write them, kept as rows and rules compare them, shown as people read them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wellheard.customers.models import Attribute
from wellheard.foundation.text.clean import clean_line
from wellheard.foundation.text.listing import listed

MOST_CHARACTERS = 500
_BIGGEST = Decimal(10) ** 15
_YES = frozenset({"yes", "true", "y", "t", "1", "x", "да", "ja", "taip", "oui", "si", "sí", "是"})
_NO = frozenset({"no", "false", "n", "f", "0", "нет", "nein", "ne", "non", "否"})

Kind = Attribute.Kind


class ValueRefusedError(ValueError):
    """A value does not fit its attribute; the text says what does."""


def stored(attribute: Attribute, written: Any) -> Any:
    """Return a value as it is kept; None when there is none. Raises ValueRefusedError.

    Numbers are kept as numbers, days as 2026-01-31, yes and no as true and false, one of a list as the list writes it.
    """
    text = written.isoformat() if isinstance(written, date) else clean_line("" if written is None else str(written))
    if not text:
        return None
    return _READERS[Kind(attribute.kind)](attribute, text)


def settled(values: Mapping[str, Any], attributes: Iterable[Attribute]) -> dict[str, Any]:
    """Return values from a file or a system as they are kept. One that does not fit its attribute stays as it came."""
    kept = dict(values)
    for attribute in attributes:
        if attribute.key not in kept:
            continue
        try:
            kept[attribute.key] = stored(attribute, kept[attribute.key])
        except ValueRefusedError:
            continue
        if kept[attribute.key] is None:
            del kept[attribute.key]
    return kept


def shown(attribute: Attribute, value: Any) -> str:
    """Return a kept value as people read it."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if attribute.kind == Kind.DATE:
        try:
            return date_format(date.fromisoformat(str(value)), "DATE_FORMAT")
        except ValueError:
            return str(value)
    return str(value)


def labelled(values: Mapping[str, Any], attributes: Iterable[Attribute]) -> list[tuple[str, str]]:
    """Return what a row's attributes say, those that are defined first and by their labels."""
    known = {attribute.key: attribute for attribute in attributes}
    defined = [(one.label, shown(one, values[key])) for key, one in known.items() if values.get(key) not in {None, ""}]
    return defined + [(key, str(value)) for key, value in values.items() if key not in known]


def _text(attribute: Attribute, text: str) -> str:
    if len(text) > MOST_CHARACTERS:
        raise ValueRefusedError(
            _("“%(label)s” takes at most %(most)d characters.") % {"label": attribute.label, "most": MOST_CHARACTERS}
        )
    return text


def _number(attribute: Attribute, text: str) -> int | float:
    try:
        number = Decimal(text.replace(" ", "").replace("_", "x"))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > _BIGGEST:
        raise ValueRefusedError(_("“%(label)s” is a number, such as 12 or 3.5.") % {"label": attribute.label})
    return int(number) if number == number.to_integral_value() else float(number)


def _date(attribute: Attribute, text: str) -> str:
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError as problem:
        raise ValueRefusedError(
            _("“%(label)s” is a day, such as 2026-01-31.") % {"label": attribute.label}
        ) from problem


def _yes_no(attribute: Attribute, text: str) -> bool:
    word = text.casefold()
    if word not in _YES | _NO:
        raise ValueRefusedError(_("“%(label)s” is yes or no.") % {"label": attribute.label})
    return word in _YES


def _choice(attribute: Attribute, text: str) -> str:
    for choice in attribute.choices:
        if choice.casefold() == text.casefold():
            return choice
    raise ValueRefusedError(
        _("“%(label)s” is one of %(choices)s.") % {"label": attribute.label, "choices": listed(attribute.choices)}
    )


_READERS: dict[Attribute.Kind, Callable[[Attribute, str], Any]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
}
