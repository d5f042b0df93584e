"""Mail that a mail server hands to us by SMTP or LMTP: kept first, and only then answered for."""

import asyncio
import hashlib
import logging
import time
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, AnyStr

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import Error

from wellheard.connect.mail_in.keeping import Keeper
from wellheard.listen.mailboxes.commands import Handed
from wellheard.listen.mailboxes.models import IncomingMail, Mailbox
from wellheard.listen.mailboxes.queries import mailbox_of

logger = logging.getLogger("wellheard.mail_in")

MOST_RECIPIENTS = 100
# Each may hold a whole mail in memory.
MOST_CONNECTIONS = 32
MOST_REMEMBERED = 10_000
SILENT_SECONDS = 120
# Internal mail servers send lines far beyond the 998 characters of RFC 5322; cutting them would lose words.
LONGEST_LINE = 2**20
# A mailbox that was closed takes mail for so long still; it is kept like any other.
REMEMBERED_SECONDS = 5.0

OK = "250 2.0.0 Kept"
UNKNOWN = "550 5.1.1 There is no such mailbox here"
TOO_MANY = "452 4.5.3 Too many recipients; send the others in another mail"
LATER = "451 4.3.0 Mail cannot be kept at this moment; try again later"
BUSY = b"421 4.3.2 Too many connections; try again later\r\n"


class Door:
    """Answers a mail server: a mail is accepted once it is kept, and not before."""

    def __init__(self, way: IncomingMail.Way, keeper: Keeper) -> None:
        self._way = way
        self._keeper = keeper
        self._known: dict[str, tuple[Mailbox | None, float]] = {}

    async def handle_RCPT(  # noqa: N802 - its interface
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take mail for our mailboxes, and for nobody else: we relay nothing."""
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return TOO_MANY
        try:
            mailbox = await self._mailbox(address)
        except (Error, OSError) as problem:
            return _later(problem)
        if mailbox is None:
            return UNKNOWN
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the mail, once for each mailbox it is for; LMTP wants an answer for each recipient (RFC 2033, 4.2)."""
        sender, recipients, raw = envelope.mail_from or "", list(envelope.rcpt_tos), envelope.original_content or b""
        try:
            mailboxes = {address: await self._mailbox(address) for address in recipients}
            await self._keeper.keep(handed_over(mailboxes, raw=raw, sender=sender, way=self._way))
            answer = OK
        except (Error, OSError) as problem:
            answer = _later(problem)
        return "\r\n".join([answer] * (len(recipients) if self._way == IncomingMail.Way.LMTP else 1))

    async def handle_exception(self, problem: Exception) -> str:
        """Let the sender keep what we stumbled over."""
        logger.error("a mail could not be taken", exc_info=problem)
        return LATER

    async def _mailbox(self, address: str) -> Mailbox | None:
        """Return whose address this is, asking the database once in a while only."""
        known, until = self._known.get(address, (None, 0.0))
        if time.monotonic() < until:
            return known
        if len(self._known) > MOST_REMEMBERED:
            self._known.clear()
        found = await self._keeper.ask(lambda: mailbox_of([address]))
        self._known[address] = (found, time.monotonic() + REMEMBERED_SECONDS)
        return found


def handed_over(
    mailboxes: Mapping[str, Mailbox | None], *, raw: bytes, sender: str, way: IncomingMail.Way
) -> list[Handed]:
    """Return a mail once for each mailbox it is for. Byte for byte the same again is the same mail."""
    theirs: dict[int, list[str]] = defaultdict(list)
    for address, mailbox in mailboxes.items():
        theirs[mailbox.pk if mailbox else 0].append(address)
    digest = hashlib.sha256(raw).hexdigest()
    return [
        Handed(raw, way, f"{number}:{digest}", mailboxes[addresses[0]], sender, addresses)
        for number, addresses in theirs.items()
    ]


class Listener:
    """The doors that are open, for as long as the process runs."""

    def __init__(self) -> None:
        self._keeper = Keeper()
        self._servers: list[asyncio.Server] = []
        self._lines: set[Any] = set()

    async def open(self, host: str, port: int, *, way: IncomingMail.Way) -> None:
        """Listen there. Raises OSError when somebody else does."""
        kind = _Lmtp if way == IncomingMail.Way.LMTP else _Counted
        door = Door(way, self._keeper)

        def answered() -> asyncio.Protocol:
            return _Busy() if len(self._lines) >= MOST_CONNECTIONS else kind(door, self._lines)

        self._servers.append(await asyncio.get_running_loop().create_server(answered, host, port))
        logger.info("taking mail", extra={"by": str(way), "at": f"{host}:{port}"})

    async def close(self) -> None:
        """Take no more; a mail that is being kept is kept to its end, and its sender asks again if it heard nothing."""
        for server in self._servers:
            server.close()
        for line in list(self._lines):
            line.hang_up()
        await self._keeper.close()


class _Counted(SMTP):
    """One connection, counted among the others for as long as it lasts."""

    line_length_limit = LONGEST_LINE

    def __init__(self, door: Door, lines: set[Any]) -> None:
        super().__init__(
            door,
            data_size_limit=settings.MAIL_MEGABYTES * 1_000_000,
            enable_SMTPUTF8=True,
            ident="Wellheard",
            timeout=SILENT_SECONDS,
            # Nobody signs in here; a sender that tries is told so.
            auth_exclude_mechanism=["LOGIN", "PLAIN"],
        )
        self._lines = lines

    def connection_made(self, transport: Any) -> None:
        self._lines.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._lines.discard(self)
        super().connection_lost(error)

    def hang_up(self) -> None:
        """End the connection."""
        if transport := getattr(self, "transport", None):
            transport.close()


class _Lmtp(_Counted, LMTP):
    async def push(self, status: AnyStr) -> None:
        """Answer; what the library refuses by itself after the mail has to be said for each recipient."""
        refusals = ("552 Error: Too much", "500 Line too long")
        times = len(self.envelope.rcpt_tos) if self.envelope and str(status).startswith(refusals) else 1
        for _recipient in range(times):
            await super().push(status)


class _Busy(asyncio.Protocol):
    """Sends away whoever comes when all lines are in use."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.WriteTransport):
            transport.write(BUSY)
            transport.close()


def _later(problem: Exception) -> str:
    logger.warning("mail waits at its sender", extra={"error": type(problem).__name__})
    return LATER
