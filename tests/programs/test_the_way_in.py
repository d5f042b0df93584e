"""What holds for every operation: scopes, pace, problems, repeats, versions, pages."""

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.makers import make_feedback, make_idea, make_staff
from tests.programs.conftest import Program
from wellheard.customers.commands import erase_contact
from wellheard.customers.models import Company
from wellheard.decide.models import Idea
from wellheard.foundation import clock
from wellheard.foundation.tallies import Tally
from wellheard.listen.models import Feedback
from wellheard.web.api import api
from wellheard.workspace.commands import forget_kept_answers
from wellheard.workspace.models import KeptAnswer
from wellheard.workspace.scopes import SCOPES

PROBLEM = "application/problem+json"


def operations() -> list[tuple[str, str, str]]:
    return [
        (method.upper(), path.replace("{external_id}", "x").split("{")[0].rstrip("/"), operation["x-scope"])
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method, operation in methods.items()
        if path.count("{") == 0
    ]


def test_every_operation_names_a_scope_that_exists() -> None:
    assert {scope for _method, _path, scope in operations()} <= set(SCOPES)


@pytest.mark.parametrize(("method", "path", "scope"), operations())
def test_a_token_without_the_scope_is_told_which_one_it_lacks(
    method: str, path: str, scope: str, with_scopes: Callable[..., Program]
) -> None:
    others = [one for one in SCOPES if one.split(":")[0] not in {"admin", scope.split(":", maxsplit=1)[0]}]

    response = with_scopes(*others).ask(method, path, {} if method != "GET" else None)

    assert response.status_code == 403
    assert response["Content-Type"] == PROBLEM
    assert response.json()["scope"] == scope
    assert scope in response.json()["detail"]


def test_reading_does_not_let_one_write(with_scopes: Callable[..., Program]) -> None:
    reader = with_scopes("ideas:read")

    assert reader.get("ideas").status_code == 200
    assert reader.post("ideas", {"title": "Offline"}).status_code == 403


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "nothing", 404),
        ("GET", "ideas/0", 404),
        ("DELETE", "ideas", 405),
        ("GET", "ideas?limit=0", 422),
        ("GET", "ideas?segment=9", 404),
        ("POST", "ideas", 422),
    ],
)
def test_every_problem_has_the_one_form(program: Program, method: str, path: str, status: int) -> None:
    response = program.ask(method, path)

    assert (response.status_code, response["Content-Type"]) == (status, PROBLEM)
    told = response.json()
    assert told["status"] == status
    assert {"type", "title", "detail", "errors"} <= told.keys()


def test_a_wrong_field_is_pointed_at(program: Program) -> None:
    told = program.post("companies", {"name": "Acme", "seats": "many", "tags": ["x" * 41]}).json()

    assert [error["pointer"] for error in told["errors"]] == ["/seats", "/tags/0"]
    assert told["type"] == "urn:wellheard:problem:fields-wrong"


def test_what_breaks_is_a_problem_too(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wellheard.decide.api.ideas.idea_row", _break)

    response = program.get(f"ideas/{make_idea().pk}")

    assert (response.status_code, response["Content-Type"]) == (500, PROBLEM)
    assert "noted" in response.json()["detail"]


def test_the_pace_is_told_with_every_answer(program: Program, settings: LazySettings) -> None:
    settings.API_PER_MINUTE = 2

    first, second, third = (program.get("ideas") for _time in range(3))

    assert first["RateLimit-Policy"] == '"minute";q=2;w=60'
    assert first["RateLimit"].startswith('"minute";r=1;t=')
    assert second["RateLimit"].startswith('"minute";r=0;t=')
    assert third.status_code == 429
    assert third["Content-Type"] == PROBLEM
    assert 0 < int(third["Retry-After"]) <= 60


def test_an_owner_may_set_no_pace(program: Program, settings: LazySettings) -> None:
    settings.API_PER_MINUTE = 0

    assert "RateLimit" not in program.get("ideas")
    assert not Tally.objects.exists()


def test_a_request_costs_no_session_and_few_queries(program: Program) -> None:
    for _number in range(3):
        make_idea()
    program.get("ideas")

    with CaptureQueriesContext(connection) as queries:
        response = program.get("ideas")

    assert len(response.json()["items"]) == 3
    assert "Set-Cookie" not in response
    assert len(queries) == 3, [query["sql"] for query in queries]  # the token, its pace, the ideas


def test_the_same_key_with_the_same_body_gets_the_same_answer(program: Program) -> None:
    first, again = (program.post("ideas", {"title": "Offline"}, Idempotency_Key="one") for _time in range(2))

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert again["ETag"] == first["ETag"]
    assert (first.get("Idempotent-Replayed"), again["Idempotent-Replayed"]) == (None, "true")
    assert Idea.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(program: Program) -> None:
    program.post("ideas", {"title": "Offline"}, Idempotency_Key="one")

    other = program.post("ideas", {"title": "Online"}, Idempotency_Key="one")

    assert other.status_code == 422
    assert other.json()["type"].endswith("key-used")
    assert Idea.objects.count() == 1


def test_a_key_belongs_to_its_token_and_to_its_day(program: Program, with_scopes: Callable[..., Program]) -> None:
    program.post("ideas", {"title": "Offline"}, Idempotency_Key="one")
    with_scopes("ideas:write").post("ideas", {"title": "Offline"}, Idempotency_Key="one")
    assert Idea.objects.count() == 2

    with clock.at(clock.now() + timedelta(hours=25)):
        assert program.post("ideas", {"title": "Later"}, Idempotency_Key="one").status_code == 201
        assert forget_kept_answers() == 1
    assert Idea.objects.count() == 3


def test_what_broke_is_not_kept_and_leaves_nothing_half_done(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("wellheard.decide.api.ideas.idea_row", _break)
        assert program.post("ideas", {"title": "Offline"}, Idempotency_Key="one").status_code == 500

    assert not Idea.objects.exists()
    assert program.post("ideas", {"title": "Offline"}, Idempotency_Key="one").status_code == 201


def test_a_refusal_is_kept_as_it_is(program: Program) -> None:
    first, again = (program.post("ideas", {"title": ""}, Idempotency_Key="one") for _time in range(2))

    assert (first.status_code, again.status_code) == (422, 422)
    assert KeptAnswer.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_request_twice_at_the_same_moment_is_told_to_wait(program: Program) -> None:
    other = connection.copy()
    with other.cursor() as cursor:
        digest = _sha("one")
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 1))", [f"{program.token.pk}:{digest}"])
        response = program.post("ideas", {"title": "Offline"}, Idempotency_Key="one")
    other.close()

    assert response.status_code == 409
    assert response["Retry-After"] == "1"
    assert not Idea.objects.exists()


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_two_who_change_the_same_are_told_apart(program: Program) -> None:
    made = program.post("companies", {"name": "Acme"})
    path, tag = f"companies/{made.json()['id']}", made["ETag"]

    assert program.patch(path, {"plan": "Pro"}, If_Match=tag).status_code == 200
    late = program.patch(path, {"plan": "Free"}, If_Match=tag)
    late_too = program.patch(path, {"plan": "Free", "version": 1})

    assert (late.status_code, late_too.status_code) == (412, 409)
    assert late["Content-Type"] == late_too["Content-Type"] == PROBLEM
    assert Company.objects.get().plan == "Pro"
    assert program.patch(path, {"plan": "Free"}).json()["version"] == 3


def test_a_list_is_read_page_by_page_while_rows_arrive(program: Program) -> None:
    wanted = [make_idea(mrr_minor=100 * number).pk for number in range(5)]
    seen: list[int] = []
    path: Any = "ideas?limit=2"
    while path:
        told = program.get(path).json()
        seen += [item["id"] for item in told["items"]]
        make_idea(mrr_minor=10_000)
        path = told["next"] and told["next"].removeprefix("http://127.0.0.1:8000").removeprefix("http://localhost:8000")

    assert seen == wanted[::-1]


def test_the_portals_own_name_has_no_api(client: Client, program: Program) -> None:
    assert program.get("ideas", Host="evil.example").status_code == 400


@pytest.mark.django_db
def test_the_page_for_people_names_every_operation(signed_in: Callable[..., Client]) -> None:
    page = signed_in(make_staff()).get("/api/v1/docs")

    text = page.content.decode()
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method in methods:
            assert f"{method.upper()} {path}" in text
    assert not Feedback.objects.exists()


def _break(idea: Idea) -> Any:
    raise ZeroDivisionError


def test_what_was_answered_is_kept_so_that_nobody_else_reads_it_and_forgotten_with_a_person(program: Program) -> None:
    ada = {"words": "I lose my work.", "contact": {"name": "Ada Lovelace", "email": "ada@x.example"}}
    made = program.post("feedback", ada, Idempotency_Key="one").json()
    assert "lose" not in str(KeptAnswer.objects.values().get())

    erase_contact(contact_id=made["contact_id"])
    again = program.post("feedback", ada, Idempotency_Key="one")

    assert (again.status_code, again.json()["type"]) == (410, "urn:wellheard:problem:answer-erased")
    assert Feedback.objects.count() == 1


def test_what_no_database_can_keep_breaks_nothing(program: Program) -> None:
    made = program.post("contacts", {"name": "Ada", "attributes": {"a\x00": "b\x00\ud800"}})

    assert (made.status_code, made.json()["attributes"]) == (201, {"a": "b\ufffd"})
    asked = (
        "facts?name=a%00",
        "companies?external_id=a%00&q=b%00",
        "contacts?external_id=a%00&email=%00",
        "feedback?search=a%00",
        "ideas?q=a%00",
    )
    for address in asked:
        assert program.get(address).json()["items"] == [], address


def test_moments_of_every_offset_there_is_are_understood(program: Program) -> None:
    make_feedback(heard_at=datetime(2026, 3, 1, 12, tzinfo=UTC))
    for moment, count in (("2026-03-01T23:59:00+23:59", 1), ("2026-03-02T12:01:00+23:59", 0)):
        page = program.get(f"feedback?heard_after={quote(moment)}")
        assert (page.status_code, len(page.json()["items"])) == (200, count), moment


def test_a_typed_cursor_of_any_moment_is_a_place_in_the_list(program: Program) -> None:
    make_idea()
    for moment in ("2101-04-06T22:21:38+20:16", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59"):
        cursor = base64.urlsafe_b64encode(json.dumps([moment, 1]).encode()).decode()
        assert program.get(f"ideas?sort=new&cursor={cursor}").status_code == 200, moment
