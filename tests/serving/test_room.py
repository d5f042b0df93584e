"""Open inboxes leave room for pages, and only so many pages are in hand at a time."""

import asyncio
from typing import Any

import pytest

from wellheard.cli import listener
from wellheard.web import asgi
from wellheard.web.conversations import live


def test_as_many_streams_as_there_may_be_leave_room_for_pages() -> None:
    assert listener.CONNECTIONS >= live.MOST + 8 * asgi.REQUESTS_IN_HAND


def test_a_process_that_may_open_few_files_takes_fewer_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = []
    monkeypatch.setattr("resource.getrlimit", lambda _what: (256, 1_024))
    monkeypatch.setattr("resource.setrlimit", lambda _what, limits: kept.append(limits))

    assert listener._room_for(4_000) == 1_024 - listener.OTHER_FILES
    assert kept == [(1_024, 1_024)]


def test_only_so_many_requests_are_in_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = 0

    async def page(*_request: Any) -> None:
        nonlocal begun
        begun += 1
        await asyncio.Event().wait()

    async def ask() -> None:
        monkeypatch.setattr(asgi, "_in_hand", asyncio.Semaphore(2))
        monkeypatch.setattr(asgi, "_page", page)
        scope = {"type": "http", "path": "/", "method": "GET", "headers": []}
        asked = [asyncio.create_task(asgi.application(scope, _nothing, _nowhere)) for _number in range(3)]
        await asyncio.wait(asked, timeout=0.1)
        assert begun == 2
        asked[0].cancel()
        await asyncio.wait(asked, timeout=0.1)
        assert begun == 3
        for one in asked:
            one.cancel()

    asyncio.run(ask())


async def _nothing() -> Any:
    await asyncio.Event().wait()


async def _nowhere(_message: Any) -> None:
    pass
