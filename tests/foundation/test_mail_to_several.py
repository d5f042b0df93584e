"""Mail to several people, by ways of their own, with files; and what mail servers report of it afterwards."""

import base64
from collections.abc import Callable
from email.message import Message
from typing import Any

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.postbox import Postbox, open_postbox
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.files import keep_file
from wellheard.foundation.mail import sender
from wellheard.foundation.mail.bounces import Report, hard_bounces, mail_under, note_report
from wellheard.foundation.mail.commands import MOST_TRIES, Letter, MailFile, queue_mail
from wellheard.foundation.mail.delivery import MailWaitsError, deliver
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.foundation.mail.sender import DkimKey, Way

pytestmark = pytest.mark.django_db
State = OutgoingMail.State


def send(**fields: Any) -> OutgoingMail:
    letter = {"key": "test:1", "to_address": "ada@customer.example", "subject": "Re: Printing", "body": "It prints."}
    mail = queue_mail(Letter(**letter | fields))
    deliver(mail.pk)
    mail.refresh_from_db()
    return mail


def kinds(message: Message) -> list[str]:
    return [part.get_content_type() for part in message.walk()]


def test_everybody_it_is_for_sees_everybody_else_and_nobody_is_hidden(postbox: Postbox) -> None:
    mail = send(
        more_to=("bo@customer.example",),
        cc=("Cy <cy@customer.example>", "ada@customer.example"),
        reply_to="support+c.1.abc@vendor.example",
        message_id="<c.1.2.abc@vendor.example>",
        headers={"Bcc": "spy@else.example", "X-Kind": "reply"},
    )
    (message,) = postbox.received
    assert (message["To"], message["Cc"]) == (
        "ada@customer.example, bo@customer.example",
        "Cy <cy@customer.example>, ada@customer.example",
    )
    assert (message["Bcc"], message["X-Kind"], message["Auto-Submitted"]) == (None, "reply", None)
    assert message["Reply-To"] == "support+c.1.abc@vendor.example"
    assert mail.message_id == message["Message-ID"] == "<c.1.2.abc@vendor.example>"
    assert mail.provider_id == "OK"


def test_a_machine_says_that_it_is_one(postbox: Postbox) -> None:
    send(by_machine=True)
    (message,) = postbox.received
    assert (message["Auto-Submitted"], message["X-Auto-Response-Suppress"]) == ("auto-replied", "All")


def test_a_long_thread_stays_in_lines_that_relays_take(postbox: Postbox) -> None:
    references = " ".join(f"<c.{number}.{'f' * 60}@vendor.example>" for number in range(10))
    send(in_reply_to="<x@customer.example>", references=references)
    (message,) = postbox.received
    assert "".join(message["References"].split()) == "".join(references.split())


def test_files_stand_beside_the_text_and_named_pictures_within_it(postbox: Postbox) -> None:
    picture = keep_file(b"picture", folder="test", ending="png")
    sheet = keep_file(b"a,b\n", folder="test", ending="csv")
    send(
        html='<p>Here: <img src="cid:logo"></p>',
        files=(
            MailFile("Logo.png", picture, "image/png", "logo"),
            MailFile("Счёт.csv", sheet, "text/csv"),
            MailFile("gone.txt", "test/00/gone.txt", "text/plain"),
        ),
    )
    (message,) = postbox.received
    assert kinds(message) == ["multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html",
        "image/png", "text/csv"]  # fmt: skip
    assert [part.get_filename() for part in message.walk() if part.get_filename()] == ["Logo.png", "Счёт.csv"]


def test_a_way_of_its_own_has_its_own_sender_server_and_signature(
    postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    ).decode()
    public = base64.b64encode(
        key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    with open_postbox() as (own, address):
        way = Way("Support <support@vendor.example>", address, DkimKey("vendor.example", "s1", pem))
        monkeypatch.setitem(sender._ways, "box", lambda number: way if number == 7 else None)
        send(via="box:7")
        send(key="test:2", via="box:8")
    assert own.senders == ["support@vendor.example"]
    assert [message["From"] for message in own.received] == ["Support <support@vendor.example>"]
    assert len(postbox.received) == 1, "one whose way is gone goes out by the installation's"
    assert dkim.verify(own.raw[0], dnsfunc=lambda *_a, **_k: b"v=DKIM1; k=rsa; p=" + public)


def test_one_of_several_refused_stops_nobody_else(postbox: Postbox) -> None:
    postbox.refuses = {"bo@customer.example"}
    mail = send(more_to=("bo@customer.example",))
    assert mail.state == State.SENT
    assert hard_bounces(mail) == ["bo@customer.example"]
    assert Fact.objects.filter(name="mail.bounced").count() == 1


def test_whom_the_server_takes_it_for_later_is_asked_about_alone(postbox: Postbox) -> None:
    postbox.delays = {"bo@customer.example"}
    with pytest.raises(MailWaitsError):
        send(cc=("bo@customer.example",))
    mail = OutgoingMail.objects.get()
    assert (mail.state, mail.waiting_for) == (State.SENT, ["bo@customer.example"])
    postbox.delays = set()
    for _ in range(2):
        deliver(mail.pk)
    mail.refresh_from_db()
    assert (mail.waiting_for, mail.bounces) == ([], [])
    assert postbox.recipients == [["ada@customer.example"], ["bo@customer.example"]]
    assert postbox.received[0]["Message-ID"] == postbox.received[1]["Message-ID"]


def test_whom_the_server_never_takes_it_for_is_given_up_after_a_day(postbox: Postbox) -> None:
    postbox.delays = {"bo@customer.example"}
    for _ in range(MOST_TRIES - 1):
        with pytest.raises(MailWaitsError):
            send(cc=("bo@customer.example",))
    mail = send(cc=("bo@customer.example",))
    assert (mail.state, mail.waiting_for, mail.bounces[0]["words"]) == (State.SENT, [], "450 4.2.0 try again later")
    assert hard_bounces(mail) == [], "an address that may exist is not silenced"


def test_a_mail_that_came_back_says_so_once(postbox: Postbox, run_jobs: Callable[[], None]) -> None:
    mail = send()
    report = Report("Ada@Customer.example", "failed", "5.1.1", "550 5.1.1 User unknown")
    for _ in range(2):
        note_report(mail_id=mail.pk, report=report)
    mail.refresh_from_db()
    assert (mail.state, mail.failure, mail.error) == (State.BOUNCED, "address", "550 5.1.1 User unknown")
    assert Fact.objects.filter(name="mail.bounced").count() == 1
    deliver(mail.pk)
    assert len(postbox.received) == 1


def test_a_late_mail_is_forgiven_when_it_arrives(postbox: Postbox) -> None:
    mail = send()
    note_report(mail_id=mail.pk, report=Report("", "delayed", "4.4.1", "connection timed out"))
    mail.refresh_from_db()
    assert (mail.state, mail.delayed_at is None) == (State.SENT, False)
    note_report(mail_id=mail.pk, report=Report("ada@customer.example", "delivered", "2.0.0"))
    mail.refresh_from_db()
    assert (mail.delayed_at, mail.error, hard_bounces(mail)) == (None, "", [])


def test_a_mail_is_known_by_its_own_id_or_by_what_its_relay_called_it(postbox: Postbox) -> None:
    postbox.says = "250 2.0.0 Ok 0100018c2f3a4b5c-77aa-000000"
    mail = send(message_id="<c.1.2.abc@vendor.example>")
    assert mail_under("<c.1.2.abc@vendor.example>") == mail
    assert mail_under("<0100018c2f3a4b5c-77aa-000000@email.relay.example>") == mail
    for guess in ("", "<Ok@x>", "<2.0.0 Ok 0100018c2f@x>", "<0100018c2f3a4b5c-77@x>"):
        assert mail_under(guess) is None
