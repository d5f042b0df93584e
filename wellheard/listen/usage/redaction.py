"""What must not be kept is taken out before anything is written: card numbers, addresses, secrets, and what an owner names.

Built-in rules are on until somebody switches them off; patterns of one's own come on top. `patterns.py` says which of those are
taken: none that could keep us busy for long.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Stands in what is kept, for whoever reads it there: not a sentence of a page.
REDACTED = "[redacted]"
MOST_DEPTH = 12

_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")
# Numbers of payment cards begin with 3 to 6 and pass Luhn's test (ISO/IEC 7812-1, annex B).
# The first digit stands before the look behind it: Python then skips to it instead of trying at every letter.
_CARD = re.compile(r"[3-6](?<![\w.-][3-6])(?:[ -]?[0-9]){13,18}(?![\w-])")
_SECRET_NAME = re.compile(
    r"^(?:.*[_.-])?(?:password|passwd|passphrase|secret|token|authorization|api_?key|ssn|cvv|cvc|iban|"
    r"card_?number|credit_?card)$",
    re.IGNORECASE,
)
_IP_NAMES = {"ip", "$ip", "ip_address", "ipAddress"}
# What tells at a glance that nothing of the kind is in a text; each is in a name of a secret, however its letters are written
# (a dotless i is no i when its case is folded). Ten looks for words take a twentieth of one look for a pattern of all.
_IN_SECRET_NAMES = ("pass", "secret", "token", "author", "key", "ssn", "cvv", "cvc", "ban", "card")


@dataclass(frozen=True)
class BuiltIn:
    """A rule that comes with the product, and how it is called."""

    key: str
    title: str | Promise
    note: str | Promise


BUILT_IN = (
    BuiltIn("addresses", _("IP addresses"), _("Where a browser or server spoke from.")),
    BuiltIn(
        "emails",
        _("E-mail addresses in properties"),
        _("Those a client says of a person, as their traits, are kept: by them they are known."),
    ),
    BuiltIn(
        "cards", _("Card numbers"), _("Digits that pass the test of payment cards, also with spaces between them.")
    ),
    BuiltIn(
        "secrets", _("Fields called like a secret"), _("password, token, api_key, ssn, iban, card_number and the like.")
    ),
)


@dataclass(frozen=True)
class Rules:
    """What is taken out. `own` are patterns that were checked."""

    switched_off: frozenset[str] = frozenset()
    own: tuple[re.Pattern[str], ...] = ()
    _on: frozenset[str] = field(init=False, default=frozenset())

    def __post_init__(self) -> None:
        on = {rule.key for rule in BUILT_IN} - self.switched_off
        object.__setattr__(self, "_on", frozenset(on))

    def is_on(self, key: str) -> bool:
        """Tell whether a built-in rule is on."""
        return key in self._on

    def json(self, text: str, *, keeps_emails: bool = False) -> str:
        """Return a JSON object as text, without what must not be kept. One that is none is returned empty."""
        if text == "{}" or not self._may_hold(text, keeps_emails=keeps_emails):
            return text
        try:
            said = msgspec.json.decode(text)
            return msgspec.json.encode(self._cleaned(said, keeps_emails, 0)).decode()
        except (msgspec.DecodeError, msgspec.EncodeError, RecursionError, UnicodeError):
            return "{}"

    def line(self, text: str) -> str:
        """Return a name of something without what must not be kept."""
        return self._text(text, keeps_emails=False) if text else text

    def _may_hold(self, text: str, *, keeps_emails: bool) -> bool:
        """Tell quickly whether a text may hold anything to take out; nearly none does."""
        folded = text.casefold()
        return (
            ("\\u00" in text)
            or (not keeps_emails and "emails" in self._on and "@" in text)
            or ("addresses" in self._on and 'ip"' in folded)
            or ("addresses" in self._on and '"ip' in text)
            or ("cards" in self._on and _CARD.search(text) is not None)
            or ("secrets" in self._on and any(part in folded for part in _IN_SECRET_NAMES))
            or any(pattern.search(text) for pattern in self.own)
        )

    def _cleaned(self, said: Any, keeps_emails: bool, depth: int) -> Any:  # noqa: FBT001
        if depth > MOST_DEPTH:
            return REDACTED
        if isinstance(said, dict):
            return {
                self._text(name, keeps_emails=keeps_emails): self._value(name, value, keeps_emails, depth)
                for name, value in said.items()
                if not (name in _IP_NAMES and "addresses" in self._on)
            }
        if isinstance(said, list):
            return [self._cleaned(one, keeps_emails, depth + 1) for one in said]
        if isinstance(said, str):
            return self._text(said, keeps_emails=keeps_emails)
        if isinstance(said, int | float) and not isinstance(said, bool):
            written = str(said)
            return said if self._text(written, keeps_emails=keeps_emails) == written else REDACTED
        return said

    def _value(self, name: str, value: Any, keeps_emails: bool, depth: int) -> Any:  # noqa: FBT001
        if "secrets" in self._on and _SECRET_NAME.match(name):
            return REDACTED
        return self._cleaned(value, keeps_emails, depth + 1)

    def _text(self, text: str, *, keeps_emails: bool) -> str:
        if "emails" in self._on and not keeps_emails and "@" in text:
            text = _EMAIL.sub(REDACTED, text)
        if "cards" in self._on:
            text = _CARD.sub(_without_card, text)
        for pattern in self.own:
            text = pattern.sub(REDACTED, text)
        return text


def _without_card(found: re.Match[str]) -> str:
    digits = [int(one) for one in found[0] if one.isdecimal()]
    return REDACTED if _passes_luhn(digits) else found[0]


def _passes_luhn(digits: Sequence[int]) -> bool:
    doubled = [digit * 2 if place % 2 else digit for place, digit in enumerate(reversed(digits))]
    return sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10 == 0  # noqa: PLR2004 - digits


class _Wishes(msgspec.Struct):
    """What a client says of consent, in its context. Segment's own consent is an object of categories: that is no answer here."""

    consent: bool | dict[str, Any] | str | int | None = None
    dnt: bool | str | int | None = None
    doNotTrack: bool | str | int | None = None  # noqa: N815 - as clients say it
    globalPrivacyControl: bool | str | int | None = None  # noqa: N815


_wishes: Callable[[str], _Wishes] = msgspec.json.Decoder(_Wishes).decode
_MAY_WISH = re.compile(r'"(?:consent|dnt|doNotTrack|globalPrivacyControl)"')
_YES: Collection[Any] = (True, 1, "1", "yes", "true")


def is_refused(context: str) -> bool:
    """Tell whether whoever it was about does not want to be tracked: their words are not kept at all."""
    if not _MAY_WISH.search(context):
        return False
    try:
        wishes = _wishes(context)
    except (msgspec.DecodeError, UnicodeError):
        return False
    no = wishes.consent is False or wishes.consent in ("no", "false", "denied")
    return no or any(wish in _YES for wish in (wishes.dnt, wishes.doNotTrack, wishes.globalPrivacyControl))
