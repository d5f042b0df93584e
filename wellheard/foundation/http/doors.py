"""Doors before Django: paths that a coroutine of one part answers by itself, because they are asked too often for a page.

A part names its doors at start-up (`register` in `ready()`); the listener asks `door_for` before it hands a request to Django
and lets the request `enter`. What all doors share is here: whoever asks from a page of another site is let in (CORS), bodies are
bounded, and every refusal has one shape that the clients we speak with can read.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import close_old_connections

from wellheard.foundation.http.bodies import BodyError, GoneError
from wellheard.foundation.http.protocol import Headers, Message, Receive, Scope, Send, header, send_whole

logger = logging.getLogger(__name__)

Door = Callable[[Scope, Receive, Send], Awaitable[None]]
Asked = ParamSpec("Asked")
Found = TypeVar("Found")

# Each holds one database connection, in every process.
THREADS = 3
# A browser asks again after so long whether a page of that site may speak with us.
PREFLIGHT_SECONDS = 600
SAFE_HEADERS: Headers = [
    (b"content-type", b"application/json"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
]
_CODES = {408: "too_slow", 413: "too_large", 503: "busy"}
_METHODS = b"GET, HEAD, POST, PUT, DELETE, OPTIONS"

_exact: dict[str, Door] = {}
_below: dict[str, Door] = {}
_threads = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="door")


class DoorError(Exception):
    """A request is refused. `code` is for programs, the sentence for whoever reads their log."""

    def __init__(self, status: int, code: str, sentence: str, *, headers: Iterable[tuple[bytes, bytes]] = ()) -> None:
        super().__init__(sentence)
        self.status, self.code, self.headers = status, code, list(headers)


def register(path: str, door: Door) -> None:
    """Let a coroutine answer a path; one that ends in a slash stands for itself and everything below it."""
    (_below if path.endswith("/") else _exact)[path] = door


def door_for(path: str) -> Door | None:
    """Return who answers this path before Django does: exactly this one, else the longest path it is below of."""
    if door := _exact.get(path):
        return door
    end = path.rfind("/") + 1
    while end > 1:
        if door := _below.get(path[:end]):
            return door
        end = path.rfind("/", 0, end - 1) + 1
    return None


async def enter(door: Door, scope: Scope, receive: Receive, send: Send) -> None:
    """Let a door answer a request; refuse in its stead what it raised. Raises GoneError when the sender hung up."""
    gate = _Gate(scope, send)
    try:
        if scope["method"] == "OPTIONS":
            await _preflight(scope, gate.send)
        else:
            await door(scope, receive, gate.send)
    except DoorError as problem:
        await refuse(gate.send, problem.status, problem.code, str(problem), headers=problem.headers)
    except BodyError as problem:
        code = _CODES.get(problem.status, "unreadable")
        await refuse(gate.send, problem.status, code, str(problem))
    except GoneError:
        raise
    except Exception:
        logger.exception("a door failed", extra={"method": scope["method"], "path": scope["path"]})
        if not gate.is_begun:
            sentence = "Something went wrong here; it was noted. Nothing is certain to be saved: send it again."
            await refuse(gate.send, 500, "failed", sentence, headers=[(b"retry-after", b"5")])


async def answer_json(send: Send, status: int, content: object, *, headers: Iterable[tuple[bytes, bytes]] = ()) -> None:
    """Answer with JSON."""
    await send_whole(send, status, [*SAFE_HEADERS, *headers], json.dumps(content, separators=(",", ":")).encode())


async def refuse(
    send: Send, status: int, code: str, sentence: str, *, headers: Iterable[tuple[bytes, bytes]] = ()
) -> None:
    """Refuse a request in the one shape that every client can read.

    Some fail on an answer without `code` and `message`, others look for `detail`.
    """
    content = {"code": code, "message": sentence, "detail": sentence}
    await answer_json(send, status, content, headers=headers)


async def in_thread(question: Callable[Asked, Found], *args: Asked.args, **named: Asked.kwargs) -> Found:
    """Ask the database from a door: in a thread of the doors, with a connection that is still good."""

    def asked() -> Found:
        close_old_connections()
        return question(*args, **named)

    return await asyncio.get_running_loop().run_in_executor(_threads, asked)


class _Gate:
    """Lets the page of another site read every answer that passes, and notes whether one has begun."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._send, self._origin, self.is_begun = send, header(scope, b"origin"), False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.is_begun = True
            message["headers"] = [*message["headers"], (b"vary", b"Origin"), *self._shared()]
        await self._send(message)

    def _shared(self) -> Headers:
        if not self._origin:
            return []
        return [
            (b"access-control-allow-origin", self._origin.encode("latin1")),
            (b"access-control-expose-headers", b"Retry-After, X-RateLimit-Reset"),
            (b"cross-origin-resource-policy", b"cross-origin"),
        ]


async def _preflight(scope: Scope, send: Send) -> None:
    """Tell a browser that the page may send what it wants to send: its key decides later, not the page's address."""
    wanted = header(scope, b"access-control-request-headers").encode("latin1")
    headers: Headers = [
        (b"access-control-allow-methods", _METHODS),
        (b"access-control-max-age", str(PREFLIGHT_SECONDS).encode()),
        (b"vary", b"Access-Control-Request-Headers"),
    ]
    if wanted:
        headers.append((b"access-control-allow-headers", wanted))
    await send_whole(send, 204, headers, b"")
