"""Keys by which products send events, and what of it could not be understood."""

from datetime import datetime
from typing import Any

import pytest

from tests.makers import make_source, make_staff
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.listen.sources import commands, queries, replaying
from wellheard.listen.sources.commands import ReplayError, SourceError
from wellheard.listen.sources.models import DeadLetter, Source
from wellheard.listen.sources.queries import KnownSource
from wellheard.listen.sources.replaying import UnreadableError
from wellheard.workspace.commands import StaleError

pytestmark = pytest.mark.django_db


def test_a_servers_key_is_not_kept_and_a_browsers_is() -> None:
    server, secret = commands.make_source(name="Backend", kind="server", by=make_staff())
    browser, public = commands.make_source(name="App", kind="browser", by=None, origins=["app.example.com"])

    assert (secret[:3], server.key) == ("ws_", "")
    assert (browser.key, browser.key[:3], browser.origins) == (public, "wb_", ["https://app.example.com"])
    queries.forget()
    assert queries.source_now(secret) == queries.known(server)
    assert queries.source_now(public).is_trusted is False  # type: ignore[union-attr]
    assert queries.first_browser_source() == browser


def test_a_revoked_key_opens_nothing_and_a_paused_one_is_known() -> None:
    paused, paused_key = make_source()
    gone, gone_key = make_source()
    commands.pause_source(source_id=paused.pk)
    commands.pause_source(source_id=paused.pk)
    commands.revoke_source(source_id=gone.pk)
    queries.forget()

    assert queries.source_now(paused_key).is_paused  # type: ignore[union-attr]
    assert queries.source_now(gone_key) is None
    assert Fact.objects.filter(name="source.paused").count() == 1
    with pytest.raises(SourceError):
        commands.resume_source(source_id=gone.pk)
    commands.resume_source(source_id=paused.pk)
    assert Source.objects.at_work().get() == paused


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://App.Example.com/", "https://app.example.com"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("https://app.example.com:443", "https://app.example.com"),
        ("bücher.example", "https://xn--bcher-kva.example"),
    ],
)
def test_a_site_is_kept_as_browsers_name_it(typed: str, kept: str) -> None:
    source, _key = commands.make_source(name="App", kind="browser", by=None, origins=[typed, typed])

    assert source.origins == [kept]


@pytest.mark.parametrize("typed", ["*", "https://", "ftp://a.example", "https://a.example/path", "a b", "https://[1"])
def test_what_is_no_site_is_refused(typed: str) -> None:
    with pytest.raises(SourceError):
        commands.make_source(name="App", kind="browser", by=None, origins=[typed])


def test_the_second_to_edit_is_told() -> None:
    source, _key = make_source()
    fields: dict[str, Any] = {
        "source_id": source.pk,
        "version": 1,
        "product": None,
        "origins": [],
        "per_minute": 60_000,
    }
    commands.change_source(name="One", **fields)
    commands.change_source(name="One", **fields)

    with pytest.raises(StaleError):
        commands.change_source(name="Two", **fields)
    assert Fact.objects.filter(name="source.changed").count() == 1


def keep(source: Source, body: bytes, *, protocol: str = "trial") -> None:
    commands.keep_dead_letter(
        source_id=source.pk, protocol=protocol, body=body, reason="It has no name.", received_at=clock.now()
    )


def test_what_cannot_be_understood_is_kept_once_and_bounded() -> None:
    source, _key = make_source()
    keep(source, b'{"type": "dance"}')
    keep(source, b'{"type": "dance"}')
    keep(source, b"x" * 70_000)

    whole, cut = DeadLetter.objects.order_by("pk")
    assert (bytes(whole.body), whole.is_cut) == (b'{"type": "dance"}', False)
    assert (len(cut.body), cut.is_cut) == (DeadLetter.MOST_BYTES, True)


def test_a_dead_letter_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[bytes] = []

    def reader(_source: KnownSource, body: bytes, _at: datetime) -> None:
        if body == b"bad":
            raise UnreadableError("It still has no name.")
        read.append(body)

    monkeypatch.setitem(replaying._readers, "trial", reader)
    source, _key = make_source()
    keep(source, b"good")
    keep(source, b"bad")
    good, bad = DeadLetter.objects.order_by("pk")
    commands.replay_dead_letter(letter_id=good.pk)
    commands.replay_dead_letter(letter_id=good.pk)
    with pytest.raises(ReplayError, match="still"):
        commands.replay_dead_letter(letter_id=bad.pk)

    assert read == [b"good"]
    assert list(DeadLetter.objects.waiting()) == [bad]
    commands.discard_dead_letter(letter_id=bad.pk)
    assert bytes(DeadLetter.objects.get(pk=bad.pk).body) == b""
