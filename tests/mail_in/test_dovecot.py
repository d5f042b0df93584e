"""Mail is fetched from a real IMAP server (Dovecot): all of it, once, and without marking anything as read."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connections

from tests.mail_in.dovecot import PASSWORD, PROGRAM, USER, Dovecot, running_dovecot
from tests.mail_in.tokens import running_provider
from tests.makers import make_mailbox
from wellheard.connect.mail_in import fetching
from wellheard.connect.mail_in.fetching import Watch, fetch_new, keep_fetching
from wellheard.connect.mail_in.imap import ImapError, SignInError, opened
from wellheard.connect.mail_in.oauth import finish_consent
from wellheard.foundation import clock
from wellheard.foundation.sealing import seal
from wellheard.listen.mailboxes import queries
from wellheard.listen.mailboxes.access import FETCHING
from wellheard.listen.mailboxes.models import IncomingMail, Mailbox

pytestmark = [
    pytest.mark.all,
    pytest.mark.django_db,
    pytest.mark.skipif(not Path(PROGRAM).exists(), reason="needs dovecot-imapd, which bin/test --all installs"),
]
STOP = Event()


def mail(number: int) -> bytes:
    return b"Message-ID: <%d@acme.example>\r\nSubject: %d\r\n\r\nIt does not print.\r\n" % (number, number)


@pytest.fixture
def server(scratch: Path) -> Iterator[Dovecot]:
    with running_dovecot(scratch) as dovecot:
        yield dovecot


def mailbox_at(server: Dovecot, **fields: Any) -> Mailbox:
    return make_mailbox(
        **{
            "address": USER,
            "intake": "imap",
            "imap_host": "127.0.0.1",
            "imap_port": server.port,
            "imap_tls": "none",
            "secret_sealed": seal(PASSWORD, purpose=FETCHING),
            "imap_since": clock.today() - timedelta(days=1),
        }
        | fields
    )


def fetch(mailbox: Mailbox) -> int:
    mailbox.refresh_from_db()
    with opened(mailbox) as inbox:
        return fetch_new(inbox, mailbox, STOP)


def subjects() -> list[bytes]:
    return [queries.raw_of(kept).split(b"Subject: ")[1].split(b"\r")[0] for kept in IncomingMail.objects.order_by("pk")]


def test_each_mail_is_fetched_once_in_its_order_and_stays_unread(server: Dovecot) -> None:
    server.put(mail(1), mail(2))
    mailbox = mailbox_at(server)
    assert [fetch(mailbox), fetch(mailbox)] == [2, 0]
    server.put(mail(3))
    assert fetch(mailbox) == 1
    assert subjects() == [b"1", b"2", b"3"]
    assert server.unread() == 3


def test_a_new_mailbox_brings_only_new_mail_unless_asked_for_more(server: Dovecot) -> None:
    server.put(mail(1))
    mailbox = mailbox_at(server, imap_since=None)
    assert fetch(mailbox) == 0
    server.put(mail(2))
    assert fetch(mailbox) == 1
    assert subjects() == [b"2"]


def test_a_folder_that_is_numbered_anew_loses_nothing_and_doubles_nothing(server: Dovecot) -> None:
    with server.client() as client:
        client.create_folder("Support")
    server.put(mail(1), mail(2), folder="Support")
    mailbox = mailbox_at(server, imap_folder="Support")
    fetch(mailbox)
    with server.client() as client:
        client.rename_folder("Support", "Before")
        client.create_folder("Support")
    server.put(mail(2), mail(3), folder="Support")
    fetch(mailbox)
    states = IncomingMail.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["kept", "kept", "repeated", "kept"]
    assert subjects() == [b"1", b"2", b"2", b"3"]


def test_a_folder_that_is_gone_is_told_with_those_that_are_there(server: Dovecot) -> None:
    with server.client() as client:
        client.create_folder("Support")
        client.rename_folder("Support", "Поддержка")
    with pytest.raises(ImapError, match=r"no folder “Support”.*Поддержка"):
        fetch(mailbox_at(server, imap_folder="Support"))
    server.put(mail(1), folder="Поддержка")
    assert fetch(mailbox_at(server, address="other@vendor.example", imap_user=USER, imap_folder="Поддержка")) == 1


def test_a_wrong_password_is_told_in_the_servers_words(server: Dovecot) -> None:
    with pytest.raises(SignInError, match="AUTHENTICATIONFAILED"):
        fetch(mailbox_at(server, secret_sealed=seal("wrong", purpose=FETCHING)))


def test_a_mail_too_large_to_keep_is_seen_and_stops_nothing(server: Dovecot, settings: Any) -> None:
    settings.MAIL_MEGABYTES = 1
    server.put(mail(1) + b"x" * 70 + b"\r\n" * 600_000, mail(2))
    fetch(mailbox_at(server))
    large, small = IncomingMail.objects.order_by("pk")
    assert (large.state, small.state) == ("quarantined", "kept")
    assert "still on the mail server" in large.problem
    assert queries.raw_of(large).startswith(b"Message-ID: <1@acme")


def test_with_oauth_a_token_that_ended_is_renewed_and_a_withdrawn_consent_is_told(scratch: Path, settings: Any) -> None:
    settings.GOOGLE_CLIENT_ID, settings.GOOGLE_CLIENT_SECRET = "client", "client secret"
    settings.HTTP_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]
    with running_provider() as (provider, address):
        settings.GOOGLE_TOKEN_URL = address
        with running_dovecot(scratch, tokeninfo=f"{address}/tokeninfo?access_token=") as server:
            mailbox = mailbox_at(server, sign_in="google", secret_sealed="")
            finish_consent(mailbox, "google", code="code-1", back="https://vendor.example/back")
            server.put(mail(1))
            assert fetch(mailbox) == 1
            assert [asked["grant_type"] for asked in provider.asked] == ["authorization_code"]
            provider.holding.clear()
            assert fetch(mailbox) == 0, "the token ended before its time: a new one is taken"
            Mailbox.objects.update(access_until=clock.now())
            fetch(mailbox)
            assert len(provider.asked) == 3
            provider.refresh = "another"
            Mailbox.objects.update(access_until=clock.now())
            with pytest.raises(SignInError, match="expired or revoked"):
                fetch(mailbox)


def wait_until(is_so: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + 20
    while time.monotonic() < give_up_at and not is_so():
        time.sleep(0.05)
    assert is_so()


@pytest.mark.django_db(transaction=True)
def test_new_mail_is_told_by_the_server_and_fetched_at_once_by_one_process(
    server: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "LOOK_SECONDS", 0.1)
    mailbox_at(server)
    stop = Event()
    first = Thread(target=keep_fetching, args=[stop])
    first.start()
    try:
        wait_until(lambda: Mailbox.objects.get().last_fetched_at is not None)
        other = Watch()
        other.look()
        assert other._fetchers == {}, "another process has it in hand"
        time.sleep(0.5)
        server.put(mail(1))
        wait_until(IncomingMail.objects.exists)
    finally:
        stop.set()
        first.join(20)
    other.look()
    assert list(other._fetchers) == [Mailbox.objects.get().pk]
    other.let_go()
    connections.close_all()
