"""Between the listener's loop and Django's WSGI handler: one thread for each request, one crossing for each answer.

A crossing wakes another thread, which costs as much as a small query. An answer in one piece, as pages and the API give it,
crosses whole; one in many, such as an export, piece by piece, the next when the one before was taken: a slow reader fills no
memory.
"""

import asyncio
import contextvars
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

from wellheard.web.protocol import Message, Scope, Send

Environ = dict[str, Any]
Cross = Callable[[Message], None]

# Headers that WSGI names without HTTP_ (PEP 3333).
_UNPREFIXED = {b"content-type": "CONTENT_TYPE", b"content-length": "CONTENT_LENGTH"}


class Crossing:
    """A WSGI application that is asked from a loop and answers in threads."""

    def __init__(self, application: Callable[..., Iterable[bytes]], *, threads: int) -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="page")

    async def answer(self, scope: Scope, body: IO[bytes], send: Send) -> None:
        """Answer a request whose body was read already."""
        loop = asyncio.get_running_loop()

        async def sent(message: Message) -> None:
            await send(message)

        def cross(message: Message) -> None:
            asyncio.run_coroutine_threadsafe(sent(message), loop).result()

        # What is set for the request, the actor of its facts above all, ends with it.
        answered = contextvars.copy_context().run
        for message in await loop.run_in_executor(
            self._threads, answered, self._answer, environ_of(scope, body), cross
        ):
            await send(message)

    def _answer(self, environ: Environ, cross: Cross) -> list[Message]:
        """Let the application answer and all pieces but the last cross; return what is still to be sent."""
        waiting: list[Message] = []

        def start(status: str, headers: list[tuple[str, str]], _problem: object = None) -> None:
            waiting[:] = [_beginning(status, headers)]

        answered = self._application(environ, start)
        try:
            pieces = iter(answered)
            last = next(pieces, b"")
            for piece in pieces:
                waiting.append(_piece(last, more=True))
                while waiting:
                    cross(waiting.pop(0))
                last = piece
            return [*waiting, _piece(last, more=False)]
        finally:
            getattr(answered, "close", lambda: None)()


def environ_of(scope: Scope, body: IO[bytes]) -> Environ:
    """Return a request as WSGI has it (PEP 3333), where bytes that are no ASCII are read as Latin-1."""
    server, port = scope.get("server") or ("localhost", 80)
    client, client_port = scope.get("client") or ("", 0)
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin1"),
        "QUERY_STRING": scope["query_string"].decode("latin1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server,
        "SERVER_PORT": str(port),
        "REMOTE_ADDR": client,
        "REMOTE_PORT": str(client_port),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw_name, raw in scope["headers"]:
        name = _UNPREFIXED.get(raw_name) or "HTTP_" + raw_name.decode("latin1").upper().replace("-", "_")
        value = raw.decode("latin1")
        environ[name] = f"{environ[name]},{value}" if name in environ else value
    return environ


def _beginning(status: str, headers: list[tuple[str, str]]) -> Message:
    pairs = [(name.lower().encode("latin1"), value.strip().encode("latin1")) for name, value in headers]
    return {"type": "http.response.start", "status": int(status[:3]), "headers": pairs}


def _piece(body: bytes, *, more: bool) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": more}
