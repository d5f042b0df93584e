"""What the stand-ins of systems of sales share: a server on loopback that knows its key and fails as a test tells it to."""

import http.server
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.foundation.http.outside import outside_system

Failure = tuple[int, dict[str, str], Any]
Sent = tuple[bytes, dict[str, str]]


@dataclass(frozen=True)
class Asked:
    """One request: how, for what, with which words behind the question mark and in its body, and its headers."""

    method: str
    path: str
    query: dict[str, list[str]]
    body: bytes
    headers: dict[str, str]

    @property
    def data(self) -> Any:
        return json.loads(self.body or b"null")

    @property
    def form(self) -> dict[str, list[str]]:
        return parse_qs(self.body.decode())


class StandIn:
    """A system at `url`. `now` is its clock; each change moves it on by a second."""

    key = "the-right-key"

    def __init__(self) -> None:
        self.url = ""
        self.now = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
        self.failures: list[Failure] = []
        self.asked: list[str] = []
        self.send: Callable[[bytes, dict[str, str]], None] | None = None
        self.sent: list[Sent] = []
        self.secret = ""
        self.hook = ""
        # A path that is not found, whoever asks.
        self.hidden = ""

    def fail(self, status: int, headers: dict[str, str] | None = None, body: Any = None, *, times: int = 1) -> None:
        """Answer the next requests so; status 0 hangs up."""
        self.failures += [(status, headers or {}, body or {"message": "It was told to fail"})] * times

    def tick(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def tell(self, body: bytes, headers: dict[str, str]) -> Sent:
        """Send a message where a test listens, and keep it so that it can be sent again, late, or in another order."""
        assert threading.current_thread() is threading.main_thread()
        self.sent.append((body, headers))
        if self.send:
            self.send(body, headers)
        return body, headers

    def found(self, asked: Asked) -> Failure:
        """Answer a request that came with our key."""
        raise NotImplementedError

    def knows(self, asked: Asked) -> bool:
        """Tell whether a request came with our key."""
        raise NotImplementedError

    def refuses(self) -> Failure:
        return 401, {}, {"message": "Authentication failed"}

    def answer(self, handler: http.server.BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        headers = {name.lower(): value for name, value in handler.headers.items()}
        body = handler.rfile.read(int(headers.get("content-length") or 0))
        asked = Asked(handler.command, parts.path, parse_qs(parts.query), body, headers)
        self.asked.append(f"{asked.method} {asked.path}")
        if self.failures:
            status, extra, said = self.failures.pop(0)
        elif self.hidden and asked.path == self.hidden:
            status, extra, said = 404, {}, {"message": "Not found"}
        elif not self.knows(asked):
            status, extra, said = self.refuses()
        else:
            status, extra, said = self.found(asked)
        if status == 0:
            handler.close_connection = True
            handler.connection.close()
            return
        raw = b"" if status == 204 else json.dumps(said).encode()
        handler.send_response(status)
        for name, value in (extra | {"Content-Type": "application/json", "Content-Length": str(len(raw))}).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(raw)


@contextmanager
def on_loopback(there: StandIn) -> Iterator[None]:
    """Serve a stand-in, and let it know its address."""
    with outside_system(there.answer) as url:
        there.url = url
        yield
