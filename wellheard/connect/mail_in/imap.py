"""Speaking to an IMAP server: reading a folder without changing anything in it, not even what counts as read."""

import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from threading import Event
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from wellheard.connect.mail_in.oauth import OAuthError, access_token, renewed_token
from wellheard.foundation.sealing import unseal
from wellheard.listen.mailboxes.access import FETCHING
from wellheard.listen.mailboxes.models import Mailbox

TIMEOUT = SocketTimeout(connect=15, read=60)
# Some servers say nothing of new mail although they offer to; so it is looked for itself after so long.
IDLE_SECONDS = 300.0
POLL_SECONDS = 60.0
STOP_SECONDS = 2.0
SHOWN_FOLDERS = 20
# So many numbers are asked about at once: the answer is one line, and one of a million characters ends a connection.
NUMBERS_AT_ONCE = 50_000
# What stands around a mail in an answer, and how much larger than its size a server may send it.
MOST_AROUND = 1_000_000


class ImapError(RuntimeError):
    """Mail cannot be fetched; the text says why and what to do."""


class SignInError(ImapError):
    """The mail server does not let us in: trying again soon would have us locked out."""


class BrokenOffError(ImapError):
    """The connection ended while one mail was asked for: perhaps because of that mail."""


class MessageError(RuntimeError):
    """The mail server would not give us one mail."""


@dataclass(frozen=True)
class Folder:
    """How a folder numbers its mail (RFC 3501, 2.3.1.1): numbers hold as long as `uid_validity` stays the same."""

    uid_validity: int
    next_uid: int


class Inbox:
    """A folder that is open for reading only."""

    def __init__(self, client: IMAPClient, mailbox: Mailbox) -> None:
        self._client = client
        self._name = mailbox.imap_folder
        self._next_uid = 0

    def look(self) -> Folder:
        """Open the folder anew. Raises ImapError when it is not there any more."""
        try:
            # EXAMINE: nothing we do can mark a mail as read.
            found = self._client.select_folder(self._name, readonly=True)
        except IMAPClientAbortError:
            raise
        except IMAPClientError as problem:
            raise ImapError(self._missing()) from problem
        self._next_uid = int(found.get(b"UIDNEXT") or self._next())
        return Folder(int(found[b"UIDVALIDITY"]), self._next_uid)

    def uids_after(self, uid: int) -> list[int]:
        """Return the numbers of mail that came after this one, in their order."""
        return self._found(uid, [])

    def uids_since(self, day: date) -> list[int]:
        """Return the numbers of mail that the server took on this day or later."""
        return self._found(0, ["SINCE", day])

    def _found(self, after: int, criteria: list[Any]) -> list[int]:
        found: set[int] = set()
        first = after + 1
        while first + NUMBERS_AT_ONCE < self._next_uid:
            found.update(self._client.search(["UID", f"{first}:{first + NUMBERS_AT_ONCE - 1}", *criteria]))
            first += NUMBERS_AT_ONCE
        found.update(self._client.search(["UID", f"{first}:*", *criteria]))
        # `*` is the last mail even where it came before: what is not new is left out.
        return sorted(uid for uid in found if uid > after)

    def sizes(self, uids: list[int]) -> dict[int, int]:
        """Return how many bytes mails have; those that are gone meanwhile are left out."""
        found = self._client.fetch(uids, ["RFC822.SIZE"])
        return {uid: int(data.get(b"RFC822.SIZE") or 0) for uid, data in found.items() if uid in uids}

    def raw(self, uid: int, *, part: str = "") -> bytes | None:
        """Return a mail as it is, or its HEADER alone; None when it is gone.

        Raises MessageError for one it cannot give, BrokenOffError when the connection ends.
        """
        key = f"BODY[{part}]".encode()
        try:
            found = self._client.fetch([uid], [f"BODY.PEEK[{part}]"])
        except (IMAPClientAbortError, OSError) as problem:
            raise BrokenOffError(_broke_off(problem)) from problem
        except IMAPClientError as problem:
            raise MessageError(str(problem)[:200]) from problem
        if uid not in found:
            return None
        raw = found[uid].get(key)
        if not isinstance(raw, bytes):
            raise MessageError(_("the server sent nothing for it"))
        return raw

    def wait(self, stop: Event) -> None:
        """Wait until the server tells of something new, or it is time to look anyway."""
        if self._client.has_capability("IDLE"):
            self._idle(stop)
        elif not stop.wait(POLL_SECONDS):
            self._client.noop()

    def _idle(self, stop: Event) -> None:
        self._client.idle()
        until = time.monotonic() + IDLE_SECONDS
        while not stop.is_set() and time.monotonic() < until:
            if self._client.idle_check(timeout=STOP_SECONDS):
                break
        self._client.idle_done()

    def _next(self) -> int:
        return max(self._client.search(["ALL"]), default=0) + 1

    def _missing(self) -> str:
        names = [name for _flags, _delimiter, name in self._client.list_folders()][:SHOWN_FOLDERS]
        return _(
            "The mail server has no folder “%(folder)s”, or does not let us read it; it has: %(names)s. "
            "Choose another one in the settings of the mailbox."
        ) % {"folder": self._name, "names": ", ".join(str(name) for name in names)}


@contextmanager
def opened(mailbox: Mailbox) -> Iterator[Inbox]:
    """Connect to the mailbox's server and sign in. Raises ImapError, with a sentence."""
    client = _connected(mailbox)
    try:
        _sign_in(client, mailbox)
        yield Inbox(client, mailbox)
    except (IMAPClientError, OSError) as problem:
        raise ImapError(_broke_off(problem)) from problem
    finally:
        _leave(client)


def _connected(mailbox: Mailbox) -> IMAPClient:
    where = {"host": mailbox.imap_host, "port": mailbox.imap_port}
    client = None
    try:
        is_tls = mailbox.imap_tls == Mailbox.Tls.TLS
        client = IMAPClient(mailbox.imap_host, mailbox.imap_port, use_uid=True, ssl=is_tls, timeout=TIMEOUT)
        if mailbox.imap_tls == Mailbox.Tls.STARTTLS:
            client.starttls(ssl.create_default_context())
        _limit(client)
    except ssl.SSLError as problem:
        _leave(client)
        sentence = _("%(host)s has no certificate that we can trust, or does not speak TLS on port %(port)d.")
        raise ImapError(sentence % where) from problem
    except (OSError, IMAPClientError) as problem:
        _leave(client)
        sentence = _("%(host)s cannot be reached on port %(port)d (%(why)s).")
        raise ImapError(sentence % {**where, "why": _words(problem)}) from problem
    return client


def _limit(client: IMAPClient) -> None:
    """Read no more at once than a mail may have: a server that announces more would fill the memory."""
    most = settings.MAIL_MEGABYTES * 1_000_000 + MOST_AROUND
    connection = client._imap  # noqa: SLF001 - what reads has no other place to be told so
    read = connection.read

    def read_within(size: int) -> bytes:
        if size > most:
            raise IMAPClientAbortError(_("it announced %(count)d bytes at once") % {"count": size})
        return bytes(read(size))

    connection.read = read_within


def _sign_in(client: IMAPClient, mailbox: Mailbox) -> None:
    user = mailbox.imap_user or mailbox.address
    try:
        if mailbox.sign_in == Mailbox.SignIn.PASSWORD:
            client.login(user, unseal(mailbox.secret_sealed, purpose=FETCHING) if mailbox.secret_sealed else "")
        else:
            _sign_in_with_token(client, mailbox, user)
    except OAuthError as problem:
        raise (SignInError if problem.is_final else ImapError)(str(problem)) from problem
    except LoginError as problem:
        sentence = _("The mail server does not let %(user)s in: %(why)s.")
        raise SignInError(sentence % {"user": user, "why": _words(problem)}) from problem


def _sign_in_with_token(client: IMAPClient, mailbox: Mailbox, user: str) -> None:
    try:
        client.oauth2_login(user, access_token(mailbox))
    except LoginError:
        # It may have ended before its time; a new one is asked for once.
        client.oauth2_login(user, renewed_token(mailbox))


def _broke_off(problem: Exception) -> str:
    return _("The mail server broke off: %(why)s.") % {"why": _words(problem)}


def _words(problem: Exception) -> str:
    said: Any = getattr(problem, "strerror", None) or (problem.args[0] if problem.args else "")
    return (said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said))[:200]


def _leave(client: IMAPClient | None) -> None:
    """Say goodbye; to a server that is gone, nothing."""
    if client is None:
        return
    with suppress(IMAPClientError, OSError, AttributeError):
        client.logout()
        return
    with suppress(IMAPClientError, OSError, AttributeError):
        client.shutdown()
