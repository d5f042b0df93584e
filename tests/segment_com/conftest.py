"""Requests of clients, sent through the listener."""

import asyncio
import base64
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest

from wellheard.foundation import clock
from wellheard.listen.sources import front_door, meter, queries
from wellheard.listen.sources.front_door import Letter
from wellheard.listen.sources.models import Source
from wellheard.listen.sources.queries import KnownSource
from wellheard.listen.usage import arriving
from wellheard.listen.usage.arriving import Arrived
from wellheard.web import asgi
from wellheard.workspace.keys import hash_of

Answered = tuple[int, dict[str, Any], dict[str, str]]


@pytest.fixture(autouse=True)
def _nothing_known() -> None:
    meter.forget()
    queries.forget()


def send(path: str, body: bytes | dict[str, Any], *, key: str = "", method: str = "POST", **headers: str) -> Answered:
    """Send a request through the listener; return status, the JSON and the headers of the answer."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    if key:
        headers["authorization"] = f"Basic {base64.b64encode(f'{key}:'.encode()).decode()}"
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    named.append((b"content-length", str(len(raw)).encode()))
    scope = {"type": "http", "path": path, "method": method, "headers": named, "query_string": b"", "scheme": "http"}
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": raw, "more_body": False}

    async def give(message: Any) -> None:
        sent.append(message)

    async def whole() -> None:
        await asgi.application(scope, receive, give)
        await asyncio.gather(*meter._tasks)
        await arriving.close()

    # In a thread: after a browser's tests this one has an event loop already.
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(lambda: asyncio.run(whole())).result()
    answer = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], json.loads(sent[1]["body"] or b"null"), answer


class Kept:
    """What the front door was about to keep."""

    def __init__(self) -> None:
        self.rows: list[Arrived] = []
        self.letters: list[Letter] = []
        self.protocols: list[str] = []

    async def keep(
        self, _source: KnownSource, *, protocol: str, rows: list[Arrived], letters: list[Letter], received_at: datetime
    ) -> None:
        assert received_at <= clock.now()
        self.protocols.append(protocol)
        self.rows += rows
        self.letters += letters

    @property
    def only(self) -> Arrived:
        (row,) = self.rows
        return row


@pytest.fixture
def inbox(monkeypatch: pytest.MonkeyPatch) -> Kept:
    """Look at what would be kept, without a database: how it is kept has tests of its own."""
    kept = Kept()
    monkeypatch.setattr(front_door, "keep", kept.keep)
    monkeypatch.setattr(meter, "SETTLE_SECONDS", float("inf"))
    return kept


@pytest.fixture
def knowing() -> Callable[..., str]:
    """Let the front door know of a source; returns its key."""

    def know(kind: str = "server", **fields: Any) -> str:
        key = f"{'wb_' if kind == 'browser' else 'ws_'}key"
        queries.remember([Source(pk=7, kind=kind, key_sha256=hash_of(key), name="Trial", **fields)], seconds=3600)
        return key

    return know
