"""Mail read in a process of its own, and what happens when that one hangs, dies or eats memory."""

import threading
from collections.abc import Iterator

import pytest

from tests.foundation.mail.mails import mail, multipart
from wellheard.foundation.mail.reading import UnreadableMailError, apart, read_apart, read_mail


@pytest.fixture(autouse=True)
def no_reader_is_left() -> Iterator[None]:
    apart.end_all()
    yield
    apart.end_all()


def test_what_is_read_apart_is_what_is_read_here() -> None:
    report = mail(
        "Final-Recipient: rfc822; a@example.org\r\nAction: failed\r\nStatus: 5.1.1",
        Content_Type="message/delivery-status",
    )
    raw = multipart(
        "report",
        mail("Größe 大小"),
        report,
        b"Content-Type: message/rfc822\r\n\r\n" + mail("inner", Date="Fri, 20 Nov 2026 09:30:00 +0000"),
        mail("AAECAwQ=", Content_Type="application/x; name=a.bin", Content_Transfer_Encoding="base64"),
        From="Ona <ona@example.org>",
        Authentication_Results="mx.example.com; spf=pass; dkim=fail",
    )
    assert read_apart(raw) == read_mail(raw)
    assert read_mail(raw).attachments[-1].data == bytes(range(5))


def test_a_reader_is_used_again() -> None:
    assert [read_apart(mail(words)).text for words in ("one", "two")] == ["one", "two"]
    assert len(apart._idle) == 1


def test_what_takes_too_long_is_stopped_and_the_next_mail_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    # Starting a reader alone takes ten times as long.
    monkeypatch.setattr(apart, "SECONDS", 0.01)
    with pytest.raises(UnreadableMailError, match="kept as it came"):
        read_apart(mail("one"))
    monkeypatch.undo()
    assert read_apart(mail("two")).text == "two"


def test_a_killed_reader_fails_one_mail_only() -> None:
    read_apart(mail("one"))
    apart._idle[0]._process.kill()
    assert read_apart(mail("two")).text == "two"


def test_a_mail_above_the_memory_is_refused_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "MEMORY_BYTES", 150_000_000)
    with pytest.raises(UnreadableMailError, match="too much memory"):
        read_apart(mail(b"x" * 49_000_000))


def test_several_threads_read_at_once() -> None:
    found: list[str] = []
    threads = [threading.Thread(target=lambda n=n: found.append(read_apart(mail(str(n))).text)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == ["0", "1", "2"]
