"""The live updates of the inbox: one stream of server-sent events for each open page, one look a second for all of them.

https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from types import SimpleNamespace
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections

from wellheard.web.conversations.news import Change, Follower
from wellheard.web.middleware.policy import POLICY
from wellheard.web.protocol import Receive, Scope, Send, answer_sentence

logger = logging.getLogger(__name__)

PATH = "/inbox/live/"
# So many streams in one process, and of one colleague's windows.
MOST, MOST_EACH = 2_000, 8
LOOK_SECONDS, BEAT_SECONDS = 1.0, 20.0
# Then the browser asks anew, so that whoever left or signed out hears no more.
LIVES_SECONDS = 600.0
# A browser that takes nothing for so many looks has gone or sleeps: it asks what it missed when it is back.
_UNTAKEN = 50
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", POLICY.encode()),
]
# No event: the stream ends after it.
_END = b""
Found = TypeVar("Found")


class Streams:
    """The open streams of one process, and the one thread that asks the database for all of them."""

    def __init__(self) -> None:
        self._queues: dict[asyncio.Queue[bytes], int] = {}
        self._watch: asyncio.Task[None] | None = None
        # Of its own, with one connection: streams take none from the pages.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live")

    def has_room(self, staff_id: int) -> bool:
        """Tell whether one more stream may open."""
        return len(self._queues) < MOST and Counter(self._queues.values())[staff_id] < MOST_EACH

    def open(self, staff_id: int) -> "asyncio.Queue[bytes]":
        """Begin to tell one page what happens."""
        queue: asyncio.Queue[bytes] = asyncio.Queue(maxsize=_UNTAKEN)
        self._queues[queue] = staff_id
        if self._watch is None or self._watch.done():
            self._watch = asyncio.get_running_loop().create_task(self._look_on())
        return queue

    def close(self, queue: "asyncio.Queue[bytes]") -> None:
        """Tell a page no more."""
        self._queues.pop(queue, None)

    async def ask(self, question: Callable[[], Found]) -> Found:
        """Ask the database something in the thread of the streams."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, _asked, question)

    async def _look_on(self) -> None:
        follower = Follower()
        while self._queues:
            try:
                changes = await self.ask(follower.look)
            except Exception:
                logger.exception("the ledger could not be read for live updates")
                changes = []
            if changes:
                self._tell(event_of(changes))
            await asyncio.sleep(LOOK_SECONDS)

    def _tell(self, event: bytes) -> None:
        for queue in list(self._queues):
            try:
                queue.put_nowait(event)
            except asyncio.QueueFull:
                self.close(queue)
                hang_up(queue)


streams = Streams()


def event_of(changes: list[Change]) -> bytes:
    """Return changes as one server-sent event, each conversation and colleague once."""
    once = {(change.conversation_id, change.by, change.brings): change for change in changes}
    return f"data: {json.dumps([change.as_json() for change in once.values()])}\n\n".encode()


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    """Open a stream for a colleague who is signed in; others are told to sign in."""
    if scope["method"] != "GET":
        return await answer_sentence(send, 405, "Ask with GET.")
    key = _session_key(scope)
    staff_id = await streams.ask(lambda: reader_of(key)) if key else 0
    if not staff_id:
        return await answer_sentence(send, 403, "Sign in to hear what is new.")
    if not streams.has_room(staff_id):
        return await answer_sentence(send, 503, "Too many windows listen already; this one asks now and then instead.")
    queue = streams.open(staff_id)
    try:
        await relay(queue, receive, send)
    finally:
        streams.close(queue)


def hang_up(queue: "asyncio.Queue[bytes]") -> None:
    """End a stream that takes nothing: left open, its page would take silence for no news and not ask what it missed."""
    while not queue.empty():
        queue.get_nowait()
    queue.put_nowait(_END)


async def relay(queue: "asyncio.Queue[bytes]", receive: Receive, send: Send) -> None:
    """Send what happens, and a sign of life now and then, until the page is gone or the stream has lived long enough."""
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    await send({"type": "http.response.body", "body": b"retry: 5000\n\n", "more_body": True})
    loop = asyncio.get_running_loop()
    ends = loop.time() + LIVES_SECONDS
    gone = loop.create_task(_gone(receive))
    try:
        while not gone.done() and loop.time() < ends:
            taking = loop.create_task(queue.get())
            await asyncio.wait({taking, gone}, timeout=BEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if taking.done():
                if (event := taking.result()) == _END:
                    break
            else:
                taking.cancel()
                event = b": still here\n\n"
            if not gone.done():
                await send({"type": "http.response.body", "body": event, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        gone.cancel()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def reader_of(session_key: str) -> int:
    """Return who is signed in with this session, if they may read; 0 for everybody else."""
    session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    reader: Any = get_user(SimpleNamespace(session=session))  # type: ignore[arg-type]
    return int(reader.pk) if getattr(reader, "is_active", False) else 0


def _session_key(scope: Scope) -> str:
    written = b"; ".join(value for name, value in scope["headers"] if name == b"cookie").decode("latin1")
    try:
        cookie = SimpleCookie(written).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return cookie.value[:100] if cookie else ""


def _asked(question: Callable[[], Found]) -> Found:
    """Ask with a connection that is still good."""
    close_old_connections()
    return question()
