"""The Python client: tries again, does nothing twice, says what is wrong, and misses no operation."""

import http.server
import json
from pathlib import Path

import pytest
from generate import written
from wellheard_client import Client, ProblemError, UnreachableError
from wellheard_client.operations import Operations

from tests.foundation.http.outside import outside_system, saying
from wellheard.web.api import api

PACKAGE = Path(__file__).resolve().parents[2] / "clients" / "python" / "wellheard_client"


class Flaky:
    """A server that is busy a few times, then answers; it remembers what it was asked."""

    def __init__(self, *statuses: int, hangs_up: int = 0) -> None:
        self.statuses, self.hangs_up = list(statuses), hangs_up
        self.keys: list[str | None] = []

    def answer(self, handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        self.keys.append(handler.headers["Idempotency-Key"])
        if self.hangs_up:
            self.hangs_up -= 1
            handler.close_connection = True
            return
        status = self.statuses.pop(0) if self.statuses else 201
        saying(json.dumps({"detail": "Wait a little.", "id": 7}).encode(), status, Retry_After="0")(handler)


def test_no_operation_is_missing_and_none_has_changed() -> None:
    for name, text in written(api.get_openapi_schema()).items():
        assert (PACKAGE / name).read_text() == text, "run: .venv/bin/python clients/python/generate.py"


def test_every_operation_of_the_description_is_a_method() -> None:
    named = {one["operationId"] for methods in api.get_openapi_schema()["paths"].values() for one in methods.values()}

    assert {name for name in vars(Operations) if not name.startswith("_")} == named


@pytest.mark.parametrize("statuses", [(429, 503), (409,), (502, 504)])
def test_a_busy_server_is_asked_again_with_the_same_key(statuses: tuple[int, ...]) -> None:
    server = Flaky(*statuses)
    with outside_system(server.answer) as url, Client(url, "wh_x", longest_wait=0) as client:
        assert client.create_idea(title="Offline")["id"] == 7

    assert len(server.keys) == len(statuses) + 1
    assert len(set(server.keys)) == 1
    assert server.keys[0]


def test_an_answer_that_was_lost_is_asked_for_again() -> None:
    server = Flaky(hangs_up=2)
    with outside_system(server.answer) as url, Client(url, "wh_x", longest_wait=0) as client:
        client.create_idea(title="Offline", idempotency_key="mine")

    assert server.keys == ["mine"] * 3


def test_a_server_that_stays_busy_is_told_of_in_its_own_words() -> None:
    server = Flaky(*[503] * 9)
    with (
        outside_system(server.answer) as url,
        Client(url, "wh_x", tries=2, longest_wait=0) as client,
        pytest.raises(ProblemError, match=r"Wait a little\.") as refusal,
    ):
        client.create_idea(title="Offline")

    assert (refusal.value.status, len(server.keys)) == (503, 2)


def test_what_a_proxy_says_instead_is_a_problem_too() -> None:
    with (
        outside_system(saying(b"<h1>Bad</h1>", 400)) as url,
        Client(url, "wh_x") as client,
        pytest.raises(ProblemError, match="400"),
    ):
        client.read_idea(1)


def test_nobody_there_is_said_with_the_address() -> None:
    with pytest.raises(UnreachableError, match=r"127\.0\.0\.1:1 did not answer"):
        Client("http://127.0.0.1:1", "wh_x", tries=1).read_idea(1)


def test_an_address_that_is_none_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="no address"):
        Client("feedback.example.com", "wh_x")


def test_a_token_follows_no_address_to_another_server() -> None:
    asked: list[str] = []

    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        page = {
            "items": [{"id": len(asked)}],
            "next": "https://elsewhere.example/api/v1/x?cursor=b" if len(asked) < 2 else None,
        }
        saying(json.dumps(page).encode())(handler)

    with outside_system(answer) as url, Client(url, "wh_x") as client:
        assert [one["id"] for one in client.list_ideas(status="heard", public=True)] == [1, 2]

    assert asked == ["/api/v1/ideas?status=heard&public=true", "/api/v1/ideas?cursor=b"]


def test_what_is_left_out_is_not_said_and_none_is() -> None:
    said: list[dict[str, object]] = []

    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        said.append(json.loads(handler.rfile.read(int(handler.headers["Content-Length"]))))
        saying(b'{"id": 1}')(handler)

    with outside_system(answer) as url, Client(url, "wh_x") as client:
        client.create_idea(title="Offline", area_id=None)

    assert said == [{"title": "Offline", "area_id": None}]
