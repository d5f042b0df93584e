"""A mail server hands us mail by SMTP or LMTP: it hears 250 only once the mail is kept."""

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from django.db import OperationalError

from tests.mail_in.doors import open_door
from tests.makers import make_mailbox
from wellheard.connect.mail_in import keeping
from wellheard.listen.mailboxes import commands, queries
from wellheard.listen.mailboxes.models import IncomingMail

pytestmark = pytest.mark.django_db(transaction=True)

Way = IncomingMail.Way


def mail(subject: str = "It does not print") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Ines <ines@acme.example>", "support@vendor.example", subject
    message["Message-ID"] = f"<{subject.replace(' ', '.')}@acme.example>"
    message.set_content(".A line that begins with a dot.\n")
    return message


@pytest.fixture
def smtp() -> Iterator[smtplib.SMTP]:
    make_mailbox(address="support@vendor.example")
    with open_door(Way.SMTP) as port, smtplib.SMTP("127.0.0.1", port, timeout=60) as client:
        yield client


def test_a_mail_is_kept_as_it_came_for_the_mailbox_it_is_for(smtp: smtplib.SMTP) -> None:
    smtp.send_message(mail(), "ines@acme.example", ["support+token@vendor.example"])
    kept = IncomingMail.objects.get()
    assert (kept.came_by, kept.mailbox and kept.mailbox.address) == ("smtp", "support@vendor.example")
    assert (kept.envelope_from, kept.envelope_to) == ("ines@acme.example", ["support+token@vendor.example"])
    assert b"\r\n.A line that begins" in queries.raw_of(kept)


def test_a_mail_handed_over_again_after_a_lost_answer_is_kept_once(smtp: smtplib.SMTP) -> None:
    for _ in range(2):
        smtp.send_message(mail(), "ines@acme.example", ["support@vendor.example"])
    assert IncomingMail.objects.count() == 1


def test_mail_for_strangers_is_refused_so_that_its_sender_hears_of_it(smtp: smtplib.SMTP) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        smtp.send_message(mail(), "ines@acme.example", ["nobody@vendor.example"])
    assert refused.value.recipients["nobody@vendor.example"][0] == 550


def test_while_the_database_is_away_the_sender_keeps_the_mail(
    smtp: smtplib.SMTP, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(**_fields: Any) -> None:
        raise OperationalError("the connection is lost")

    monkeypatch.setattr(keeping, "keep_mails", away)
    with pytest.raises(smtplib.SMTPDataError) as refused:
        smtp.send_message(mail(), "ines@acme.example", ["support@vendor.example"])
    assert refused.value.smtp_code == 451
    monkeypatch.setattr(keeping, "keep_mails", commands.keep_mails)
    smtp.send_message(mail(), "ines@acme.example", ["support@vendor.example"])
    assert IncomingMail.objects.count() == 1


def test_more_recipients_than_fit_are_to_come_in_another_mail(smtp: smtplib.SMTP) -> None:
    everybody = [f"support+{number}@vendor.example" for number in range(101)]
    refused = smtp.send_message(mail(), "ines@acme.example", everybody)
    assert [code for code, _why in refused.values()] == [452]
    assert len(IncomingMail.objects.get().envelope_to) == 100


def test_a_mail_that_is_too_large_is_refused_for_good(settings: Any) -> None:
    settings.MAIL_MEGABYTES = 1
    make_mailbox(address="support@vendor.example")
    with open_door(Way.SMTP) as port, smtplib.SMTP("127.0.0.1", port, timeout=60) as client:
        client.ehlo()
        client.docmd("MAIL FROM:<ines@acme.example>")
        client.docmd("RCPT TO:<support@vendor.example>")
        code, _words = client.data(b"x" * 70 + (b"\r\n" + b"y" * 70) * 20_000)
        assert code == 552
    assert not IncomingMail.objects.exists()


def test_a_line_far_beyond_the_standard_loses_no_word(smtp: smtplib.SMTP) -> None:
    smtp.sendmail("ines@acme.example", ["support@vendor.example"], b"Subject: long\r\n\r\n" + b"x" * 300_000)
    assert IncomingMail.objects.get().byte_count > 300_000


def test_by_lmtp_every_recipient_has_an_answer_and_every_mailbox_a_mail() -> None:
    make_mailbox(address="support@vendor.example")
    make_mailbox(address="sales@vendor.example")
    with open_door(Way.LMTP) as port, smtplib.LMTP("127.0.0.1", port) as client:
        client.ehlo()
        client.docmd("MAIL FROM:<>")
        for address in ("support@vendor.example", "sales@vendor.example", "support+a@vendor.example"):
            client.docmd(f"RCPT TO:<{address}>")
        client.docmd("DATA")
        client.send(mail().as_bytes().replace(b"\n", b"\r\n") + b".\r\n")
        assert [client.getreply()[0] for _ in range(3)] == [250, 250, 250]
    assert sorted(len(kept.envelope_to) for kept in IncomingMail.objects.all()) == [1, 2]
