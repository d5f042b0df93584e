"""What reaches Django: bounded bodies, no forged headers, and the client's address as our own proxy saw it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_network
from typing import Any

import pytest
from pytest_django import Settings

from wellheard.foundation.http import bodies
from wellheard.web.bodies import GoneError, TooLargeError, TooSlowError, read_body
from wellheard.web.handover import UnusableAddressError, prepared
from wellheard.web.protocol import Message

Headers = list[tuple[bytes, bytes]]


def scope(path: str = "/", *, query: bytes = b"", headers: Headers | None = None) -> dict[str, Any]:
    return {"path": path, "query_string": query, "headers": headers or [], "client": ("203.0.113.7", "1234")}


def sender(*pieces: bytes, pause: float = 0, hangs_up: bool = False) -> Callable[[], Any]:
    """Return a client that sends a body in pieces, each after a pause."""
    left = list(pieces)

    async def receive() -> Message:
        await asyncio.sleep(pause)
        if left:
            piece = left.pop(0)
            return {"type": "http.request", "body": piece, "more_body": bool(left) or hangs_up}
        return {"type": "http.disconnect"}

    return receive


def read(receive: Callable[[], Any], path: str = "/", kind: bytes = b"") -> bytes:
    asked = scope(path, headers=[(b"content-type", kind), (b"transfer-encoding", b"chunked")])
    # In a thread: after a browser's tests this one has an event loop already.
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(lambda: asyncio.run(read_body(asked, receive))).result()


def test_a_body_is_put_together() -> None:
    assert read(sender(b"one ", b"two")) == b"one two"


def test_a_body_of_just_the_limit_is_taken(settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    assert read(sender(b"12345", b"67890")) == b"1234567890"
    with pytest.raises(TooLargeError):
        read(sender(b"12345", b"67890", b"1"))


def test_large_bodies_on_their_way_share_one_room_and_small_ones_get_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "FREE_BYTES", 10)
    monkeypatch.setattr(bodies, "ROOM_BYTES", 100)
    asked = scope(headers=[(b"transfer-encoding", b"chunked")])

    async def beside_a_slow_one() -> list[Any]:
        may_end = asyncio.Event()
        pieces = [bytes(60), bytes(10)]

        async def slow() -> Message:
            if len(pieces) < 2:
                await may_end.wait()
            return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

        first = asyncio.create_task(bodies.read_whole(asked, slow, most=1_000))
        await asyncio.sleep(0.01)
        meanwhile = [bodies.read_whole(asked, sender(bytes(size)), most=1_000) for size in (70, 10)]
        found: list[Any] = await asyncio.gather(*meanwhile, return_exceptions=True)
        may_end.set()
        return [*found, await first, await bodies.read_whole(asked, sender(bytes(110)), most=1_000)]

    with ThreadPoolExecutor(max_workers=1) as thread:
        late_one, small, slow_one, after = thread.submit(lambda: asyncio.run(beside_a_slow_one())).result()
    assert (small, slow_one, after) == (bytes(10), bytes(70), bytes(110))
    assert isinstance(late_one, bodies.BusyError)
    assert bodies._Share._held_by_all == 0


def test_whoever_hangs_up_or_sends_too_much_leaves_the_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "FREE_BYTES", 0)
    with pytest.raises(GoneError):
        read(sender(bytes(1_000), hangs_up=True))
    with pytest.raises(TooLargeError):
        read(sender(*[bytes(1_000_000)] * 4))
    assert bodies._Share._held_by_all == 0


@pytest.mark.parametrize(
    ("path", "kind", "answer"),
    [
        ("/portal/posts/", b"multipart/form-data; boundary=x", "fits"),
        ("/portal/ideas/7/comments/", b"multipart/form-data; boundary=x", "fits"),
        ("/settings/portal/", b"multipart/form-data; boundary=x", "fits"),
        ("/portal/ideas/7/votes/", b"multipart/form-data; boundary=x", "too large"),
        ("/portal/posts/more/", b"multipart/form-data; boundary=x", "too large"),
        ("/portal/posts/", b"application/x-www-form-urlencoded", "too large"),
    ],
)
def test_only_forms_that_take_pictures_may_be_large(settings: Settings, path: str, kind: bytes, answer: str) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    if answer == "fits":
        assert len(read(sender(b"x" * 20), path, kind)) == 20
    else:
        with pytest.raises(TooLargeError):
            read(sender(b"x" * 20), path, kind)


def test_a_sender_who_never_ends_is_not_listened_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "LISTEN_BYTES", 10_000_000)
    received = 0

    async def flood() -> Message:
        nonlocal received
        received += 1_000_000
        return {"type": "http.request", "body": b"x" * 1_000_000, "more_body": True}

    with pytest.raises(TooLargeError):
        read(flood)
    assert received <= 11_000_000


def test_a_piece_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "PIECE_SECONDS", 0.05)
    with pytest.raises(TooSlowError):
        read(sender(b"x", pause=5))


def test_a_body_that_trickles_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "WHOLE_SECONDS", 0.1)
    with pytest.raises(TooSlowError):
        read(sender(*[b"x"] * 100, pause=0.02))


def test_half_a_body_is_no_body() -> None:
    with pytest.raises(GoneError):
        read(sender(b"half", hangs_up=True))


@pytest.mark.parametrize("headers", [[], [(b"content-length", b"0")]])
def test_where_no_body_follows_none_is_waited_for(headers: Headers) -> None:
    with ThreadPoolExecutor(max_workers=1) as thread:
        asked = read_body(scope(headers=headers), sender(b"x", pause=60))
        assert thread.submit(asyncio.run, asked).result() == b""


@pytest.mark.parametrize(("path", "query"), [("/a\x00b", b""), ("/a\r\nb", b""), ("*", b""), ("/", b"q=%00")])
def test_an_address_no_page_can_have_is_refused(path: str, query: bytes) -> None:
    with pytest.raises(UnusableAddressError):
        prepared(scope(path, query=query), 0)


def test_the_length_is_that_of_the_body_that_came() -> None:
    headers = prepared(scope(headers=[(b"content-length", b"99"), (b"transfer-encoding", b"chunked")]), 4)["headers"]
    assert headers == [(b"content-length", b"4")]


def test_a_name_that_would_pass_for_another_is_left_out() -> None:
    headers = prepared(scope(headers=[(b"x_forwarded_for", b"1.2.3.4"), (b"x-csrftoken", b"t")]), 0)["headers"]
    assert (b"x-csrftoken", b"t") in headers
    assert all(b"_" not in name for name, _ in headers)


def test_nobody_but_our_proxy_says_where_they_come_from(settings: Settings) -> None:
    forged: Headers = [
        (b"x-forwarded-for", b"10.0.0.1"),
        (b"x-forwarded-proto", b"https"),
        (b"forwarded", b"for=10.0.0.1"),
    ]
    settings.TRUSTED_PROXIES = [ip_network("192.0.2.0/24")]
    seen = prepared(scope(headers=forged), 0)
    assert seen["client"][0] == "203.0.113.7"
    assert seen["headers"] == [(b"content-length", b"0")]


def test_behind_our_proxy_the_address_it_saw_counts_and_not_what_the_client_said(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = [ip_network("203.0.113.7")]
    said: Headers = [(b"x-forwarded-for", b"10.0.0.1, 198.51.100.9"), (b"x-forwarded-proto", b"https")]
    seen = prepared(scope(headers=said), 0)
    assert seen["client"][0] == "198.51.100.9"
    assert (b"x-forwarded-proto", b"https") in seen["headers"]


def test_behind_two_proxies_of_ours_the_first_stranger_from_the_right_counts(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = [ip_network("203.0.113.7"), ip_network("10.0.0.0/8")]
    said: Headers = [(b"x-forwarded-for", b"1.1.1.1, 2001:db8::5"), (b"x-forwarded-for", b"10.1.2.3")]
    assert prepared(scope(headers=said), 0)["client"][0] == "2001:db8::5"


@pytest.mark.parametrize("said", [b"", b"unknown", b"10.0.0.1, <script>", b" , ,"])
def test_a_proxy_that_says_no_address_stands_for_its_visitors(settings: Settings, said: bytes) -> None:
    settings.TRUSTED_PROXIES = [ip_network("203.0.113.7")]
    assert prepared(scope(headers=[(b"x-forwarded-for", said)]), 0)["client"][0] == "203.0.113.7"


def test_a_query_that_is_not_ascii_is_written_as_ascii() -> None:
    assert prepared(scope(query="q=é+a%20b&x=1".encode()), 0)["query_string"] == b"q=%C3%A9+a%20b&x=1"
