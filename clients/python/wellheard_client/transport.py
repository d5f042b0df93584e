"""Requests: kept connections, tries again, and pages of lists, with nothing but the standard library."""

import http.client
import json
import random
import ssl
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

from wellheard_client.problems import MovedError, ProblemError, UnreachableError

VERSION = "0.1.0"
# 409 only while the same request is being answered; it names when to ask again, as the others do.
_AGAIN = {429, 502, 503, 504}
_MOVED = 307
_CONFLICT = 409
_FIRST_WAIT = 0.5


class LeftOut(Enum):
    """What is not said at all: a change then leaves it as it is. None says that there is nothing."""

    LEFT_OUT = "left out"


LEFT_OUT: Final = LeftOut.LEFT_OUT


@dataclass(frozen=True)
class Answer:
    """What the server answered."""

    status: int
    headers: Mapping[str, str]
    content: Any


class Transport:
    """Sends requests to one Wellheard, from any number of threads; each keeps a connection of its own."""

    def __init__(self, url: str, token: str, *, seconds: float = 30, tries: int = 5, longest_wait: float = 120) -> None:
        """Know where Wellheard is (https://feedback.example.com) and a token from Settings, API tokens.

        `seconds` is how long to wait for one answer, `tries` how often to ask at most where the server is busy or away,
        `longest_wait` how long to pause between two tries at most, whatever the server asks for.
        """
        place = urlsplit(url.rstrip("/"))
        if place.scheme not in {"http", "https"} or not place.hostname:
            raise ValueError(f"{url!r} is no address of a Wellheard; say it such as https://feedback.example.com")
        self._place, self._token = place, token
        self._seconds, self._tries, self._longest_wait = seconds, max(1, tries), longest_wait
        self._mine = threading.local()

    def close(self) -> None:
        """Close this thread's connection."""
        connection: http.client.HTTPConnection | None = getattr(self._mine, "connection", None)
        if connection is not None:
            connection.close()
            self._mine.connection = None

    def _change(self, method: str, path: str, body: Mapping[str, Any] | None, key: str | None) -> Any:
        """Do something once: its key goes with every try, so that a try whose answer was lost does nothing twice."""
        headers = {"Idempotency-Key": key or str(uuid.uuid4())}
        return self._ask(method, path, headers, None if body is None else _said(body))

    def _read(self, path: str, asked: Mapping[str, Any]) -> Any:
        return self._ask("GET", _address(path, asked), {}, None)

    def _pages(self, path: str, asked: Mapping[str, Any]) -> Iterator[Any]:
        """Return what is on every page. Only the question of `next` is taken: the token goes to no other server."""
        here: str | None = _address(path, asked)
        while here is not None:
            page = self._ask("GET", here, {}, None)
            yield from page["items"]
            query = urlsplit(page["next"] or "").query
            here = f"{path}?{query}" if query and page["items"] else None

    def _ask(self, method: str, path: str, headers: Mapping[str, str], body: Mapping[str, Any] | None) -> Any:
        for number in range(1, self._tries + 1):
            answer = self._tried(method, path, headers, body, is_last=number == self._tries)
            if answer is None or _comes_again(answer, is_last=number == self._tries):
                time.sleep(_wait(answer, number, self._longest_wait))
            elif answer.status == _MOVED and method == "GET":
                return self._ask("GET", _below_root(answer.headers["location"]), headers, None)
            else:
                return _content(answer)
        raise AssertionError("the last try returns or raises")

    def _tried(
        self, method: str, path: str, headers: Mapping[str, str], body: Mapping[str, Any] | None, *, is_last: bool
    ) -> Answer | None:
        """Return the answer; None where none came and it is to be asked once more. Raises UnreachableError."""
        try:
            return self._sent(method, path, headers, body)
        except (OSError, http.client.HTTPException) as problem:
            self.close()
            if is_last:
                where = self._place.netloc
                raise UnreachableError(f"{where} did not answer ({problem}); see whether it runs.") from problem
            return None

    def _sent(self, method: str, path: str, headers: Mapping[str, str], body: Mapping[str, Any] | None) -> Answer:
        connection = self._connection()
        content = None if body is None else json.dumps(body, default=_plain).encode()
        ours = {
            "Authorization": f"Bearer {self._token}",
            "Accept": "application/json",
            "User-Agent": f"wellheard-client/{VERSION}",
        }
        if content is not None:
            ours["Content-Type"] = "application/json"
        connection.request(method, f"{self._place.path}/api/v1{path}", content, {**ours, **headers})
        response = connection.getresponse()
        got = response.read()
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, _parsed(got))

    def _connection(self) -> http.client.HTTPConnection:
        kept: http.client.HTTPConnection | None = getattr(self._mine, "connection", None)
        if kept is None:
            name, port = str(self._place.hostname), self._place.port
            if self._place.scheme == "https":
                safe = ssl.create_default_context()
                kept = http.client.HTTPSConnection(name, port, timeout=self._seconds, context=safe)
            else:
                kept = http.client.HTTPConnection(name, port, timeout=self._seconds)
            self._mine.connection = kept
        return kept


def place_in(value: int | str) -> str:
    """Return an id as a part of an address."""
    return quote(str(value), safe="")


def _address(path: str, asked: Mapping[str, Any]) -> str:
    said = {name: _plain_query(value) for name, value in _said(asked).items() if value is not None}
    return f"{path}?{urlencode(said)}" if said else path


def _below_root(address: str) -> str:
    place = urlsplit(address)
    return place.path.partition("/api/v1")[2] + (f"?{place.query}" if place.query else "")


def _said(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not LEFT_OUT}


def _comes_again(answer: Answer, *, is_last: bool) -> bool:
    return not is_last and (answer.status in _AGAIN or (answer.status == _CONFLICT and "retry-after" in answer.headers))


def _wait(answer: Answer | None, number: int, longest: float) -> float:
    """Return how long to pause: as long as the server asks for, else twice as long each time; a little apart from others."""
    asked = answer.headers.get("retry-after", "") if answer else ""
    seconds = float(asked) if asked.isascii() and asked.isdigit() else _FIRST_WAIT * 2 ** (number - 1)
    return min(seconds + random.uniform(0, _FIRST_WAIT), longest)  # noqa: S311 - no secret


def _content(answer: Answer) -> Any:
    """Return what was answered. Raises ProblemError, or MovedError where it was merged."""
    if answer.status < 300:  # noqa: PLR2004 - RFC 9110 15.3
        return answer.content
    content = answer.content if isinstance(answer.content, dict) else {}
    raise (MovedError if "merged_into" in content else ProblemError)(answer.status, content)


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        # Something in between answered, such as a proxy: its status tells enough.
        return None


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is nothing that JSON can say")


def _plain_query(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else value
