"""Reports of mail servers: for whom a mail did not arrive, why, and which mail it was. Inputs 35 to 40 of our list."""

from dataclasses import astuple

import pytest

from tests.foundation.mail.mails import mail, multipart
from wellheard.foundation.mail.reading import Complaint, read_mail

OURS = mail("Hello", Message_ID="<c.1.2.abc@example.com>", To="ona@example.org", From="help@example.com")
ORIGINAL = b"Content-Type: message/rfc822\r\n\r\n" + OURS


def status(*blocks: str) -> bytes:
    return mail(
        "\r\n\r\n".join(["Reporting-MTA: dns; mx.example.org", *blocks]), Content_Type="message/delivery-status"
    )


def report(*blocks: str, boundary: str = "outer") -> bytes:
    return multipart(
        "report", mail("Sorry"), status(*blocks), ORIGINAL, boundary=boundary, From="MAILER-DAEMON@mx.example.org"
    )


HARD = "Final-Recipient: rfc822; ona@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 No such user"
SOFT = "Final-Recipient: rfc822; jonas@example.org\r\nAction: delayed\r\nStatus: 4.2.2"
DONE = "Original-Recipient: rfc822;<bo@example.org>\r\nAction: delivered\r\nStatus: 2.0.0"


def test_a_report_says_what_became_of_each_recipient_and_of_which_mail() -> None:
    read = read_mail(report(HARD, SOFT, DONE))
    assert read.automatic == "bounce"
    assert read.bounce is not None
    assert read.bounce.original_message_id == "<c.1.2.abc@example.com>"
    assert [astuple(recipient) for recipient in read.bounce.recipients] == [
        ("ona@example.org", "failed", "5.1.1", "550 No such user"),
        ("jonas@example.org", "delayed", "4.2.2", ""),
        ("bo@example.org", "delivered", "2.0.0", ""),
    ]
    assert [recipient.is_final for recipient in read.bounce.recipients] == [True, False, False]


POSTFIX = """This is the mail system at host mx.example.com.

I'm sorry to have to inform you that your message could not be delivered.

<ona@example.org>: host mx.example.org[192.0.2.1] said: 550 5.1.1
    <ona@example.org>: Recipient address rejected: User unknown

--- Below this line is a copy of the message.

From: help@example.com
Message-ID: <c.1.2.abc@example.com>
"""
QMAIL = """Hi. This is the qmail-send program at mx.example.com.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<ona@example.org>:
192.0.2.1 does not like recipient.
Remote host said: 550 5.1.1 unknown user

--- Below this line is a copy of the message.

Message-ID: <c.1.2.abc@example.com>
"""
EXCHANGE = """Your message did not reach some or all of the intended recipients.

      Subject:  Hello
      Sent:     20.11.2026 10:00

The following recipient(s) cannot be reached:

      ona@example.org on 20.11.2026 10:00
            The e-mail account does not exist. <mx.example.org #5.1.1>
"""
GMAIL = """Delivery to the following recipient failed permanently:

     ona@example.org

Technical details of permanent failure:
550 5.1.1 The email account that you tried to reach does not exist.

----- Original message -----

Message-ID: <c.1.2.abc@example.com>
"""
WAITING = """Warning: message 1abc-DEF delayed 24 hours. It has not yet been delivered to:

  ona@example.org
    Delay reason: 451 4.3.2 try again later
"""


@pytest.mark.parametrize(
    ("words", "action", "code"),
    [
        (POSTFIX, "failed", "5.1.1"),
        (QMAIL, "failed", "5.1.1"),
        (EXCHANGE, "failed", "5.1.1"),
        (GMAIL, "failed", "5.1.1"),
        (WAITING, "delayed", "4.3.2"),
    ],
)
def test_a_report_in_plain_words_is_understood(words: str, action: str, code: str) -> None:
    read = read_mail(
        mail(words, From="Mail Delivery <mailer-daemon@example.com>", Return_Path="<>", Subject="Undelivered mail")
    )
    assert read.bounce is not None
    assert [(one.address, one.action, one.status) for one in read.bounce.recipients] == [
        ("ona@example.org", action, code)
    ]
    if "Message-ID" in words:
        assert read.bounce.original_message_id == "<c.1.2.abc@example.com>"


def test_what_gmail_says_in_a_header_is_enough() -> None:
    raw = mail(
        "Not found",
        From="mailer-daemon@googlemail.com",
        X_Failed_Recipients="ona@example.org",
        In_Reply_To="<c.1@example.com>",
    )
    bounce = read_mail(raw).bounce
    assert bounce is not None
    assert (bounce.original_message_id, bounce.recipients[0].address) == ("<c.1@example.com>", "ona@example.org")


def test_a_customer_who_writes_about_undelivered_mail_is_no_mail_server() -> None:
    read = read_mail(
        mail("My mail could not be delivered, see 550 5.1.1", From="ona@example.org", Subject="Undeliverable")
    )
    assert (read.bounce, read.automatic) == (None, "")


def test_a_bounce_of_a_bounce_is_one_too() -> None:
    inner = mail(report(HARD, boundary="inner"), Content_Type="message/rfc822")
    read = read_mail(multipart("report", mail("Sorry"), status(HARD), inner, Return_Path="<>"))
    assert read.return_path == ""
    assert read.bounce is not None
    assert len(read.bounce.recipients) == 1
    assert read.nested[0].bounce is not None


def test_a_complaint_says_who_complained_about_which_mail() -> None:
    told = "Feedback-Type: abuse\r\nVersion: 1\r\nOriginal-Rcpt-To: <ona@example.org>"
    read = read_mail(
        multipart("report", mail("This is spam"), mail(told, Content_Type="message/feedback-report"), ORIGINAL)
    )
    assert read.complaint == Complaint("abuse", "ona@example.org", "<c.1.2.abc@example.com>")
    assert (read.automatic, read.bounce) == ("complaint", None)


def test_a_receipt_is_no_answer() -> None:
    told = "Final-Recipient: rfc822;ona@example.org\r\nDisposition: manual-action/MDN-sent-manually; displayed"
    raw = multipart("report", mail("Was read"), mail(told, Content_Type="message/disposition-notification"))
    assert read_mail(raw).automatic == "receipt"


def test_an_invitation_is_told() -> None:
    invitation = mail("BEGIN:VCALENDAR", Content_Type="text/calendar; method=REQUEST; name=invite.ics")
    read = read_mail(multipart("alternative", mail("Let us meet"), invitation, From="ona@example.org"))
    assert (read.automatic, read.text, [file.filename for file in read.attachments]) == (
        "calendar",
        "Let us meet",
        ["invite.ics"],
    )
