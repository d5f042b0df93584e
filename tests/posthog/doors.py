"""Ask a door as the listener does, without a server."""

import asyncio
import gzip
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from wellheard.foundation.http import doors
from wellheard.listen.usage import arriving


@dataclass
class Answer:
    """What a door said."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def post(path: str, content: Any, *, packed: bool = False, **headers: str) -> Answer:
    """Send JSON, or bytes as they are."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return ask("POST", path, gzip.compress(body) if packed else body, **headers)


def ask(method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
    """Ask in a thread: after a browser's tests this one has an event loop already."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(lambda: asyncio.run(_ask(method, path, body, headers))).result()


async def _ask(method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
    place, _question, query = path.partition("?")
    door = doors.door_for(place)
    assert door, f"nobody answers {place}"
    said = {"content-length": str(len(body)), "content-type": "text/plain"} | headers
    scope = {
        "type": "http",
        "method": method,
        "path": place,
        "query_string": query.encode(),
        "headers": [(name.replace("_", "-").encode(), value.encode("latin1")) for name, value in said.items()],
    }
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await doors.enter(door, scope, receive, send)
    await arriving.close()
    got = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], got, b"".join(one.get("body", b"") for one in sent[1:]))
