"""What the listener answers: probes, policy on everything, limits said in sentences, static files kept for a year."""

import gzip
import http.client
import json
import re
import socket
from contextlib import closing
from typing import Any

import pytest

from tests.serving.installation import Installation

MEGABYTE = 1_000_000


def test_the_probes_say_alive_and_ready(served: Installation) -> None:
    assert json.loads(served.get("/healthz").body) == {"alive": True}
    assert json.loads(served.get("/readyz").body) == {"ready": True, "database": True, "tables": True, "worker": True}


def test_probes_are_only_asked(served: Installation) -> None:
    assert served.ask("POST", "/healthz", body=b"x").status == 405


KINDS_OF_ANSWER = [
    ("GET", "/healthz", None, 200),
    ("GET", "/readyz", None, 200),
    ("POST", "/readyz", b"x", 405),
    ("GET", "/accounts/login/", None, 200),
    ("POST", "/accounts/login/", b"login=a", 403),
    ("GET", "/operations/reactions/", None, 302),
    ("GET", "/operations/reactions", None, 301),
    ("GET", "/there/is/no/such/page/", None, 404),
    ("GET", "/search?q=%00", None, 400),
    ("GET", "/static/css/tokens.css", None, 200),
    ("GET", "/static/css/none.css", None, 404),
    ("POST", "/accounts/login/", b"x" * 3 * MEGABYTE, 413),
]


@pytest.mark.parametrize(("method", "path", "body", "status"), KINDS_OF_ANSWER)
def test_every_kind_of_answer_carries_the_policy(
    served: Installation, method: str, path: str, body: bytes | None, status: int
) -> None:
    answer = served.ask(method, path, body=body)
    assert answer.status == status
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_unknown_host_is_refused_with_the_policy_too(served: Installation) -> None:
    answer = served.get("/accounts/login/", Host="evil.example")
    assert answer.status == 400
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_ten_megabytes_are_refused_with_a_sentence(served: Installation) -> None:
    answer = served.ask("POST", "/accounts/login/", body=b"x" * 10 * MEGABYTE)
    assert answer.status == 413
    assert answer.text == "This is larger than the 2 MB that fit here. Send less at a time.\n"


@pytest.mark.parametrize(
    ("path", "asked", "status"),
    [
        ("/api/v1/feedback", {"body": b"x" * 10 * MEGABYTE}, 413),
        ("/api/v1/ideas?cursor=%00", {}, 400),
        ("/api/v1/ideas", {"headers": {"X-Much": "x" * 70_000}}, 431),
    ],
    ids=["413", "400", "431"],
)
def test_programs_read_a_problem_where_people_read_a_sentence(
    served: Installation, path: str, asked: dict[str, Any], status: int
) -> None:
    answer = served.ask("POST", path, **asked)
    assert (answer.status, answer.headers["content-type"]) == (status, "application/problem+json")
    told = json.loads(answer.body)
    assert told["status"] == status
    assert told["detail"].endswith(".")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_body_that_does_not_say_its_size_is_measured_all_the_same(served: Installation) -> None:
    assert served.ask("POST", "/api/v1/feedback", body=[b"x" * MEGABYTE] * 3).status == 413


def test_a_body_that_does_not_say_its_size_reaches_django_whole(served: Installation) -> None:
    page = served.get("/accounts/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert token
    body = f"csrfmiddlewaretoken={token[1]}&login=nobody%40vendor.example&password=wrong".encode()
    headers = {
        "Cookie": page.headers["set-cookie"].partition(";")[0],
        "Content-Type": "application/x-www-form-urlencoded",
    }
    answer = served.ask("POST", "/accounts/login/", body=[body[:40], body[40:]], headers=headers)
    assert answer.status == 200  # the form again, with its error; without its body this would be a 403
    assert "nobody@vendor.example" in answer.text


def test_a_head_has_the_headers_of_the_page_and_no_body(served: Installation) -> None:
    for path in ("/accounts/login/", "/healthz", "/static/css/tokens.css"):
        answer = served.ask("HEAD", path)
        assert (answer.status, answer.body) == (200, b"")


def test_one_connection_carries_many_requests(served: Installation) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)) as connection:
        connection.request("GET", "/accounts/login/")
        connection.getresponse().read()
        first = connection.sock
        connection.request("GET", "/healthz")
        assert connection.getresponse().read() == b'{"alive": true}'
        assert connection.sock is first


def test_a_websocket_is_not_opened(served: Installation) -> None:
    wish = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZQ==",
        "Sec-WebSocket-Version": "13",
    }
    assert served.ask("GET", "/healthz", headers=wish).status == 200


def test_bytes_that_are_no_text_do_not_break_the_page(served: Installation) -> None:
    for path in ("/accounts/login/?next=\u00e9\u00ff", "/accounts/login/?q=%FF%C3", "/caf%FF/"):
        with socket.create_connection(("127.0.0.1", served.port), timeout=20) as raw:
            raw.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
            status = int(raw.makefile("rb").readline().split()[1])
        assert status in {200, 404}


def test_a_static_file_under_its_hashed_name_is_kept_for_a_year(served: Installation) -> None:
    page = served.get("/accounts/login/").text
    found = re.search(r"/static/css/[\w.]+\.[0-9a-f]{12}\.css", page)
    assert found
    answer = served.get(found[0])
    assert answer.headers["cache-control"] == "max-age=315360000, public, immutable"
    assert served.get("/static/css/tokens.css").headers["cache-control"] == "max-age=3600, public"


def test_static_files_are_sent_compressed_to_who_can_read_that(served: Installation) -> None:
    plain = served.get("/static/css/layout.css")
    packed = served.get("/static/css/layout.css", **{"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in packed.headers["vary"].lower()
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body)


def test_a_file_that_did_not_change_is_not_sent_again(served: Installation) -> None:
    first = served.get("/static/css/layout.css")
    again = served.get("/static/css/layout.css", **{"If-None-Match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")


def test_pages_and_fragments_are_kept_apart_in_caches(served: Installation) -> None:
    assert "HX-Request" in served.get("/accounts/login/").headers["vary"]


def test_requests_and_jobs_are_logged_without_words(served: Installation) -> None:
    served.get("/accounts/login/?next=/secret-words")
    served.get("/set-up/a-secret-key/")
    served.get("/no-page-but-words/")
    lines = [line for line in served.log_lines() if line["logger"] == "wellheard.requests"]
    assert {"time", "level", "message", "status", "ms"} <= lines[-1].keys()
    said = [line["message"] for line in lines[-3:]]
    assert said == ["GET /accounts/login/", "GET /set-up/…/", "GET (no such page)"]
    assert "secret" not in served.read_log()
