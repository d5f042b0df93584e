"""What clients say of people and companies, as our commands take it. Names of traits: Segment's specification and PostHog's."""

from decimal import Decimal, InvalidOperation
from typing import Any, cast

import msgspec

from wellheard.customers.commands import CompanyFields, InvalidEmailError, Known, Trust
from wellheard.customers.commands.contacts import clean_identities
from wellheard.customers.commands.identifying import MOST_ATTRIBUTES
from wellheard.foundation.text.clean import clean_line

Traits = dict[str, Any]
# What stands in a column of its own, and what nobody should keep.
_OF_PEOPLE = {
    "email",
    "name",
    "firstName",
    "lastName",
    "first_name",
    "last_name",
    "language",
    "locale",
    "company",
    "id",
}
_OF_COMPANIES = {
    "id", "name", "domain", "website", "plan", "industry", "seats", "mrr", "monthlySpend", "monthly_spend", "currency",
}  # fmt: skip
_MOST_TEXT = 500
MOST_SEATS = 1_000_000
# Of any currency; written out, a number like 1e999999999 would fill the memory.
MOST_MONEY = 1_000_000_000_000


def read(text: str) -> Traits:
    """Return a JSON object; an empty one where it is none."""
    try:
        said = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError):
        return {}
    return said if isinstance(said, dict) else {}


def person(user_id: str, said: Traits) -> Known:
    """Return what the vendor's server says of a person. An address that is none is left out."""
    first, last = (
        _text(said.get(a) or said.get(b)) for a, b in (("firstName", "first_name"), ("lastName", "last_name"))
    )
    return Known(
        external_id=user_id,
        email=_address(said.get("email")),
        trust=Trust.VOUCHED,
        name=_text(said.get("name")) or f"{first} {last}".strip(),
        language=_language(_text(said.get("language") or said.get("locale"))),
        attributes=plain(said, without=_OF_PEOPLE),
    )


def company(group_id: str, said: Traits) -> CompanyFields:
    """Return what the vendor's server says of a company; one of which nothing is said is called by its id."""
    fields = {
        "external_id": group_id,
        "name": _text(said.get("name"))[:200],
        "domain": _text(said.get("domain") or said.get("website"))[:253],
        "plan": _text(said.get("plan"))[:80],
        "industry": _text(said.get("industry"))[:80],
        "seats": _seats(said.get("seats")),
    }
    return cast("CompanyFields", {name: value for name, value in fields.items() if value})


def money(said: Traits) -> Decimal | None:
    """Return what a company is said to pay a month, in whole units of its currency; nothing for what nobody pays."""
    for name in ("mrr", "monthlySpend", "monthly_spend"):
        value = said.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            continue
        try:
            amount = Decimal(str(value))
        except InvalidOperation:
            continue
        if amount.is_finite() and 0 <= amount <= MOST_MONEY:
            return amount
    return None


def currency(said: Traits, otherwise: str) -> str:
    """Return in which currency that is."""
    code = _text(said.get("currency")).upper()
    return code if len(code) == len("USD") and code.isascii() and code.isalpha() else otherwise


def plain(said: Traits, *, without: set[str] = frozenset()) -> Traits:  # type: ignore[assignment]
    """Return the texts, numbers and yes or no among traits, as many as are kept."""
    kept = {
        name: value[:_MOST_TEXT] if isinstance(value, str) else value
        for name, value in said.items()
        if name not in without and isinstance(value, str | int | float | bool)
    }
    return dict(list(kept.items())[:MOST_ATTRIBUTES])


def _address(said: object) -> str:
    address = _text(said)
    try:
        clean_identities(email=address)
    except InvalidEmailError:
        return ""
    return address


def _language(said: str) -> str:
    return said.replace("_", "-").split("-")[0].lower()[:10]


def _seats(said: object) -> int | None:
    is_number = isinstance(said, int) and not isinstance(said, bool)
    return said if is_number and isinstance(said, int) and 0 < said <= MOST_SEATS else None


def _text(said: object) -> str:
    return clean_line(said) if isinstance(said, str) else str(said) if isinstance(said, int) else ""
