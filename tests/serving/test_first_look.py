"""A process that serves pages has looked whether it is ready before anybody can ask it."""

import asyncio
import threading
from typing import Any

import pytest

from wellheard.web import asgi
from wellheard.web.protocol import Message
from wellheard.web.readiness import NOTHING, Inspector, Readiness


class Slow(Inspector):
    """Looks for as long as the database lets it wait."""

    def __init__(self) -> None:
        super().__init__()
        self.may_end, self.has_looked = threading.Event(), False

    def look(self) -> Readiness:
        self.may_end.wait(30)
        self.has_looked = True
        return NOTHING


def test_it_takes_requests_only_after_its_first_look(monkeypatch: pytest.MonkeyPatch) -> None:
    inspector = Slow()
    monkeypatch.setattr(asgi, "_inspector", inspector)
    said: list[tuple[str, bool]] = []

    async def live() -> None:
        asked: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        await asked.put({"type": "lifespan.startup"})

        async def send(message: Message) -> None:
            said.append((message["type"], inspector.has_looked))

        server = asyncio.create_task(asgi.application({"type": "lifespan"}, asked.get, send))
        await asyncio.sleep(0)
        inspector.may_end.set()
        await asked.put({"type": "lifespan.shutdown"})
        await server

    asyncio.run(live())
    assert said == [("lifespan.startup.complete", True), ("lifespan.shutdown.complete", True)]
