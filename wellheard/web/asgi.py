"""The one listener. Probes are answered here, doors by their part; every page and the API are handed to Django in threads."""

import asyncio
import logging
import multiprocessing
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

from wellheard.foundation.http import doors
from wellheard.web.bodies import BodyError, GoneError, read_body
from wellheard.web.conversations import live
from wellheard.web.crossing import Crossing
from wellheard.web.handover import prepared
from wellheard.web.protocol import Message, Receive, Scope, Send, answer_json, answer_sentence, refuse
from wellheard.web.readiness import NOTHING, Inspector
from wellheard.web.uploads import is_upload, read_upload
from wellheard.web.wsgi import application as django_application

logger = logging.getLogger("wellheard.listener")

# Each holds one database connection: processes x threads must stay well below PostgreSQL's max_connections.
THREADS = 8
# Pages and calls of the API that a process has in hand; further ones wait for their turn. Streams and probes do not.
REQUESTS_IN_HAND = 128
READY_SECONDS = 5
PROBES = {"/healthz", "/readyz"}

_django = Crossing(django_application, threads=THREADS)
_in_hand = asyncio.Semaphore(REQUESTS_IN_HAND)
_inspector = Inspector()
# Of its own, so that probes are answered while every page waits.
_inspectors = ThreadPoolExecutor(max_workers=1, thread_name_prefix="readiness")


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one connection's request, or the server's start and stop."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif scope["type"] == "http":
        await _http(scope, receive, send)
    else:
        await send({"type": "websocket.close", "code": 1008})


async def _live(receive: Receive, send: Send) -> None:
    await receive()
    _leave_with_the_server()
    # The first look costs most. Whoever asks this process next would read that nothing is ready, after another one said it is.
    await _readiness()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await send({"type": "lifespan.shutdown.complete"})


async def _http(scope: Scope, receive: Receive, send: Send) -> None:
    is_begun = False

    async def noting_send(message: Message) -> None:
        nonlocal is_begun
        is_begun = True
        await send(message)

    try:
        await _answered(scope, receive, noting_send)
    except BodyError as problem:
        await refuse(scope, send, problem.status, str(problem))
    except GoneError:
        logger.info("the sender hung up", extra={"method": scope["method"]})
    except Exception:
        logger.exception("a request failed outside Django", extra={"method": scope["method"]})
        if not is_begun:
            await refuse(scope, send, 500, "Something went wrong here; it was noted. Try again in a moment.")


async def _answered(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["path"] in PROBES:
        await _probe(scope, send)
    elif scope["path"] == live.PATH:
        await live.answer(scope, receive, send)
    elif door := doors.door_for(scope["path"]):
        await doors.enter(door, scope, receive, send)
    else:
        async with _in_hand:
            await _page(scope, receive, send)


async def _page(scope: Scope, receive: Receive, send: Send) -> None:
    if not is_upload(scope):
        body = await read_body(scope, receive)
        await _django.answer(prepared(scope, len(body)), BytesIO(body), send)
        return
    upload = await read_upload(scope, receive)
    try:
        await _django.answer(prepared(scope, upload.size), upload.from_its_start(), send)
    finally:
        upload.close()


async def _probe(scope: Scope, send: Send) -> None:
    if scope["method"] not in {"GET", "HEAD"}:
        await answer_sentence(send, 405, "Ask with GET.")
    elif scope["path"] == "/healthz":
        await answer_json(send, 200, {"alive": True})
    else:
        readiness = await _readiness()
        await answer_json(send, 200 if readiness.is_ready else 503, readiness.as_json())


async def _readiness() -> Any:
    looking = asyncio.get_running_loop().run_in_executor(_inspectors, _inspector.look)
    try:
        return await asyncio.wait_for(asyncio.shield(looking), READY_SECONDS)
    except TimeoutError:
        return NOTHING


def _leave_with_the_server() -> None:
    """Stop when granian's main process is gone, however it died: this one would listen for ever."""
    server = multiprocessing.parent_process()
    if server:
        threading.Thread(target=_watch, args=[server], name="server watch", daemon=True).start()


def _watch(server: Any) -> None:
    server.join()
    os.kill(os.getpid(), signal.SIGTERM)
