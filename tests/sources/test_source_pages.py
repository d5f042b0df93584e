"""Settings of sources and of events that could not be understood."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from tests.makers import make_source, make_staff
from wellheard.foundation import clock
from wellheard.listen.sources import commands, replaying
from wellheard.listen.sources.models import DeadLetter, Source
from wellheard.listen.sources.queries import KnownSource
from wellheard.listen.sources.replaying import UnreadableError
from wellheard.workspace.keys import hash_of

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


@pytest.fixture
def browser(signed_in: SignIn) -> Client:
    return signed_in(make_staff())


def test_a_servers_key_is_shown_once(browser: Client) -> None:
    said = {"name": "Backend", "kind": "server", "origins": "", "per_minute": "1000"}
    page = browser.post("/settings/sources/", said).content.decode()

    key = re.search(r'value="(ws_[^"]+)"', page)
    assert key
    source = Source.objects.get()
    assert (source.key_sha256, source.per_minute) == (hash_of(key[1]), 1000)
    assert key[1] not in browser.get(f"/settings/sources/{source.pk}/").content.decode()
    assert "Backend" in browser.get("/settings/sources/").content.decode()


def test_a_source_in_pages_is_made_for_its_sites(browser: Client) -> None:
    said = {"name": "App", "kind": "browser", "origins": "app.example.com\nhttps://www.example.com/", "per_minute": "0"}
    assert browser.post("/settings/sources/", said | {"origins": "no site"}).status_code == 422
    assert browser.post("/settings/sources/", said).status_code == 200

    source = Source.objects.get()
    assert source.origins == ["https://app.example.com", "https://www.example.com"]
    assert source.key in browser.get(f"/settings/sources/{source.pk}/").content.decode()


def test_a_source_is_changed_paused_resumed_and_revoked(browser: Client) -> None:
    source, _key = make_source()
    url = f"/settings/sources/{source.pk}/"
    said = {"name": "Billing", "per_minute": "50", "version": "1"}

    assert browser.post(url, said).status_code == 302
    assert browser.post(url, said | {"name": "Other"}).status_code == 422
    assert browser.post(f"{url}pause/").status_code == 302
    assert "Billing is paused" in browser.get(url).content.decode()
    browser.post(f"{url}resumption/")
    source.refresh_from_db()
    assert (source.name, source.per_minute, source.paused_at) == ("Billing", 50, None)
    browser.post(f"{url}revocation/")
    assert browser.get(url).status_code == 404
    assert browser.get(f"{url}pause/").status_code == 405


def make_letters(source: Source, *bodies: bytes) -> list[str]:
    commands.keep_dead_letters(
        source_id=source.pk,
        protocol="trial",
        letters=[(body, "It has no name.") for body in bodies],
        received_at=clock.now(),
    )
    return [str(pk) for pk in DeadLetter.objects.order_by("pk").values_list("pk", flat=True)]


def test_events_are_tried_again_and_discarded_in_bulk(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def reader(_source: KnownSource, body: bytes, _at: datetime) -> None:
        if body == b"bad":
            raise UnreadableError("It still has no name.")

    monkeypatch.setitem(replaying._readers, "trial", reader)
    source, _key = make_source()
    good, bad, other = make_letters(source, b"good", b"bad", b"<b>other</b>")
    page = browser.get("/settings/dead-letters/").content.decode()
    assert "3 events could not be understood" in page
    assert "&lt;b&gt;other&lt;/b&gt;" in page

    answer = browser.post("/settings/dead-letters/chosen/", {"do": "replay", "letter": [good, bad]}, follow=True)
    assert "It still has no name." in answer.content.decode()
    browser.post("/settings/dead-letters/chosen/", {"do": "discard", "letter": [other, good, "x"]})
    assert [str(letter.pk) for letter in DeadLetter.objects.waiting()] == [bad]
    assert browser.post("/settings/dead-letters/chosen/", {"do": "replay"}).status_code == 302
    assert browser.get("/settings/dead-letters/", {"source": "999"}).status_code == 200


def test_the_oldest_of_one_source_are_tried_again_or_discarded_without_choosing(browser: Client) -> None:
    source, other = make_source()[0], make_source()[0]
    make_letters(source, *(str(number).encode() for number in range(30)))
    make_letters(other, b"theirs")
    page = browser.get("/settings/dead-letters/", {"source": source.pk}).content.decode()
    assert "Try the oldest 30 again" in page
    assert "Why, most often" in page

    answer = browser.post("/settings/dead-letters/chosen/", {"do": "discard-oldest", "source": source.pk})

    assert answer.headers["Location"] == f"/settings/dead-letters/?source={source.pk}"
    assert DeadLetter.objects.waiting().get().source == other
    assert "Try the oldest" not in browser.get("/settings/dead-letters/").content.decode()
    browser.post("/settings/dead-letters/chosen/", {"do": "replay-oldest", "source": "²"})
    assert DeadLetter.objects.waiting().count() == 1


def test_the_list_says_which_sources_have_sent_something(browser: Client) -> None:
    make_source(name="Waiting")
    assert "No source has sent anything yet" in browser.get("/settings/sources/").content.decode()

    make_source(name="At work", last_seen_at=clock.now())
    make_source(name="Paused", last_seen_at=clock.now(), paused_at=clock.now())

    assert "One source sends events" in browser.get("/settings/sources/").content.decode()


def test_the_lists_ask_as_often_for_twenty_as_for_one(
    browser: Client, queries_of: Callable[[Client, str], int]
) -> None:
    source, _key = make_source()
    make_letters(source, b"0")
    one = [queries_of(browser, url) for url in ("/settings/sources/", "/settings/dead-letters/")]
    for _number in range(19):
        make_source()
    make_letters(source, *(str(number).encode() for number in range(1, 20)))

    assert [queries_of(browser, url) for url in ("/settings/sources/", "/settings/dead-letters/")] == one
