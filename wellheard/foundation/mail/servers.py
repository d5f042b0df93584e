"""Speaking to a mail server: where it is, what it said when it took a mail, and whom it refused."""

import smtplib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from django.core.mail.backends.smtp import EmailBackend  # noqa: TID251 - this is the one place that speaks SMTP
from django.utils.translation import gettext as _

from wellheard.foundation.mail.failures import reply_of

PORTS = {"smtp": 587, "smtp+plain": 25, "smtps": 465}
SECONDS = 30
LOOPBACK = {"127.0.0.1", "::1", "localhost"}

Refused = Mapping[str, tuple[int, bytes]]


class MailSettingError(ValueError):
    """The address of a mail server cannot be used."""


class SignInError(MailSettingError):
    """The mail server does not let us in with OAuth 2; the text says why and what to do."""


class Tokens(Protocol):
    """How we sign in to a mail server with OAuth 2 (RFC 6749): who we are there, and tokens. Raises SignInError.

    `current` is the one we have, as long as it should hold; `renewed` another one, for when it is not taken.
    """

    user: str

    def current(self) -> str: ...

    def renewed(self) -> str: ...

    def note_refused(self, problem: str) -> None:
        """Let whoever can mend it see why we are not let in."""

    def note_taken(self) -> None:
        """Note that we are let in."""


@dataclass(frozen=True)
class Taken:
    """How a mail server took a mail: its own words, which often hold its id, and whom of several it refused."""

    words: str
    refused: Refused


def reach_server(url: str, tokens: Tokens | None = None) -> None:
    """Connect to a mail server and sign in, sending nothing. Raises MailSettingError, SMTPException or OSError."""
    _opened(url, tokens).close()


def hand_over(url: str, tokens: Tokens | None, *, sender: str, recipients: Sequence[str], message: bytes) -> Taken:
    """Hand a mail to a mail server for plain addresses. Raises MailSettingError, SMTPException or OSError."""
    connection = _opened(url, tokens)
    try:
        line: Any = connection.connection
        refused = line.sendmail(sender, list(recipients), message)
        return Taken(line.last_words, refused)
    finally:
        connection.close()


class _Plain(smtplib.SMTP):
    """Keeps what the server said to the last mail."""

    last_words = ""

    def data(self, msg: Any) -> Any:
        code, reply = super().data(msg)
        self.last_words = reply.decode("utf-8", "replace")
        return code, reply


class _Encrypted(_Plain, smtplib.SMTP_SSL):
    pass


class _Backend(EmailBackend):
    @cached_property
    def connection_class(self) -> Any:
        return _Encrypted if self.use_ssl else _Plain


def hides_what_is_said(url: str) -> bool:
    """Tell whether nobody on the way can read along: it is encrypted, or never leaves this machine."""
    parts = urlsplit(url)
    return parts.scheme != "smtp+plain" or (parts.hostname or "") in LOOPBACK


def _opened(url: str, tokens: Tokens | None) -> EmailBackend:
    if tokens and not hides_what_is_said(url):
        raise SignInError(
            _("Signing in with OAuth 2 needs encryption, or others could read the token. Choose STARTTLS or TLS.")
        )
    connection = _connection(url, with_password=tokens is None)
    try:
        connection.open()
        if tokens:
            _sign_in_with(connection, tokens)
    except BaseException:
        connection.close()
        raise
    return connection


def _sign_in_with(connection: EmailBackend, tokens: Tokens) -> None:
    """Sign in; where a token is not taken, once more with a new one: it may have ended before its time."""
    with suppress(smtplib.SMTPAuthenticationError):
        return _sign_in(connection, tokens.user, tokens.current())
    # Some servers hang up after a refusal.
    connection.close()
    connection.open()
    try:
        _sign_in(connection, tokens.user, tokens.renewed())
    except smtplib.SMTPAuthenticationError as problem:
        sentence = _(
            "The mail server does not let %(user)s in with OAuth 2: %(why)s. Agree with the provider once more."
        )
        raise SignInError(sentence % {"user": tokens.user, "why": reply_of(problem)[:300]}) from problem


def _sign_in(connection: EmailBackend, user: str, token: str) -> None:
    """Sign in by XOAUTH2, as Google and Microsoft describe it; what a server says of a refusal is asked for by an empty line."""
    line: Any = connection.connection
    line.ehlo_or_helo_if_needed()
    if "XOAUTH2" not in line.esmtp_features.get("auth", "").upper().split():
        raise SignInError(
            _(
                "This mail server does not offer signing in with OAuth 2 (XOAUTH2). Name the provider's own, such as "
                "smtp.gmail.com or smtp.office365.com, with encryption."
            )
        )
    said = f"user={user}\x01auth=Bearer {token}\x01\x01"
    line.auth("XOAUTH2", lambda challenge=None: said if challenge is None else "")


def _connection(url: str, *, with_password: bool) -> EmailBackend:
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise MailSettingError("WELLHEARD_SMTP_URL must look like smtp://user:password@mail.example.com:587")
    return _Backend(
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        username=unquote(parts.username or "") if with_password else "",
        password=unquote(parts.password or "") if with_password else "",
        use_tls=parts.scheme == "smtp",
        use_ssl=parts.scheme == "smtps",
        timeout=SECONDS,
    )
