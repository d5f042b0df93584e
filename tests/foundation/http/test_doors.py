"""Doors before Django: who answers which path, who may ask from another site, and how a refusal reads."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from wellheard.foundation.http import doors
from wellheard.foundation.http.bodies import TooLargeError
from wellheard.foundation.http.doors import DoorError
from wellheard.foundation.http.protocol import Message, Receive, Scope, Send
from wellheard.web import asgi

Headers = dict[bytes, bytes]


@pytest.fixture(autouse=True)
def _doors_of_a_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "_exact", {})
    monkeypatch.setattr(doors, "_below", {})


async def says_yes(scope: Scope, _receive: Receive, send: Send) -> None:
    await doors.answer_json(send, 200, {"path": scope["path"]})


def ask(path: str, *, method: str = "POST", **headers: bytes) -> tuple[int, Headers, bytes]:
    """Ask the listener, and return status, headers and body."""
    sent: list[Message] = []
    named = [(name.replace("_", "-").encode(), value) for name, value in headers.items()]
    scope: dict[str, Any] = {"type": "http", "path": path, "method": method, "headers": named, "query_string": b""}

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    # In a thread: after a browser's tests this one has an event loop already.
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(lambda: asyncio.run(asgi.application(scope, receive, send))).result()
    return sent[0]["status"], dict(sent[0]["headers"]), b"".join(part.get("body", b"") for part in sent[1:])


def test_the_longest_path_answers() -> None:
    async def other(*_request: Any) -> None:
        raise AssertionError

    doors.register("/v1/", says_yes)
    doors.register("/v1/people/", other)
    doors.register("/v1/people/me", says_yes)

    assert doors.door_for("/v1/track") is says_yes
    assert doors.door_for("/v1/people/7") is other
    assert doors.door_for("/v1/people/me") is says_yes
    assert doors.door_for("/v1") is None
    assert doors.door_for("/") is None
    assert json.loads(ask("/v1/deep/er")[2]) == {"path": "/v1/deep/er"}


def test_a_page_of_another_site_is_told_it_may_send_and_read() -> None:
    doors.register("/v1/", says_yes)
    origin = b"https://app.example.com"

    status, headers, _body = ask(
        "/v1/t",
        method="OPTIONS",
        origin=origin,
        access_control_request_headers=b"authorization,x-new",
        access_control_request_method=b"POST",
    )
    assert status == 204
    assert headers[b"access-control-allow-origin"] == origin
    assert headers[b"access-control-allow-headers"] == b"authorization,x-new"
    assert b"access-control-allow-credentials" not in headers

    headers = ask("/v1/t", origin=origin)[1]
    assert (headers[b"access-control-allow-origin"], headers[b"vary"]) == (origin, b"Origin")


@pytest.mark.parametrize(
    ("problem", "status", "code"),
    [
        (DoorError(429, "too_many", "Wait.", headers=[(b"retry-after", b"7")]), 429, "too_many"),
        (TooLargeError(500_000), 413, "too_large"),
        (RuntimeError("a secret of ours"), 500, "failed"),
    ],
)
def test_a_refusal_has_one_shape(problem: Exception, status: int, code: str) -> None:
    async def refuses(*_request: Any) -> None:
        raise problem

    doors.register("/v1/", refuses)
    got, headers, body = ask("/v1/t", origin=b"https://app.example.com")

    said = json.loads(body)
    assert (got, said["code"]) == (status, code)
    assert said["message"] == said["detail"] != ""
    assert b"secret" not in body
    assert headers[b"access-control-allow-origin"] == b"https://app.example.com"
    assert headers.get(b"retry-after") == {429: b"7", 500: b"5"}.get(status)
