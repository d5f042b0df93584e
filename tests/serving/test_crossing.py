"""From the loop to Django and back: whole answers at once, long ones piece by piece, and nothing left open."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import pytest

from wellheard.web.crossing import Crossing, environ_of
from wellheard.web.protocol import Message, Send

Headers = list[tuple[bytes, bytes]]


class Pieces:
    """An answer in pieces that notes how many were asked for, and whether it was closed."""

    def __init__(self, *pieces: bytes, breaks: bool = False) -> None:
        self._pieces, self._breaks = pieces, breaks
        self.asked = 0
        self.is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self.asked += 1
            yield piece
        if self._breaks:
            raise RuntimeError("the rest cannot be read")

    def close(self) -> None:
        self.is_closed = True


def asked_for(path: str = "/", *, headers: Headers | None = None) -> dict[str, Any]:
    place = {"path": path, "query_string": b"a=1", "headers": headers or []}
    return {"method": "GET", "http_version": "1.1", "client": ("203.0.113.7", 0), "server": ("::1", 8000), **place}


def answering(pieces: Pieces) -> Callable[..., Pieces]:
    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Pieces:
        start_response("201 Created", [("Content-Type", "text/plain"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
        return pieces

    return application


def crossed(application: Callable[..., Any], send: Send) -> None:
    # In a thread: after a browser's tests this one has an event loop already.
    with ThreadPoolExecutor(max_workers=1) as thread:
        crossing = Crossing(application, threads=1)
        thread.submit(lambda: asyncio.run(crossing.answer(asked_for(), BytesIO(), send))).result()


@pytest.mark.parametrize("pieces", [(), (b"whole",), (b"one ", b"two"), (b"", b"x", b"y", b"z")])
def test_every_answer_arrives_once_with_its_headers_and_ends(pieces: tuple[bytes, ...]) -> None:
    got: list[Message] = []

    async def send(message: Message) -> None:
        got.append(message)

    answer = Pieces(*pieces)
    crossed(answering(answer), send)

    first, *bodies = got
    assert first["status"] == 201
    assert first["headers"] == [(b"content-type", b"text/plain"), (b"set-cookie", b"a=1"), (b"set-cookie", b"b=2")]
    assert b"".join(body["body"] for body in bodies) == b"".join(pieces)
    assert [body["more_body"] for body in bodies] == [True] * (len(bodies) - 1) + [False]
    assert answer.is_closed


def test_who_reads_slowly_is_waited_for() -> None:
    ahead: list[int] = []
    answer = Pieces(*[b"x"] * 5)

    async def send(message: Message) -> None:
        await asyncio.sleep(0.02)
        if "body" in message:
            ahead.append(answer.asked)

    crossed(answering(answer), send)

    # One piece is held back, to know whether it is the last.
    assert ahead == [2, 3, 4, 5, 5]


@pytest.mark.parametrize("who", ["reader", "answer"])
def test_an_answer_that_breaks_off_is_closed(who: str) -> None:
    async def send(message: Message) -> None:
        if who == "reader" and "body" in message:
            raise OSError("hung up")

    answer = Pieces(b"x", b"y", b"z", breaks=who == "answer")
    with pytest.raises((OSError, RuntimeError)):
        crossed(answering(answer), send)
    assert answer.is_closed


def test_each_request_has_a_thread_of_those_there_are() -> None:
    names: set[str] = set()

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Pieces:
        names.add(threading.current_thread().name)
        return answering(Pieces(b"x"))(environ, start_response)

    async def send(message: Message) -> None:
        pass

    crossed(application, send)
    assert names == {"page_0"}


def test_the_request_is_what_wsgi_makes_of_it() -> None:
    headers = [(b"content-type", b"text/plain"), (b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"x-said", b"\xfc")]
    environ = environ_of(asked_for("/ideas/ž/", headers=headers), BytesIO(b"said"))

    assert environ["PATH_INFO"].encode("latin1").decode() == "/ideas/ž/"
    assert (environ["QUERY_STRING"], environ["REQUEST_METHOD"]) == ("a=1", "GET")
    assert (environ["SERVER_NAME"], environ["SERVER_PORT"], environ["REMOTE_ADDR"]) == ("::1", "8000", "203.0.113.7")
    assert (environ["CONTENT_TYPE"], environ["HTTP_COOKIE"], environ["HTTP_X_SAID"]) == ("text/plain", "a=1,b=2", "ü")
    assert environ["wsgi.input"].read() == b"said"
