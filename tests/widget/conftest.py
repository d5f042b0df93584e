"""A tab in the vendor's product, as its script speaks with us."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from django.core.cache import cache
from django.test import Client

from tests.makers import make_source
from wellheard.customers.commands.identity_keys import make_identity_secret
from wellheard.foundation import clock
from wellheard.listen.sources import queries


class Answer:
    """What came back."""

    def __init__(self, response: Any) -> None:
        self.response = response
        self.status: int = response.status_code
        self.said: dict[str, Any] = json.loads(response.content) if response.content else {}

    def __getitem__(self, name: str) -> Any:
        return self.said[name]

    @property
    def kind(self) -> str:
        return str(self.said["type"]).rpartition(":")[2]


class Tab:
    """One browser with the tab in it."""

    def __init__(self, key: str, *, device: str = "", token: str = "", origin: str = "") -> None:
        self.key, self.device, self.token, self.origin = key, device, token, origin
        self.language = "en"

    def get(self, path: str, **query: str) -> Answer:
        return Answer(Client().get(f"/widget/v1/{path}", query, headers=self._headers("")))

    def post(self, path: str, content: object = None, *, once: str = "") -> Answer:
        data = content if isinstance(content, bytes) else json.dumps({} if content is None else content)
        kind = "image/png" if isinstance(content, bytes) else "application/json"
        return Answer(
            Client().post(
                f"/widget/v1/{path}", data, content_type=kind, headers=self._headers(once or str(uuid.uuid4()))
            )
        )

    def delete(self, path: str) -> Answer:
        return Answer(Client().delete(f"/widget/v1/{path}", headers=self._headers("")))

    def say(self, words: str, *, once: str = "", **more: object) -> Answer:
        return self.post("said", {"words": words} | more, once=once)

    def ask(self, words: str, *, once: str = "", **more: object) -> Answer:
        return self.post("said", {"words": words, "kind": "ask"} | more, once=once)

    def _headers(self, once: str) -> dict[str, str]:
        said = {
            "X-Wellheard-Key": self.key,
            "X-Wellheard-Device": self.device,
            "X-Wellheard-Language": self.language,
            "Authorization": f"Bearer {self.token}" if self.token else "",
            "Origin": self.origin,
            "Idempotency-Key": once,
        }
        return {name: value for name, value in said.items() if value}


@pytest.fixture(autouse=True)
def _nothing_known_before(db: None) -> None:
    cache.clear()
    queries.forget()


@pytest.fixture
def key() -> str:
    """Return the key of a source that stands in a page."""
    return make_source(kind="browser")[1]


@pytest.fixture
def tab(key: str) -> Tab:
    """Return a browser of somebody nobody knows."""
    return Tab(key, device=str(uuid.uuid4()))


@pytest.fixture
def signed() -> Callable[..., str]:
    """Return how the vendor's server signs who somebody is."""
    _key, secret = make_identity_secret(name="App", audience="wellheard", by=None)

    def sign(person: str, **claims: object) -> str:
        now = int(clock.now().timestamp())
        said = {"sub": person, "aud": "wellheard", "exp": now + 600, "iat": now} | claims
        return jwt.encode(said, secret, algorithm="HS256")

    return sign
