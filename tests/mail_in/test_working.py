"""From kept bytes to a message in a conversation; what cannot be read or placed is seen, and stops nothing."""

import socketserver
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from tests.makers import make_contact, make_mailbox, make_staff
from tests.postbox import Postbox
from wellheard.connect.mail_in import working
from wellheard.connect.mail_in.scanning import ScannerError
from wellheard.connect.mail_in.tasks import settle_unscanned_mail
from wellheard.connect.mail_in.working import work_on
from wellheard.customers.models import Suppression
from wellheard.foundation import clock
from wellheard.foundation.mail.commands import Letter, queue_mail
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.foundation.mail.reading import apart
from wellheard.listen.conversations.models import Conversation, Message
from wellheard.listen.mailboxes import commands
from wellheard.listen.mailboxes.commands.incoming import SCANNER_PATIENCE
from wellheard.listen.mailboxes.models import IncomingMail
from wellheard.listen.mailboxes.queries import unscanned

pytestmark = pytest.mark.django_db
State = IncomingMail.State

MAIL = b"""Message-ID: <1@acme.example>
From: Ines <ines@acme.example>
To: support@vendor.example
Subject: It does not print

Since Monday nothing comes out.
"""
BOUNCE = b"""From: Mail Delivery System <MAILER-DAEMON@relay.example>
To: support@vendor.example
Subject: Undelivered Mail Returned to Sender
Return-Path: <>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; %(address)s
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown
--b
Content-Type: text/rfc822-headers

Message-ID: %(id)s
Subject: Re: It does not print
--b--
"""


def keep(raw: bytes = MAIL, key: str = "1") -> IncomingMail:
    mailbox = make_mailbox()
    return commands.keep_mail(raw=raw, came_by="smtp", origin_key=key, mailbox=mailbox)


def after(mail: IncomingMail) -> tuple[str, str]:
    mail.refresh_from_db()
    return mail.state, mail.problem


def test_a_mail_becomes_a_message_once(run_jobs: Callable[[], None]) -> None:
    mail = keep()
    run_jobs()
    work_on(mail.pk)
    assert after(mail) == (State.PLACED, "")
    message = Message.objects.get()
    assert (message.words, message.incoming) == ("Since Monday nothing comes out.", mail)
    assert (mail.subject, mail.sender, mail.message_id) == (
        "It does not print",
        "ines@acme.example",
        "<1@acme.example>",
    )


def test_a_report_of_the_mail_server_is_noted_on_our_mail_and_is_no_conversation(
    run_jobs: Callable[[], None], postbox: Postbox
) -> None:
    make_contact(email="gone@acme.example")
    sent = queue_mail(Letter(key="1", to_address="gone@acme.example", subject="Re: It does not print", body="It does."))
    run_jobs()
    keep(BOUNCE % {b"id": sent.message_id.encode(), b"address": b"gone@acme.example"})
    run_jobs()
    sent.refresh_from_db()
    assert (sent.state, sent.failure) == (OutgoingMail.State.BOUNCED, "address")
    assert Suppression.objects.get().email == "gone@acme.example"
    assert not Conversation.objects.exists()


def test_a_made_up_report_silences_nobody(run_jobs: Callable[[], None]) -> None:
    make_contact(email="boss@acme.example")
    mail = keep(BOUNCE % {b"id": b"<guess@vendor.example>", b"address": b"boss@acme.example"})
    run_jobs()
    assert after(mail)[0] == State.PLACED
    assert not Suppression.objects.exists()


def test_a_mail_that_takes_too_long_goes_to_quarantine_and_the_next_has_its_turn(
    run_jobs: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    apart.end_all()
    monkeypatch.setattr(apart, "SECONDS", 0.0)
    slow = keep()
    run_jobs()
    monkeypatch.undo()
    quick = keep(MAIL.replace(b"<1@", b"<2@"), "2")
    run_jobs()
    assert after(slow)[0] == State.QUARANTINED
    assert "took longer" in slow.problem
    assert after(quick)[0] == State.PLACED
    commands.retry_mail(mail_id=slow.pk)
    run_jobs()
    assert after(slow)[0] == State.PLACED


def test_a_mail_that_cannot_be_placed_is_seen_and_one_the_database_lost_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mail = keep()
    problems: list[Exception] = [OperationalError("gone"), KeyError("nobody thought of it")]

    def fail(**_fields: Any) -> None:
        raise problems.pop(0)

    monkeypatch.setattr(working, "place_mail", fail)
    with pytest.raises(OperationalError):
        work_on(mail.pk)
    assert after(mail)[0] == State.KEPT
    work_on(mail.pk)
    assert after(mail) == (State.QUARANTINED, "It was read, but could not be placed in a conversation (KeyError).")


@contextmanager
def scanner(answer: bytes) -> Iterator[tuple[str, int]]:
    class Session(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            asked = self.rfile.read(6)
            if asked == b"zPING\0":
                self.wfile.write(b"PONG\0")
                return
            assert asked + self.rfile.read(4) == b"zINSTREAM\0"
            while length := int.from_bytes(self.rfile.read(4), "big"):
                assert len(self.rfile.read(length)) == length
            self.wfile.write(answer)

    with socketserver.TCPServer(("127.0.0.1", 0), Session) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_address[0], server.server_address[1]  # type: ignore[misc]
        finally:
            server.shutdown()
            thread.join()


def test_a_mail_with_a_virus_goes_to_quarantine(settings: Any) -> None:
    mail = keep(MAIL + b"x" * 200_000)
    with scanner(b"stream: Eicar-Test-Signature FOUND\0") as settings.CLAMD:
        work_on(mail.pk)
    assert after(mail) == (State.QUARANTINED, "The virus scanner found Eicar-Test-Signature in it.")
    assert not Message.objects.exists()


def test_while_the_scanner_is_away_mail_waits(settings: Any) -> None:
    mail = keep()
    settings.CLAMD = ("127.0.0.1", 1)
    with pytest.raises(ScannerError):
        work_on(mail.pk)
    assert (after(mail)[0], unscanned(mail.mailbox).count) == (State.READ, 1)
    with scanner(b"stream: OK\0") as settings.CLAMD:
        work_on(mail.pk)
    assert (after(mail), unscanned().count) == ((State.PLACED, ""), 0)


@pytest.mark.parametrize("seen_by", ["its job", "the upkeep, as its job was lost"])
def test_when_the_scanner_is_away_for_a_day_mail_is_set_aside_and_goes_on_once_it_answers(
    settings: Any, run_jobs: Callable[[], None], client: Client, seen_by: str
) -> None:
    mail = keep()
    settings.CLAMD = ("127.0.0.1", 1)
    with pytest.raises(ScannerError):
        work_on(mail.pk)
    with clock.at(mail.received_at + SCANNER_PATIENCE):
        work_on(mail.pk) if seen_by == "its job" else settle_unscanned_mail(0)
    state, problem = after(mail)
    assert (state, unscanned().set_aside) == (State.QUARANTINED, 1)
    assert "The virus scanner does not answer" in problem
    client.force_login(make_staff())
    assert (
        "One waited for a day and is in quarantine now." in client.get(f"/settings/mailboxes/{mail.mailbox_id}/").text
    )

    settle_unscanned_mail(0)
    assert after(mail)[0] == State.QUARANTINED
    with scanner(b"stream: OK\0") as settings.CLAMD:
        settle_unscanned_mail(0)
        work_on(mail.pk)
    assert (after(mail), Message.objects.count(), unscanned().count) == ((State.PLACED, ""), 1, 0)
