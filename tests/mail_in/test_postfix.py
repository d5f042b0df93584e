"""Mail goes out by a real SMTP server (Postfix) and comes in from it; what it reports of our mail is understood."""

import smtplib
import time
from collections.abc import Callable, Iterator, Sequence
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from tests.mail_in.doors import open_door
from tests.mail_in.postfix import Postfix, is_there, running_postfix
from tests.makers import make_contact, make_mailbox
from tests.postbox import Postbox, open_postbox
from wellheard.connect.mail_in import keeping
from wellheard.connect.mail_in.working import work_on
from wellheard.customers.models import Suppression
from wellheard.foundation.facts.running import run_waiting_jobs
from wellheard.foundation.mail.commands import Letter, queue_mail
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.mailboxes import commands, queries
from wellheard.listen.mailboxes.commands import Handed
from wellheard.listen.mailboxes.models import IncomingMail
from wellheard.listen.mailboxes.sending import via

pytestmark = [
    pytest.mark.all,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not is_there(), reason="needs postfix, which bin/test --all installs, and to be root"),
]
SUPPORT = "support@vendor.example"
REFUSED = "refused@customer.example"


@pytest.fixture
def customers() -> Iterator[tuple[Postbox, str]]:
    """The mail server of our customers."""
    with open_postbox() as (box, address):
        yield box, address.rpartition("/")[2]


@pytest.fixture
def postfix(scratch: Path, customers: tuple[Postbox, str], settings: Any) -> Iterator[Postfix]:
    """Our mail server: it hands what is for us to our door, and everything else to the customers'."""
    host, _colon, port = customers[1].partition(":")
    with open_door(IncomingMail.Way.LMTP) as door:
        routes = {"vendor.example": f"lmtp:inet:127.0.0.1:{door}", "customer.example": f"smtp:[{host}]:{port}"}
        with running_postfix(scratch, routes, refused=REFUSED) as server:
            settings.SMTP_URL = server.url
            yield server


def wait_until(is_so: Callable[[], bool], postfix: Postfix) -> None:
    give_up_at = time.monotonic() + 40
    while time.monotonic() < give_up_at and not is_so():
        time.sleep(0.1)
    assert is_so(), postfix.log()


def send(to: str, *cc: str) -> OutgoingMail:
    mailbox = make_mailbox(address=SUPPORT, name="Support")
    mail = queue_mail(
        Letter(key="1", to_address=to, cc=cc, subject="Re: Printing", body="It prints.", via=via(mailbox))
    )
    run_waiting_jobs()
    mail.refresh_from_db()
    return mail


def write(postfix: Postfix, subject: str = "It does not print") -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Ines <ines@customer.example>", SUPPORT, subject
    message["Message-ID"] = f"<{subject.replace(' ', '.')}@customer.example>"
    message.set_content("Grüße aus Köln\n\n.\n")
    with smtplib.SMTP("127.0.0.1", postfix.port) as line:
        line.send_message(message)


def test_a_mail_reaches_a_customer_by_it_and_theirs_reaches_us(
    postfix: Postfix, customers: tuple[Postbox, str]
) -> None:
    mail = send("ines@customer.example")
    assert mail.state == OutgoingMail.State.SENT
    assert "queued as" in mail.provider_id
    wait_until(lambda: bool(customers[0].received), postfix)
    assert customers[0].received[0]["Message-ID"] == mail.message_id
    write(postfix)
    wait_until(IncomingMail.objects.exists, postfix)
    kept = IncomingMail.objects.get()
    assert (kept.came_by, kept.mailbox and kept.mailbox.address) == ("lmtp", SUPPORT)
    work_on(kept.pk)
    kept.refresh_from_db()
    assert (kept.state, kept.subject) == (IncomingMail.State.PLACED, "It does not print")


def test_one_it_refuses_in_copy_costs_nobody_else_the_mail(postfix: Postfix, customers: tuple[Postbox, str]) -> None:
    mail = send("ines@customer.example", REFUSED)
    assert (mail.state, [one["address"] for one in mail.bounces]) == (OutgoingMail.State.SENT, [REFUSED])
    wait_until(lambda: bool(customers[0].received), postfix)
    assert customers[0].recipients == [["ines@customer.example"]]


def test_its_own_report_of_an_unknown_address_is_understood(postfix: Postfix, customers: tuple[Postbox, str]) -> None:
    make_contact(email="gone@customer.example")
    customers[0].says = "550 5.1.1 no such user"
    mail = send("gone@customer.example")
    assert mail.state == OutgoingMail.State.SENT
    wait_until(IncomingMail.objects.exists, postfix)
    run_waiting_jobs()
    mail.refresh_from_db()
    assert (mail.state, mail.failure) == (OutgoingMail.State.BOUNCED, "address")
    assert "no such user" in mail.error
    assert Suppression.objects.get().email == "gone@customer.example"


def test_while_we_cannot_keep_mail_it_does_and_hands_it_over_later_once(
    postfix: Postfix, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_mailbox(address=SUPPORT)
    tries: list[int] = []

    def away(*, handed: Sequence[Handed]) -> list[IncomingMail]:
        tries.append(1)
        if len(tries) == 1:
            raise OperationalError("gone")
        kept = commands.keep_mails(handed=handed)
        if len(tries) == 2:
            raise OperationalError("kept, and nobody heard of it")
        return kept

    monkeypatch.setattr(keeping, "keep_mails", away)
    write(postfix)
    wait_until(lambda: len(tries) > 2 and IncomingMail.objects.exists(), postfix)
    assert IncomingMail.objects.count() == 1
    assert "Grüße".encode() in queries.raw_of(IncomingMail.objects.get()) or b"Gr=C3=BC" in queries.raw_of(
        IncomingMail.objects.get()
    )


def test_an_address_that_is_no_mailbox_of_ours_is_told_to_its_sender(
    postfix: Postfix, customers: tuple[Postbox, str]
) -> None:
    write(postfix)
    wait_until(lambda: bool(customers[0].received), postfix)
    (report,) = customers[0].received
    assert "no such mailbox here" in report.as_string()
    assert not IncomingMail.objects.exists()
