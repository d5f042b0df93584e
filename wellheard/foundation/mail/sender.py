"""Whom our mails come from, and by which mail server. The owner may change both at run time, so later stages are asked."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from wellheard.foundation.mail.servers import Tokens


class _Source:
    ask: Callable[[], str] = staticmethod(lambda: str(settings.MAIL_FROM))


@dataclass(frozen=True)
class DkimKey:
    """With what mail of a domain is signed (RFC 6376): the selector its DNS names, and the RSA key in PEM."""

    domain: str
    selector: str
    key: str


@dataclass(frozen=True)
class Way:
    """A way out: whom mail is from, as name and address in one line, the mail server (empty: the installation's), a key.

    With `tokens` we sign in there by OAuth 2, else with the password in its address.
    """

    sender: str
    smtp_url: str = ""
    dkim: DkimKey | None = None
    tokens: Tokens | None = None


_ways: dict[str, Callable[[int], Way | None]] = {}


def mail_from() -> str:
    """Return the sender of every mail that names no way, as name and address in one line."""
    return _Source.ask()


def ask_sender_of(source: Callable[[], str]) -> None:
    """Take the sender from here from now on."""
    _Source.ask = staticmethod(source)


def ask_ways_of(kind: str, source: Callable[[int], Way | None]) -> None:
    """Take the ways of a kind from here: what is written as "kind:7" is asked for as 7."""
    _ways[kind] = source


def way_of(via: str) -> Way:
    """Return a way out; one that is gone, and no way at all, is the installation's own."""
    kind, _colon, number = via.partition(":")
    found = _ways[kind](int(number)) if kind in _ways and number.isdecimal() else None
    return found or Way(mail_from())
