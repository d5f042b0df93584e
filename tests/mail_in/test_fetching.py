"""Faults while mail is fetched: one bad mail, a connection that breaks, a crash, a server that lets nobody in."""

from collections.abc import Iterator
from datetime import date
from threading import Event
from typing import Any

import pytest
from django.db import DataError, OperationalError, connection

from tests.mail_in.standin import Standin, running_standin
from tests.makers import make_mailbox
from wellheard.connect.mail_in.fetching import Fetcher, Watch, fetch_missed, fetch_new
from wellheard.connect.mail_in.imap import ImapError, opened
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.sealing import seal
from wellheard.listen.mailboxes import commands, queries
from wellheard.listen.mailboxes.access import FETCHING
from wellheard.listen.mailboxes.models import IncomingMail, Mailbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def server() -> Iterator[Standin]:
    with running_standin() as standin:
        standin.mails = {number: b"Subject: %d\r\n\r\nwords of %d\r\n" % (number, number) for number in (1, 2, 3)}
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


def fetch(mailbox: Mailbox) -> None:
    mailbox.refresh_from_db()
    with opened(mailbox) as inbox:
        fetch_new(inbox, mailbox, Event())


def kept() -> list[tuple[str, str]]:
    return [(mail.origin_key.rpartition(":")[2], mail.state) for mail in IncomingMail.objects.order_by("origin_key")]


def test_a_mail_the_server_does_not_give_is_seen_and_asked_for_again(server: Standin, mailbox: Mailbox) -> None:
    server.refused = {2}
    fetch(mailbox)
    assert kept() == [("1", "kept"), ("2", "quarantined"), ("3", "kept")]
    server.refused = set()
    with opened(mailbox) as inbox:
        fetch_missed(inbox, mailbox)
    second = IncomingMail.objects.get(origin_key__endswith=":2")
    assert (second.state, queries.raw_of(second)) == ("kept", server.mails[2])
    assert Fact.objects.filter(name="incoming_mail.kept").count() == 3


def test_a_connection_that_breaks_in_a_mail_goes_on_there(server: Standin, mailbox: Mailbox) -> None:
    server.breaks_at = 2
    with pytest.raises(ImapError):
        fetch(mailbox)
    assert kept() == [("1", "kept")]
    server.breaks_at = 0
    fetch(mailbox)
    assert [number for number, _state in kept()] == ["1", "2", "3"]


def test_a_crash_between_keeping_a_mail_and_noting_so_loses_and_doubles_nothing(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(**_key: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr("wellheard.listen.mailboxes.commands.fetching._move_mark", lambda *_: crash())
    with pytest.raises(OperationalError):
        fetch(mailbox)
    assert not IncomingMail.objects.exists()
    monkeypatch.undo()
    fetch(mailbox)
    Mailbox.objects.update(last_uid=0)
    fetch(mailbox)
    assert [number for number, _state in kept()] == ["1", "2", "3"]


def test_a_mail_the_database_does_not_take_stops_no_other(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    keep = commands.keep_fetched

    def picky(**key: Any) -> IncomingMail:
        if key["uid"] == 2:
            raise DataError("no")
        return keep(**key)

    monkeypatch.setattr(commands, "keep_fetched", picky)
    fetch(mailbox)
    assert [state for _number, state in kept()] == ["kept", "quarantined", "kept"]


def test_nothing_is_asked_of_the_server_that_changes_a_mail(server: Standin, mailbox: Mailbox) -> None:
    fetch(mailbox)
    words = " ".join(server.commands).upper()
    assert "EXAMINE" in words
    assert not {"SELECT", "STORE", "EXPUNGE", "COPY"} & set(words.split())
    assert "BODY[" not in words.replace("BODY.PEEK[", "")


@pytest.mark.django_db(transaction=True)
def test_a_server_that_lets_nobody_in_is_left_alone_for_longer_each_time(server: Standin, mailbox: Mailbox) -> None:
    server.lets_in = False
    waits = []
    for _ in range(4):
        fetcher = Fetcher(mailbox)
        fetcher.start()
        fetcher.join(20)
        mailbox.refresh_from_db()
        assert mailbox.next_try_at
        assert mailbox.failing_since
        waits.append(round((mailbox.next_try_at - mailbox.failing_since).total_seconds(), -2))
    assert waits == [300, 600, 1200, 2400]
    assert "Too many simultaneous connections" in mailbox.last_error
    assert Fact.objects.filter(name="mailbox.failing").count() == 1
    watch = Watch()
    watch.look()
    assert server.logins == 4
    watch.let_go()
    commands.note_fetched(mailbox_id=mailbox.pk)
    mailbox.refresh_from_db()
    assert (mailbox.last_error, mailbox.next_try_at) == ("", None)
    connection.close()
