"""Programs that ask the API."""

import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

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
