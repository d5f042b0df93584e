"""Whoever meets an error reads a sentence that helps, and learns nothing that is not theirs to know."""

import json
import logging
from collections.abc import Callable

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse  # noqa: TID251 - what error views take and give
from django.test import Client, RequestFactory

from tests.makers import make_staff
from wellheard.web import errors
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

SAMPLES = "tests.web.sample_pages"


@pytest.mark.django_db
def test_an_address_with_nothing_behind_it_says_so(client: Client) -> None:
    response = client.get("/no-such-place/")
    assert response.status_code == 404
    assert "There is nothing at this address" in response.content.decode()


@pytest.mark.django_db
def test_a_customer_is_led_back_to_the_portal_not_to_the_staffs_home(client: Client) -> None:
    page = client.get("/portal/ideas/404/").content.decode()
    assert 'href="/portal/"' in page
    assert 'href="/">Back to home' not in page


@pytest.mark.django_db
@pytest.mark.urls(SAMPLES)
def test_a_refusal_gives_the_guards_own_sentence(client: Client) -> None:
    response = client.get("/sample/forbidden/")
    assert response.status_code == 403
    assert "Ask an admin for another role." in response.content.decode()


@pytest.mark.django_db
def test_a_refusal_without_a_sentence_still_says_what_to_do() -> None:
    response = errors.forbidden(RequestFactory().get("/"), Exception())
    assert "Your role does not allow this" in response.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_is_told_to_have_expired() -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a", "password": "b"})
    assert response.status_code == 403
    assert "This form has expired" in response.content.decode()


@pytest.mark.urls(SAMPLES)
@pytest.mark.django_db
def test_what_breaks_is_admitted_without_asking_the_database(
    signed_in: Callable[[Staff], Client], caplog: pytest.LogCaptureFixture
) -> None:
    client = signed_in(make_staff(role=Role.ADMIN))
    client.raise_request_exception = False
    with caplog.at_level(logging.CRITICAL):
        response = client.get("/sample/broken/")
    assert response.status_code == 500
    assert "Something broke on our side" in response.content.decode()


def test_the_page_for_what_broke_needs_no_database() -> None:
    """No database is open to this test: a query would fail it."""
    assert connection.vendor == "postgresql"
    response = errors.broken(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "the log holds the reason" in response.content.decode()


def test_the_page_for_what_broke_is_plain_when_even_its_template_breaks(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_args: object) -> str:
        raise OSError("no template")

    monkeypatch.setattr("wellheard.web.errors.loader.render_to_string", fail)
    with caplog.at_level(logging.CRITICAL):
        response = errors.broken(RequestFactory().get("/"))
    assert response.content.decode() == "Something broke on our side. Try it again."


@pytest.mark.urls(SAMPLES)
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/sample/forbidden/", "Ask an admin for another role."),
        ("/no-such-place/", "There is nothing at this address"),
        ("/sample/broken/", "Something broke on our side"),
    ],
)
def test_a_part_of_a_page_that_cannot_come_is_one_sentence(
    address: str, sentence: str, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.raise_request_exception = False
    with caplog.at_level(logging.CRITICAL):
        page = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert sentence in page
    assert "<html" not in page


@pytest.mark.django_db
def test_what_is_too_large_to_read_is_answered_with_what_to_do(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.CRITICAL):
        response = client.post("/portal/posts/", {"words": "w" * 2_100_000})
    assert response.status_code == 400
    assert "send it in parts" in response.content.decode()


def away(problem: Exception, path: str) -> HttpResponse:
    """Return what Django answers where a view raised this."""

    def view(_request: HttpRequest) -> HttpResponse:
        raise problem

    try:
        return view(RequestFactory().post(path))
    except Exception:  # noqa: BLE001 - as Django's own handler catches it
        return errors.broken(RequestFactory().post(path))


@pytest.mark.parametrize("problem", [OperationalError("no space left on device"), InterfaceError("closed")])
def test_while_the_database_is_away_people_are_told_that_nothing_was_kept(problem: Exception) -> None:
    """No database is open to this test: a query would fail it."""
    response = away(problem, "/portal/posts/")
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert "what you typed is still in your browser" in response.content.decode()


def test_while_the_database_is_away_programs_are_told_to_send_it_again() -> None:
    response = away(OperationalError(), "/api/v1/feedback")
    assert response.status_code == 503
    assert "Send it again" in json.loads(response.content)["detail"]
