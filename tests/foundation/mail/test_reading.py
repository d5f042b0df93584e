"""What is read out of ordinary mail."""

from datetime import UTC, datetime

from tests.foundation.mail.mails import mail, multipart
from wellheard.foundation.mail.reading import Address, Automatic, Protection, read_mail


def test_a_plain_mail_says_who_wrote_what_to_whom_and_when() -> None:
    read = read_mail(
        mail(
            "Good morning",
            Subject="Export fails",
            From='"Ona Kazlauskaitė" <Ona@example.org>',
            To="help@example.com, Ann <ann@example.com>",
            Date="Fri, 20 Nov 2026 09:30:00 +0200",
            Message_ID="<one@example.org>",
        )
    )
    assert (read.subject, read.text, read.message_id) == ("Export fails", "Good morning", "<one@example.org>")
    assert read.sender == Address("Ona Kazlauskaitė", "Ona@example.org")
    assert [person.address for person in read.to] == ["help@example.com", "ann@example.com"]
    assert read.date == datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
    assert (read.automatic, read.problems) == (Automatic.NO, ())


def test_both_forms_of_an_alternative_are_kept_and_files_stand_beside_them() -> None:
    raw = multipart(
        "mixed",
        multipart("alternative", mail("Hello"), mail("<p>Hello</p>", Content_Type="text/html"), boundary="inner"),
        mail("JVBERi0=", Content_Type='application/pdf; name="bill.pdf"', Content_Transfer_Encoding="base64"),
    )
    read = read_mail(raw)
    assert (read.text, read.html) == ("Hello", "<p>Hello</p>")
    assert [(file.filename, file.data) for file in read.attachments] == [("bill.pdf", b"%PDF-")]


def test_words_are_made_from_html_where_no_plain_text_came() -> None:
    read = read_mail(mail("<p>Hello</p><ul><li>one<li>two</ul>", Content_Type="text/html"))
    assert read.text == "Hello\n\n- one\n- two"


def test_a_forwarded_mail_is_read_and_kept_as_a_file() -> None:
    inner = mail("The original words", Subject="Old subject", From="customer@example.org")
    read = read_mail(multipart("mixed", mail("See below"), b"Content-Type: message/rfc822\r\n\r\n" + inner))
    assert [(nested.subject, nested.text) for nested in read.nested] == [("Old subject", "The original words")]
    assert [file.filename for file in read.attachments] == ["Old subject.eml"]


def test_a_signed_mail_says_so() -> None:
    signature = mail("AAAA", Content_Type="application/pgp-signature")
    assert read_mail(multipart("signed", mail("Hello"), signature)).protection == Protection.SIGNED
