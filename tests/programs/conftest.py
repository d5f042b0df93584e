"""Programs that ask the API."""

import itertools
import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.db import connections
from django.test import Client
from wellheard_client import Client as ApiClient

from tests.one_connection import kept_connection
from wellheard.web.wsgi import application
from wellheard.workspace.commands import make_token

_numbers = itertools.count(1)


class Program:
    """A program with a token of these scopes."""

    def __init__(self, *scopes: str) -> None:
        self.token, plain = make_token(name=f"Program {next(_numbers)}", by=None, scopes=scopes or ("admin",))
        self.headers = {"Authorization": f"Bearer {plain}"}
        self.browser = Client(raise_request_exception=False)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send a request and return the answer."""
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        content = "" if body is None else json.dumps(body)
        kind = "application/octet-stream" if body is None else "application/json"
        return self.browser.generic(
            method, path if path.startswith("/") else f"/api/v1/{path}", content, kind, headers={**self.headers, **said}
        )

    def get(self, path: str, **headers: str) -> Any:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self.ask("POST", path, body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self.ask("PATCH", path, body, **headers)

    def put(self, path: str, body: Any, **headers: str) -> Any:
        return self.ask("PUT", path, body, **headers)


@pytest.fixture
def program(db: None) -> Program:
    """Return a program that may do everything."""
    return Program()


@pytest.fixture
def with_scopes(db: None) -> Callable[..., Program]:
    """Return what makes programs of some scopes."""
    return Program


class Server(ThreadedWSGIServer):
    """Answers over HTTP on the connection of the test, whose transaction nobody else sees into."""

    daemon_threads = True

    def _close_connections(self) -> None:
        """Leave the test its connection."""


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def client_of(db: None) -> Iterator[Callable[[Program], ApiClient]]:
    """Return what makes the client in clients/python, over HTTP, with the token of a program."""
    connections["default"].inc_thread_sharing()
    server = Server(("127.0.0.1", 0), QuietHandler, connections_override={"default": connections["default"]})
    server.set_app(application)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}"
    made: list[ApiClient] = []

    def make(program: Program) -> ApiClient:
        made.append(ApiClient(url, program.headers["Authorization"].removeprefix("Bearer "), tries=1))
        return made[-1]

    with kept_connection():
        yield make
    for client in made:
        client.close()
    server.shutdown()
    server.server_close()
    connections["default"].dec_thread_sharing()


@pytest.fixture
def api(client_of: Callable[[Program], ApiClient], program: Program) -> ApiClient:
    """Return a client that may do everything."""
    return client_of(program)
