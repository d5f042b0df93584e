"""Outgoing mail: queued with the change that owes it, delivered once, recognisable when repeated."""

import smtplib
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.ports import free_port
from wellheard.foundation.mail.commands import Letter, queue_mail, requeue_mail
from wellheard.foundation.mail.delivery import MailSettingError, MailWaitsError, deliver
from wellheard.foundation.mail.html import html_of
from wellheard.foundation.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db
State = OutgoingMail.State


class Postbox:
    """A real SMTP server on loopback; `says` is how it answers."""

    def __init__(self) -> None:
        self.received: list[Message] = []
        self.says = "250 OK"

    async def handle_RCPT(  # noqa: N802 - its interface
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.says.startswith("550"):
            return self.says
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        if self.says.startswith("2") and isinstance(content, bytes):
            self.received.append(message_from_bytes(content, policy=default))
        return self.says


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.SMTP_URL = f"smtp+plain://127.0.0.1:{controller.port}"
    yield box
    controller.stop()


def letter(**fields: Any) -> Letter:
    return Letter(**{"key": "test:1", "to_address": "ada@customer.example", "subject": "Hello", "body": "Hi"} | fields)


def test_a_mail_reaches_a_real_server_with_its_own_identity(postbox: Postbox) -> None:
    mail = queue_mail(letter(to_name="Ada, Countess", body="Grüße\n\n> said\n\nhttps://x.example/a?b=1&c=2"))
    deliver(mail.pk)
    (message,) = postbox.received
    assert message["Message-ID"] == mail.message_id
    assert "ada@customer.example" in message["To"]
    html = message.get_body(("html",)).get_content()  # type: ignore[attr-defined]
    assert "<blockquote>said</blockquote>" in html
    assert OutgoingMail.objects.get().state == State.SENT


def test_delivering_twice_sends_once(postbox: Postbox) -> None:
    mail = queue_mail(letter())
    deliver(mail.pk)
    deliver(mail.pk)
    assert len(postbox.received) == 1


def test_queuing_the_same_key_again_is_the_same_mail(run_jobs: Callable[[], None]) -> None:
    first, second = queue_mail(letter()), queue_mail(letter(subject="Other"))
    run_jobs()
    assert first.pk == second.pk
    assert OutgoingMail.objects.get().subject == "Hello"


def test_a_not_now_is_tried_again_and_nothing_is_lost(postbox: Postbox) -> None:
    mail = queue_mail(letter())
    postbox.says = "451 try later"
    with pytest.raises(MailWaitsError, match="try later"):
        deliver(mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.tries) == (State.QUEUED, 1)
    postbox.says = "250 OK"
    deliver(mail.pk)
    assert [message["Message-ID"] for message in postbox.received] == [mail.message_id]


def test_a_refused_address_fails_at_once_with_the_servers_words(postbox: Postbox) -> None:
    mail = queue_mail(letter())
    postbox.says = "550 no such user"
    deliver(mail.pk)
    mail.refresh_from_db()
    assert mail.state == State.FAILED
    assert "no such user" in mail.error


def test_a_failed_mail_goes_out_again_under_its_old_identity(postbox: Postbox) -> None:
    mail = queue_mail(letter())
    postbox.says = "550 mailbox full"
    deliver(mail.pk)
    postbox.says = "250 OK"
    requeue_mail(mail_id=mail.pk)
    deliver(mail.pk)
    assert [message["Message-ID"] for message in postbox.received] == [mail.message_id]


def test_the_eighth_try_in_vain_fails_the_mail(settings: Any) -> None:
    settings.SMTP_URL = f"smtp+plain://127.0.0.1:{free_port()}"
    mail = queue_mail(letter())
    for _ in range(8):
        try:
            deliver(mail.pk)
        except MailWaitsError:
            continue
    mail.refresh_from_db()
    assert (mail.state, mail.tries) == (State.FAILED, 8)


def test_without_a_mail_server_mails_stay_in_the_built_in_mailbox(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtplib, "SMTP", None)
    mail = queue_mail(letter())
    deliver(mail.pk)
    mail.refresh_from_db()
    assert mail.state == State.KEPT


def test_nobody_smuggles_a_header_into_a_mail(postbox: Postbox) -> None:
    mail = queue_mail(letter(subject="Hello\r\nBcc: all@x.example", to_name="Eve\nCc: all@x.example"))
    deliver(mail.pk)
    (message,) = postbox.received
    assert message["Bcc"] is None
    assert message["Cc"] is None


def test_a_wrong_address_of_the_mail_server_is_named(settings: Any) -> None:
    settings.SMTP_URL = "mail.example.com"
    mail = queue_mail(letter())
    with pytest.raises(MailSettingError, match="smtp://user:password@"):
        deliver(mail.pk)


def test_markup_in_a_mail_stays_text() -> None:
    assert "<script>" not in html_of("<script>alert(1)</script>")
