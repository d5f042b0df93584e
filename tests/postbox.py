"""A real SMTP server on loopback for tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.ports import free_port


class Postbox:
    """A real SMTP server on loopback; `says` is how it answers."""

    def __init__(self) -> None:
        self.received: list[Message] = []
        self.raw: list[bytes] = []
        self.senders: list[str] = []
        self.refuses: set[str] = set()
        self.delays: set[str] = set()
        self.recipients: list[list[str]] = []
        self.says = "250 OK"
        self.refuses_late = False

    async def handle_RCPT(  # noqa: N802 - its interface
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.says.startswith("55") and not self.refuses_late:
            return self.says
        if address in self.refuses:
            return "550 5.1.1 no such user"
        if address in self.delays:
            return "450 4.2.0 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        if self.says.startswith("2") and isinstance(content, bytes):
            self.received.append(message_from_bytes(content, policy=default))
            self.raw.append(content)
            self.recipients.append(list(envelope.rcpt_tos))
            self.senders.append(envelope.mail_from or "")
        return self.says


@contextmanager
def open_postbox() -> Iterator[tuple[Postbox, str]]:
    """Serve a postbox; give it and the address mail goes to."""
    box = Postbox()
    with served(box) as address:
        yield box, address


@contextmanager
def served(box: Postbox, **how: Any) -> Iterator[str]:
    """Serve this postbox, as aiosmtpd's SMTP is told to; give the address mail goes to."""
    controller = Controller(box, hostname="127.0.0.1", port=free_port(), **how)
    controller.start()
    yield f"smtp+plain://127.0.0.1:{controller.port}"
    controller.stop()
