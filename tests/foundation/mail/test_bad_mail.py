"""The mail that stopped other help desks, each kind with what becomes of it here.

The numbers are those of our list of 74 such inputs. Here stands what reading decides: 1, 5-7, 17, 20-27, 29-32, 41-62 and 72;
reports (35-40), cleaning (63) and folding (58 again) have modules of their own. Elsewhere, with what they concern: placing
mail into conversations (2-4, 8-16, 18, 19, 28), what answers by itself and loops (33, 34), and fetching (64-71, 73, 74).
"""

import base64
import struct
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.foundation.mail.mails import mail, multipart
from wellheard.foundation.mail.folding import fold, text_of_html
from wellheard.foundation.mail.reading import ReadMail, read_mail, wire


def told(read: ReadMail) -> dict[str, Any]:
    """Return what a table of expectations names."""
    return {
        "text": read.text,
        "subject": read.subject,
        "sender": (read.sender.name, read.sender.address),
        "to": [person.address for person in read.to],
        "reply_to": [person.address for person in read.reply_to],
        "delivered_to": list(read.delivered_to),
        "message_id": read.message_id,
        "in_reply_to": list(read.in_reply_to),
        "references": list(read.references),
        "date": read.date.isoformat() if read.date else None,
        "files": [file.filename for file in read.attachments],
        "automatic": read.automatic.value,
        "protection": read.protection.value,
        "problems": [problem.value for problem in read.problems if problem != "sender_unreadable"],
        "dmarc": read.authentication.dmarc,
        "nested": [nested.subject for nested in read.nested],
    }


def encoded(words: str, charset: str, declared: str | None = None) -> bytes:
    name = charset if declared is None else declared
    return mail(words.encode(charset), Content_Type=f"text/plain; charset={name}", Content_Transfer_Encoding="8bit")


def file(name: str, **headers: str) -> bytes:
    return multipart("mixed", mail("Hello"), mail("x", Content_Type=f"application/pdf{name}", **headers))


RUSSIAN = "Здравствуйте, выгрузка отчёта останавливается на тысячной строке, помогите пожалуйста."
HEADERS: list[tuple[int, bytes, dict[str, Any]]] = [
    (1, mail("Hello"), {"message_id": "", "text": "Hello"}),
    (5, mail("", In_Reply_To="<a@x> <b@x>\r\n <c@x>"), {"in_reply_to": ["<a@x>", "<b@x>", "<c@x>"]}),
    (6, mail("", In_Reply_To="<a.very.long\r\n .id@x>"), {"in_reply_to": ["<a.very.long.id@x>"]}),
    (6, mail("", In_Reply_To="bare@x"), {"in_reply_to": ["<bare@x>"]}),
    (7, mail("", References="<a@x> nonsense <b@x>"), {"references": ["<a@x>", "<b@x>"], "in_reply_to": []}),
    (7, mail("", Message_ID="<[0f1e]@microsoft.com>"), {"message_id": "<[0f1e]@microsoft.com>"}),
    (17, mail("", To="other@x.org", Delivered_To="in+token@x.org"), {"delivered_to": ["in+token@x.org"]}),
    (17, mail("", X_Forwarded_To="in+token@x.org"), {"delivered_to": ["in+token@x.org"]}),
    (20, mail("", From="Ann <notifications@github.com>", List_ID="<r.github.com>"), {"automatic": "list"}),
    (20, mail("", From="jira@x.org", Auto_Submitted="auto-generated"), {"automatic": "notice"}),
    (21, mail("Hello"), {"sender": ("", ""), "text": "Hello"}),
    (21, mail("Hello", From="<>"), {"sender": ("", "")}),
    (21, mail("Hello", From="not an address"), {"sender": ("not an address", "")}),
    (21, mail("", From="", Sender="ann@x.org"), {"sender": ("", "ann@x.org")}),
    (22, mail("", From="a@x.org", Reply_To="evil@y.org"), {"sender": ("", "a@x.org"), "reply_to": ["evil@y.org"]}),
    (23, mail("", From="a@x.org", Reply_To="@unknown"), {"reply_to": []}),
    (24, mail("", From="'Ann' via Help <help@groups.x>", List_ID="<help.groups.x>"), {"automatic": "list"}),
    (26, mail("", From="ANN@Example.ORG"), {"sender": ("", "ANN@Example.ORG")}),
    (26, mail("", From='"ann lee"@x.org'), {"sender": ("", '"ann lee"@x.org')}),
    (26, mail("", From="Jürgen <jürgen@bücher.example>"), {"sender": ("Jürgen", "jürgen@bücher.example")}),
    (26, mail("", From="Lee, Ann <ann@x.org>"), {"sender": ("Lee, Ann", "ann@x.org")}),
    (27, mail("", To="undisclosed-recipients:;"), {"to": []}),
    (27, mail("", To="Friends: a@x.org, Bo <b@x.org>;, c@x.org,"), {"to": ["a@x.org", "b@x.org", "c@x.org"]}),
    (27, mail("", To='"'), {"to": []}),
    (27, mail("", To="(c):"), {"to": []}),
    (27, mail("", To="(" * 1000 + "a@x.org"), {"to": ["a@x.org"]}),
    (29, mail("", Subject="=?UTF-8?B?Kévin?="), {"subject": "Kévin"}),
    (29, mail("", Subject="=?utf-8?Q?Caf=C3?= =?utf-8?Q?=A9?="), {"subject": "Café"}),
    (29, mail("", Subject="=?nobody?Q?a?= =?utf-8?Q?"), {"subject": "a =?utf-8?Q?"}),
    (
        29,
        mail("", Subject="a").replace(
            b"a\r", "Помогите".encode("koi8-r") + b"\r\nContent-Type: text/plain; charset=koi8-r\r"
        ),
        {"subject": "Помогите"},
    ),
    (30, mail("", Authentication_Results="mx; spf=pass; dmarc=fail (p=none)"), {"dmarc": "fail"}),
    (31, mail("", To=", ".join(f"p{n}@x.org" for n in range(250))), {"problems": ["too_many_addresses"]}),
    (32, mail("", Auto_Submitted="auto-replied"), {"automatic": "auto_reply"}),
    (32, mail("", X_Auto_Response_Suppress="All"), {"automatic": ""}),
    (32, mail("", List_Unsubscribe="<mailto:a@x.org>"), {"automatic": "bulk"}),
    (41, mail("", From="no-reply@x.org"), {"automatic": "notice"}),
    (72, mail("", Date="yesterday"), {"date": None, "problems": ["date_unreadable"]}),
    (72, mail("", Date="Thu, 1 Jan 1970 00:00:00 +0000"), {"date": None}),
    (72, mail("", Date="Fri, 20 Nov 2026 10:00:00 +9999"), {"date": "2026-11-20T10:00:00+00:00"}),
    (72, mail("", Date="Fri, 20 Nov 2026 10:00:00"), {"date": "2026-11-20T10:00:00+00:00"}),
    (72, mail("", Date="Fri, 20 Nov 2099 10:00:00 +0000"), {"date": "2099-11-20T10:00:00+00:00"}),
]

WORDS: list[tuple[int, bytes, dict[str, Any]]] = [
    (42, encoded(RUSSIAN, "cp1251", "utf-8"), {"text": RUSSIAN, "problems": ["charset_wrong"]}),
    (42, encoded(RUSSIAN, "cp1251", "unknown-8bit"), {"text": RUSSIAN, "problems": ["charset_unknown"]}),
    (42, encoded(RUSSIAN, "cp1251", "1251"), {"text": RUSSIAN, "problems": []}),
    (42, encoded("Größe", "utf-8", "iso-8859-1"), {"text": "Größe"}),
    (42, encoded("Größe", "cp1252", "1252"), {"text": "Größe"}),
    (42, encoded("“quoted”", "cp1252", "iso-8859-1"), {"text": "“quoted”"}),
    (42, multipart("mixed", encoded("Größe", "cp1252"), encoded("大小", "gbk")), {"text": "Größe\n大小"}),
    (43, encoded("导出失败", "gb18030", "gb2312"), {"text": "导出失败"}),
    (43, encoded("匯出失敗", "big5"), {"text": "匯出失敗"}),
    (43, encoded("내보내기 실패", "cp949", "ks_c_5601-1987"), {"text": "내보내기 실패"}),
    (43, encoded("エクスポート", "iso-2022-jp"), {"text": "エクスポート"}),
    (43, mail("エクスポート".encode("iso-2022-jp")), {"text": "エクスポート"}),
    (44, mail("a=C3=A4", Content_Transfer_Encoding="quoted printable"), {"text": "aä"}),
    (44, mail("plain", Content_Transfer_Encoding="7-bit"), {"text": "plain", "problems": []}),
    (44, mail("plain", Content_Transfer_Encoding="utf-8"), {"text": "plain", "problems": ["encoding_unknown"]}),
    (44, mail("SGVsb\r\nG8!!", Content_Transfer_Encoding="base64"), {"text": "Hello"}),
    (44, mail("See\r\nbegin 644 a.txt\r\n#0V%T\r\n`\r\nend\r\nBye"), {"text": "See\n\nBye", "files": ["a.txt"]}),
    (45, mail("--b\r\n\r\nHello\r\n--b--", Content_Type="multipart/mixed"), {"text": "Hello", "problems": ["boundary_missing"]}),
    (45, mail("no parts", Content_Type="multipart/mixed; boundary=b"), {"text": "no parts"}),
    (45, mail("--b\r\n\r\nHello", Content_Type="multipart/mixed; boundary=b"), {"problems": ["boundary_unterminated"]}),
    (46, mail(""), {"text": "", "files": []}),
    (46, b"", {"text": ""}),
    (46, b"no headers at all", {"text": "no headers at all"}),
    (46, b"Subject: a\r\nHello there", {"subject": "a", "text": "Hello there"}),
    (46, file("; name=a.pdf"), {"text": "Hello", "files": ["a.pdf"]}),
    (
        46,
        multipart("alternative", mail("This needs HTML."), mail("<p>The words</p>", Content_Type="text/html")),
        {"text": "The words"},
    ),
    (
        46,
        multipart("alternative", mail(" \r\n"), mail("<p>The words</p>", Content_Type="text/html")),
        {"text": "The words"},
    ),
    (
        47,
        multipart("mixed", mail("<p>One</p>", Content_Type="text/html"), mail("<p>Two</p>", Content_Type="text/html")),
        {"text": "One\n\nTwo"},
    ),
    (49, mail("x", Content_Type="application/ms-tnef; name=winmail.dat"), {"files": ["winmail.dat"], "problems": ["tnef"]}),
    (50, mail("x", Content_Type="application/pkcs7-mime; smime-type=enveloped-data"), {"protection": "encrypted"}),
    (50, mail("-----BEGIN PGP MESSAGE-----\r\nabc"), {"protection": "encrypted"}),
    (50, multipart("signed", mail("Hello"), mail("x", Content_Type="application/pkcs7-signature")), {"protection": "signed"}),
    (
        51,
        multipart("mixed", mail("Messaggio di PEC"), b"Content-Type: message/rfc822\r\n\r\n" + mail("Ciao", Subject="Vero")),
        {"nested": ["Vero"], "files": ["Vero.eml"]},
    ),
    (53, file("; name*=utf-8''%E5%A4%A7.pdf"), {"files": ["大.pdf"]}),
    (53, file("; name*0=one; name*1=two.pdf"), {"files": ["onetwo.pdf"]}),
    (53, file("; name*"), {"files": ["attachment-1.pdf"]}),
    (53, file('; name="=?utf-8?B?5aSnLnBkZg==?="'), {"files": ["大.pdf"]}),
    (53, file('; name="../../etc/passwd"'), {"files": ["passwd"]}),
    (53, file('; name="C:\\\\Users\\\\ann\\\\a.pdf"'), {"files": ["a.pdf"]}),
    (53, file('; name="invoice\u202efdp.exe"'), {"files": ["invoicefdp.exe"]}),
    (53, file(f"; name={'a' * 300}.pdf"), {"files": ["a" * 146 + ".pdf"]}),
    (53, file('; name=".."'), {"files": ["attachment-1.pdf"]}),
    (59, mail(b"a\0b\xed\xa0\x80c", Subject="a\0b"), {"subject": "ab"}),
    (61, mail("one \r\ntwo\r\n> old \r\n> words", Content_Type="text/plain; format=flowed"), {"text": "one two\n> old words"}),
    (61, mail("one \r\ntwo", Content_Type="text/plain; format=flowed; delsp=yes"), {"text": "onetwo"}),
    (61, mail("Hi\r\n-- \r\nAnn", Content_Type="text/plain; format=flowed"), {"text": "Hi\n-- \nAnn"}),
]  # fmt: skip


@pytest.mark.parametrize(("number", "raw", "expected"), [*HEADERS, *WORDS], ids=lambda value: str(value)[:40])
def test_it_is_read_as_it_was_meant(number: int, raw: bytes, expected: dict[str, Any]) -> None:
    found = told(read_mail(raw))
    assert {name: found[name] for name in expected} == expected


VACATIONS = [
    "Automatic reply: Export", "Out of Office: Export", "Automatische Antwort: Export", "Réponse automatique : Export",
    "Respuesta automática: Export", "Resposta automática: Export", "Risposta automatica: Export", "Automatisch antwoord: Export",
    "Automatiskt svar: Export", "Automatyczna odpowiedź: Export", "Автоматический ответ: Export", "Automatinis atsakymas: Export",
    "自动回复: Export", "自動返信: Export", "자동 회신: Export", "Automatická odpověď: Export", "Otomatik Yanıt: Export",
]  # fmt: skip


@pytest.mark.parametrize("subject", VACATIONS)
def test_a_vacation_notice_without_headers_is_told_by_its_subject(subject: str) -> None:
    encoded_subject = f"=?utf-8?B?{base64.b64encode(subject.encode()).decode()}?="
    assert read_mail(mail("I am away", Subject=encoded_subject)).automatic == "auto_reply"


def test_a_css_rule_is_taken_for_no_forward() -> None:
    """25: `@DengXian` in a style of Outlook."""
    html = "<style>@font-face {font-family:DengXian;} @DengXian {}</style><p>Please look at this.</p>"
    assert read_mail(mail(html, Content_Type="text/html")).text == "Please look at this."


def test_pictures_are_told_from_files() -> None:
    """48: with a content id and no disposition, named twice, and missing ones."""
    html = mail('<img src="cid:a"><img src="cid:a"><img src="cid:gone">', Content_Type="text/html")
    picture = mail("x", Content_Type="image/png; name=a.png", Content_ID="<a>")
    [found] = read_mail(multipart("related", html, picture)).attachments
    assert (found.is_inline, found.content_id, found.filename) == (True, "a", "a.png")


def tnef(name: int, value: bytes) -> bytes:
    return struct.pack("<BII", 2, name, len(value)) + value + b"\0\0"


def test_the_files_in_a_winmail_dat_are_taken_out() -> None:
    """49."""
    long_name = b"\x1f\0\x07\x37" + struct.pack("<II", 1, 16) + "大小.pdf\0".encode("utf-16-le")
    content = (
        struct.pack("<IH", 0x223E9F78, 1) + tnef(0x69002, b"x") + tnef(0x18010, b"A~1.PDF\0") + tnef(0x6800F, b"%PDF")
    )
    raw = mail(content + tnef(0x69005, long_name) + b"cut off", Content_Type="application/ms-tnef; name=winmail.dat")
    read = read_mail(raw)
    assert [(found.filename, found.media_type) for found in read.attachments][1:] == [("大小.pdf", "application/pdf")]
    assert read.attachments[1].data == b"%PDF"
    assert "tnef" in read.problems


def test_mail_in_mail_in_mail_is_read() -> None:
    """52."""
    raw = mail("innermost", Subject="4")
    for number in "3210":
        raw = mail(raw, Content_Type="message/rfc822", Subject=number)
    read = read_mail(raw)
    for _depth in range(4):
        [read] = read.nested
    assert (read.subject, read.text) == ("4", "innermost")


def test_files_of_one_name_get_names_of_their_own() -> None:
    """53 and 54."""
    picture = mail("x", Content_Type="image/png; name=a.png", Content_Disposition="attachment")
    names = [found.filename for found in read_mail(multipart("mixed", *[picture] * 70)).attachments]
    assert len(set(names)) == 70
    assert names[:2] == ["a.png", "a (2).png"]


def test_of_mail_that_is_too_large_the_headers_are_read() -> None:
    """55."""
    read = read_mail(mail(b"x" * 50_000_001, Subject="Large", From="ann@x.org"))
    assert (read.subject, read.sender.address, read.text) == ("Large", "ann@x.org", "")
    assert read.problems == ("too_large",)


def test_files_that_could_run_are_kept_as_files() -> None:
    """55: SVG and HTML with a script inside are bytes here; nobody opens them."""
    raw = mail("<svg onload=x>", Content_Type="image/svg+xml; name=a.svg")
    page = mail("<script>x</script>", Content_Type="text/html; name=a.html", Content_Disposition="attachment")
    read = read_mail(multipart("mixed", mail("Hello"), raw, page))
    assert [found.filename for found in read.attachments] == ["a.svg", "a.html"]
    assert read.html == ""


def test_what_looks_like_a_tag_but_is_an_address_is_read() -> None:
    """62."""
    assert text_of_html("write to <test@example.org> now") == "write to <test@example.org> now"


def nested(depth: int) -> bytes:
    head = b"".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n".encode() for n in range(depth))
    return head + b"\r\nHello"


LARGE = {
    "7: 20,000 references": (
        mail("Hello", References=" ".join(f"<{n}@x>" for n in range(20_000))),
        "too_many_references",
    ),
    "31: 20,000 recipients": (
        mail("Hello", To=", ".join(f"P {n} <p{n}@x.org>" for n in range(20_000))),
        "too_many_addresses",
    ),
    "52: 2,000 mails in each other": (b"Content-Type: message/rfc822\r\n\r\n" * 2000 + b"\r\nHello", "too_deep"),
    "52: 3,000 multiparts in each other": (nested(3000), "too_deep"),
    "54: 20,000 parts": (multipart("mixed", *[mail("Hello")] * 20_000), "too_many_parts"),
    "56: 5 MB of whitespace": (mail(" \n" * 2_500_000 + "Hello" + " \n" * 2_500_000 + "x", Subject="a"), "text_cut"),
    "57: 10,000 links": (mail('<a href="https://x.org/1">Hello</a> ' * 10_000, Content_Type="text/html"), None),
    "60: 10 MB in one line": (mail("Hello " * 1_600_000), "text_cut"),
    "58: 100,000 dashes": (mail("Hello\r\n" + "-" * 100_000), None),
    "a header of 3 MB": (b"X: " + b"a" * 3_000_000 + b"\r\n\r\nHello", "headers_cut"),
    "100,000 headers": (b"X: a\r\n" * 100_000 + b"\r\nHello", "headers_cut"),
    "encoded words that never end": (mail("Hello", Subject="=?a?q?" * 20_000), None),
    "quotes that never end": (mail("Hello", Content_Type='text/plain; a="' + 'b\\"; c="' * 10_000), None),
    "lines like a boundary": (
        mail("\r\n--b x" * 100_000, Content_Type="multipart/mixed; boundary=b"),
        "boundary_missing",
    ),
}


@pytest.mark.parametrize("name", LARGE)
def test_large_and_hostile_mail_is_read_in_bounded_time(name: str) -> None:
    raw, problem = LARGE[name]
    began = time.process_time()
    read = read_mail(raw)
    fold(read.text, html=read.html)
    assert time.process_time() - began < 3
    assert "Hello" in read.text or problem in {"too_deep", "boundary_missing"}
    assert problem is None or problem in read.problems
    assert len(read.references) <= 100
    assert len(read.to) <= 200


MAIL_LIKE = st.lists(
    st.sampled_from(
        [
            *(
                b"From: ",
                b"To: ",
                b"Subject: ",
                b"Date: ",
                b"References: ",
                b"Content-Type: ",
                b"multipart/mixed; boundary=b",
            ),
            *(
                b"multipart/report; boundary=b",
                b"message/rfc822",
                b"message/delivery-status",
                b"text/html; charset=",
                b"utf-7",
            ),
            *(
                b"Content-Transfer-Encoding: ",
                b"base64",
                b"x-uuencode",
                b"quoted-printable",
                b"\r\n",
                b"\r\n\r\n",
                b"\n--b\n",
            ),
            *(
                b"--b--",
                b"=?utf-8?B?",
                b"?=",
                b"<",
                b">",
                b"a@b",
                b'"',
                b"(",
                b";",
                b"name*0*=",
                b"begin 644 a\n",
                b"\nend",
                b"=\xff",
            ),
            *(
                b"idna",
                b"iso-2022-jp\x1b$B",
                b"\0",
                b"Fri, 20 Nov 2026 99:99",
                b"Final-Recipient: rfc822;",
                b"format=flowed",
            ),
        ]
    )
    | st.binary(max_size=20),
    max_size=40,
).map(b"".join)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MAIL_LIKE)
def test_whatever_comes_is_read_and_crosses_between_processes(raw: bytes) -> None:
    read = read_mail(raw)
    assert "unreadable" not in read.problems
    assert wire.unpacked(wire.packed(read)) == read
