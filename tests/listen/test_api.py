"""Other programs tell us what customers said."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.makers import make_company, make_contact, make_feedback, make_staff
from wellheard.customers.models import Company, Contact, Membership
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.models import Feedback
from wellheard.workspace.commands import make_token, revoke_token
from wellheard.workspace.models import ApiToken

pytestmark = pytest.mark.django_db

FEEDBACK = "/api/v1/feedback"


@pytest.fixture
def token() -> tuple[ApiToken, str]:
    return make_token(name="Help desk", by=make_staff())


@pytest.fixture
def post(client: Client, token: tuple[ApiToken, str]) -> Callable[..., Any]:
    def send(body: Any, **options: Any) -> Any:
        content = body if isinstance(body, bytes) else json.dumps(body)
        headers = {"Authorization": f"Bearer {token[1]}"} | options.pop("headers", {})
        return client.post(FEEDBACK, content, content_type=options.pop("type", "application/json"), headers=headers)

    return send


WHOLE = {
    "words": "I lose my work when the signal goes.",
    "contact": {"email": "Ada@Acme.example", "name": "Ada Lovelace", "external_id": "u-7"},
    "company": {"external_id": "A-1", "name": "Acme"},
    "heard_at": "2026-03-01T10:15:00+02:00",
    "url": "https://app.example/report/7",
    "version": "4.2.1",
    "origin": "helpdesk",
    "origin_key": "ticket-77",
    "quotable": "unnamed",
}


def test_what_a_program_tells_is_kept_with_who_said_it(post: Callable[..., Any], token: tuple[ApiToken, str]) -> None:
    response = post(WHOLE)

    assert response.status_code == 201
    told = response.json()
    feedback = Feedback.objects.get()
    assert (feedback.words, feedback.source, feedback.quotable) == (WHOLE["words"], "api", "unnamed")
    assert feedback.contact == Contact.objects.get(name="Ada Lovelace")
    assert feedback.company == Company.objects.get(external_id="A-1")
    assert Membership.objects.get().company == feedback.company
    assert told["id"] == feedback.pk
    assert told["page"].endswith(f"/feedback/{feedback.pk}/")
    fact = Fact.objects.get(name="feedback.recorded")
    assert (fact.actor_type, fact.actor_id) == ("api", token[0].pk)
    assert fact.details["acknowledge"] == "none"


def test_telling_the_same_again_changes_nothing(post: Callable[..., Any]) -> None:
    first, again = post(WHOLE), post(WHOLE)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert Fact.objects.filter(name="feedback.recorded").count() == 1


def test_words_alone_are_enough(post: Callable[..., Any]) -> None:
    response = post({"words": "写真をアップロードできない"})

    assert response.status_code == 201
    assert response.json()["language"] == "ja"
    assert response.json()["contact_id"] is None


def test_who_cannot_be_placed_stays_beside_the_words(post: Callable[..., Any]) -> None:
    make_company(name="Twin")
    make_company(name="twin")

    post({"words": "Hello there.", "contact": {"name": "Somebody"}, "company": {"name": "Twin"}})

    feedback = Feedback.objects.get()
    assert (feedback.contact, feedback.company) == (None, None)
    assert feedback.attributes == {"author": "Somebody", "company": "Twin"}


def test_a_company_is_found_by_a_name_only_one_has(post: Callable[..., Any]) -> None:
    acme = make_company(name="Acme")

    post({"words": "Hello there.", "company": {"name": "ACME"}})

    assert Feedback.objects.get().company == acme


def test_a_contact_who_has_a_company_stays_there(post: Callable[..., Any]) -> None:
    home = make_company()
    make_contact(email="ada@acme.example", company=home)

    post(WHOLE)

    assert Membership.objects.get().company == home


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "words is missing."),
        ({"words": ""}, "words is empty."),
        ({"words": "\u200b"}, "write what the customer said"),
        ({"words": 7}, "words must be a text."),
        ({"words": "x" * 20_001}, "longer than 20000 characters"),
        ({"words": "x", "word": "y"}, "word is no field we know"),
        ({"words": "x", "quotable": "maybe"}, "quotable must be one of"),
        ({"words": "x", "acknowledge": "phone"}, "acknowledge must be one of"),
        ({"words": "x", "heard_at": "yesterday"}, "heard_at must be a moment"),
        ({"words": "x", "heard_at": 1_774_965_900}, "heard_at must be a moment such as 2026-03-31T14:05:00Z"),
        ({"words": "x", "heard_at": "0001-01-01T00:00:00+14:00"}, "correct the date"),
        ({"words": "x", "contact": {"email": "ada"}}, "is not an e-mail address"),
        ({"words": "x", "contact": {"e_mail": "ada"}}, "contact.e_mail is no field we know"),
        ([], "must be a JSON object"),
        ("words", "must be a JSON object"),
        (None, "must be a JSON object"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_half_saved(post: Callable[..., Any], body: Any, sentence: str) -> None:
    response = post(body)

    assert response.status_code == 422
    assert sentence in response.json()["detail"]
    assert not Feedback.objects.exists()
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    "body",
    [b"{", b"\xff\xfe", b'{"words": NaN}', b'{"words": "\xff"}', b"[" * 100_000, b'{"a":' * 5000 + b"1" + b"}" * 5000],
)
def test_what_is_no_json_is_said(post: Callable[..., Any], body: bytes) -> None:
    response = post(body)

    assert response.status_code == 400
    assert "not JSON" in response.json()["detail"]


def test_a_number_with_more_digits_than_python_reads_is_no_crash(post: Callable[..., Any]) -> None:
    assert post(b'{"words": ' + b"9" * 5000 + b"}").status_code == 400


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data"])
def test_another_type_of_body_is_refused(post: Callable[..., Any], kind: str) -> None:
    response = post(b"words=hello", type=kind)

    assert response.status_code == 415
    assert "application/json" in response.json()["detail"]


def test_ten_megabytes_are_refused(post: Callable[..., Any]) -> None:
    response = post({"words": "x" * 10_000_000})

    assert response.status_code == 413
    assert "larger than 2 MB" in response.json()["detail"]


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wh_forged", "Basic d2g6d2g=", "Bearer \u00e4", "bearer  "])
def test_without_a_usable_token_nobody_tells_us_anything(client: Client, header: str) -> None:
    response = client.post(FEEDBACK, WHOLE, content_type="application/json", headers={"Authorization": header})

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert "API token" in response.json()["detail"]
    assert not Feedback.objects.exists()


def test_a_revoked_token_opens_nothing(post: Callable[..., Any], token: tuple[ApiToken, str]) -> None:
    revoke_token(token_id=token[0].pk)

    assert post(WHOLE).status_code == 401


def test_a_signed_in_browser_is_no_token(signed_in: Callable[[Any], Client]) -> None:
    assert signed_in(make_staff()).post(FEEDBACK, WHOLE, content_type="application/json").status_code == 401


def test_nul_and_lone_surrogates_do_no_harm(post: Callable[..., Any]) -> None:
    response = post(
        b'{"words": "be\\u0000fore \\ud800 after", "origin_key": "\\udfff\\u0000", "contact": {"name": "\\ud83d"}}'
    )

    assert response.status_code == 201
    assert Feedback.objects.get().words == "before \ufffd after"


@given(body=st.dictionaries(st.sampled_from([*WHOLE, "x"]), st.text(st.characters(exclude_categories=()), max_size=40)))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_body_breaks_it(post: Callable[..., Any], body: dict[str, str]) -> None:
    assert post(body).status_code in {200, 201, 422}


def test_too_many_requests_are_asked_to_wait(post: Callable[..., Any], settings: LazySettings) -> None:
    settings.API_PER_MINUTE = 2
    assert [post({"words": "Hello there."}).status_code for _time in range(2)] == [201, 201]

    response = post({"words": "Hello there."})

    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 60


def test_feedback_can_be_read_back(client: Client, token: tuple[ApiToken, str]) -> None:
    feedback = make_feedback()
    headers = {"Authorization": f"Bearer {token[1]}"}

    assert client.get(f"{FEEDBACK}/{feedback.pk}", headers=headers).json()["words"] == feedback.words
    for missing in (feedback.pk + 1, 10**30):
        response = client.get(f"{FEEDBACK}/{missing}", headers=headers)
        assert response.status_code == 404
        assert "There is no feedback" in response.json()["detail"]
    assert client.get(f"{FEEDBACK}/{feedback.pk}").status_code == 401


def test_an_address_with_nothing_is_answered_in_json(client: Client, token: tuple[ApiToken, str]) -> None:
    headers = {"Authorization": f"Bearer {token[1]}"}
    for address in (f"{FEEDBACK}/seven", f"{FEEDBACK}/1/2", "/api/v2/feedback"):
        response = client.get(address, headers=headers)
        assert response.status_code in {404, 422}
        assert response.json()["detail"]
    assert client.post("/api/v1/nothing", {}, content_type="application/json").status_code == 404


def test_other_methods_are_not_allowed(client: Client, token: tuple[ApiToken, str]) -> None:
    headers = {"Authorization": f"Bearer {token[1]}"}

    assert client.put(FEEDBACK, headers=headers).status_code == 405
    assert client.delete(f"{FEEDBACK}/1", headers=headers).status_code == 405


def test_nobody_is_mailed_unless_it_is_asked_for(post: Callable[..., Any], run_jobs: Callable[[], None]) -> None:
    post(WHOLE)
    run_jobs()

    assert not OutgoingMail.objects.exists()


def test_the_description_is_open_to_read_and_names_every_answer(client: Client) -> None:
    description = client.get("/api/v1/openapi.json").json()

    assert description["openapi"].startswith("3.1")
    answers = description["paths"]["/api/v1/feedback"]["post"]["responses"]
    assert set(answers) >= {"200", "201", "400", "401", "403", "409", "413", "415", "422", "429"}
