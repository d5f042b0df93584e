"""What mail servers do to those who fetch from them, each with its outcome: nothing lost, nothing twice, no standstill."""

from collections.abc import Iterator
from datetime import date
from threading import Event, Timer
from typing import Any

import pytest

from tests.mail_in.standin import Standin, running_standin
from tests.makers import make_mailbox
from wellheard.connect.mail_in import fetching, imap
from wellheard.connect.mail_in.fetching import MOST_BREAKS, fetch_missed, fetch_new
from wellheard.connect.mail_in.imap import ImapError, opened
from wellheard.foundation.sealing import seal
from wellheard.listen.mailboxes import commands, queries
from wellheard.listen.mailboxes.access import FETCHING
from wellheard.listen.mailboxes.models import IncomingMail, Mailbox

pytestmark = pytest.mark.django_db


def mail(number: int) -> bytes:
    return b"Message-ID: <%d@acme.example>\r\nSubject: %d\r\n\r\nWords of %d, and more.\r\n" % (number, number, number)


@pytest.fixture
def server() -> Iterator[Standin]:
    with running_standin() as standin:
        standin.mails = {number: mail(number) for number in (1, 2, 3)}
        yield standin


@pytest.fixture
def mailbox(server: Standin) -> Mailbox:
    return make_mailbox(
        intake="imap",
        imap_host="127.0.0.1",
        imap_port=server.port,
        imap_tls="none",
        imap_since=date(2026, 1, 1),
        secret_sealed=seal("secret", purpose=FETCHING),
    )


def fetch(mailbox: Mailbox) -> int:
    mailbox.refresh_from_db()
    with opened(mailbox) as inbox:
        fetch_missed(inbox, mailbox)
        return fetch_new(inbox, mailbox, Event())


def fetch_until_quiet(mailbox: Mailbox) -> int:
    """Fetch as the fetcher does: again after each connection that broke; return how many did."""
    broken = 0
    for _ in range(10):
        try:
            if not fetch(mailbox):
                return broken
        except ImapError:
            broken += 1
    raise AssertionError("it never came to an end")


def wait(mailbox: Mailbox) -> None:
    with opened(mailbox) as inbox:
        inbox.look()
        inbox.wait(Event())


def kept() -> list[bytes]:
    whole = IncomingMail.objects.filter(state="kept").order_by("pk")
    return [queries.raw_of(one) for one in whole]


@pytest.mark.parametrize(
    "misbehaviour",
    [
        pytest.param({"twice": True}, id="each mail is given twice"),
        pytest.param({"chatters": True}, id="news nobody asked for stand between the answers"),
        pytest.param({"finds_everything": True}, id="a search finds what was not asked for"),
        pytest.param({"tells_next": False}, id="it does not say which number is next"),
        pytest.param({"capabilities": "IMAP4"}, id="it knows neither IDLE nor UIDPLUS"),
        pytest.param({"renumbers_at": 2}, id="the folder is numbered anew while it is read"),
    ],
)
def test_every_mail_is_kept_once_although(server: Standin, mailbox: Mailbox, misbehaviour: dict[str, Any]) -> None:
    for name, value in misbehaviour.items():
        setattr(server, name, value)
    fetch_until_quiet(mailbox)
    server.arrive(4, mail(4))
    fetch_until_quiet(mailbox)
    assert kept() == [mail(1), mail(2), mail(3), mail(4)]


def test_a_mail_at_which_the_connection_always_breaks_is_set_aside_and_the_next_come_in(
    server: Standin, mailbox: Mailbox
) -> None:
    server.breaks_at = 2
    assert fetch_until_quiet(mailbox) == MOST_BREAKS
    assert kept() == [mail(1), mail(3)]
    second = IncomingMail.objects.get(state="quarantined")
    assert "breaks off" in second.problem
    # It is not asked for again by itself: that would break each connection anew.
    server.arrive(4, mail(4))
    assert fetch_until_quiet(mailbox) == 0
    server.breaks_at = 0
    commands.retry_mail(mail_id=second.pk)
    fetch(mailbox)
    assert sorted(kept()) == [mail(1), mail(2), mail(3), mail(4)]


def test_a_mail_longer_than_announced_stops_no_other(server: Standin, mailbox: Mailbox) -> None:
    server.shortened = {2: 20}
    fetch_until_quiet(mailbox)
    assert {mail(1), mail(3)} <= set(kept())
    assert IncomingMail.objects.count() == 3, "and it is here, whole or in quarantine"


def test_a_mail_that_is_announced_larger_than_memory_is_not_waited_for(
    server: Standin, mailbox: Mailbox, settings: Any
) -> None:
    settings.MAIL_MEGABYTES = 1
    server.announced = {2: 20_000_000_000}
    assert fetch_until_quiet(mailbox) == MOST_BREAKS
    assert kept() == [mail(1), mail(3)]


def test_how_much_is_still_to_be_fetched_is_known_meanwhile(
    server: Standin, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "AT_ONCE", 2)
    server.breaks_at = 3
    with pytest.raises(ImapError):
        fetch(mailbox)
    mailbox.refresh_from_db()
    assert mailbox.to_fetch == 1
    server.breaks_at = 0
    fetch_until_quiet(mailbox)
    mailbox.refresh_from_db()
    assert mailbox.to_fetch == 0


def test_numbers_of_a_vast_folder_are_asked_for_in_parts(
    server: Standin, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "NUMBERS_AT_ONCE", 2)
    server.mails |= {9: mail(9)}
    fetch(mailbox)
    assert kept() == [mail(1), mail(2), mail(3), mail(9)]
    asked = [words for words in server.commands if "SEARCH" in words]
    assert any("UID 1:2" in words for words in asked)


def test_a_folder_that_was_renamed_is_named_with_those_there_are(server: Standin, mailbox: Mailbox) -> None:
    server.folder = "Eingang"
    with pytest.raises(ImapError, match=r"no folder “INBOX”.*it has: Eingang"):
        fetch(mailbox)
    assert not IncomingMail.objects.exists()


def test_a_goodbye_while_we_wait_is_no_lost_mail(server: Standin, mailbox: Mailbox) -> None:
    server.capabilities, server.byes_in_idle = "IMAP4rev1 IDLE", True
    fetch(mailbox)
    server.arrive(4, mail(4))
    with pytest.raises(ImapError, match="broke off"):
        wait(mailbox)
    fetch(mailbox)
    assert kept()[-1] == mail(4)


def test_what_arrives_while_we_wait_ends_the_waiting(server: Standin, mailbox: Mailbox) -> None:
    server.capabilities = "IMAP4rev1 IDLE"
    with opened(mailbox) as inbox:
        inbox.look()
        Timer(0.1, server.arrive, [4, mail(4)]).start()
        inbox.wait(Event())
        assert fetch_new(inbox, mailbox, Event()) == 4


def test_no_search_names_a_charset_and_no_mail_is_marked_as_read(server: Standin, mailbox: Mailbox) -> None:
    fetch(mailbox)
    said = " ".join(server.commands).upper()
    assert "CHARSET" not in said
    assert "BODY[" not in said.replace("BODY.PEEK[", "")
    assert not {"SELECT", "STORE", "EXPUNGE"} & set(said.split())


def test_a_restored_folder_brings_nothing_twice_and_what_came_since(server: Standin, mailbox: Mailbox) -> None:
    fetch(mailbox)
    commands.note_fetched(mailbox_id=mailbox.pk)
    server.mails.pop(1)
    server.renumber()
    server.arrive(3, mail(4))
    fetch(mailbox)
    assert kept() == [mail(1), mail(2), mail(3), mail(4)]
