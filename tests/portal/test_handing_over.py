"""The vendor's product says who is signed in there, and the portal believes it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client

from tests.makers import make_contact, make_idea
from wellheard.customers.commands import make_identity_secret, trust_public_key
from wellheard.customers.models import Contact
from wellheard.decide.models import Vote
from wellheard.foundation import clock
from wellheard.listen.models import Feedback
from wellheard.web.portal import limits

pytestmark = pytest.mark.django_db
AUDIENCE = "https://feedback.vendor.example"
ADDRESS = "/portal/identify/token/"
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _claims(**said: Any) -> dict[str, Any]:
    return {"sub": "u-17", "name": "Ada Stone", "aud": AUDIENCE, "exp": clock.now() + timedelta(minutes=5)} | said


def _by_secret(**said: Any) -> str:
    _key, secret = make_identity_secret(name="App", audience=AUDIENCE, by=None)
    return jwt.encode(_claims(**said), secret, algorithm="HS256")


def _by_key(**said: Any) -> str:
    pem = RSA.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    trust_public_key(name="App", audience=AUDIENCE, algorithm="RS256", pem=pem, by=None)
    return jwt.encode(_claims(**said), RSA, algorithm="RS256")


@pytest.mark.parametrize("sign", [_by_secret, _by_key])
def test_a_signed_token_signs_in_and_takes_along_what_waited(client: Client, sign: Callable[..., str]) -> None:
    idea = make_idea("Work offline", is_public=True)
    client.post("/portal/posts/", {"words": "I lose my work.", "quotable": "no"})
    client.post(f"/portal/ideas/{idea.pk}/votes/", {"wish": "yes"})
    before = client.session.session_key
    answer = client.post(ADDRESS, {"token": sign(), "next": "/portal/roadmap/"})

    ada = Contact.objects.get()
    assert answer["Location"] == "/portal/roadmap/"
    assert client.session["contact_id"] == ada.pk
    assert client.session.session_key != before
    assert (Feedback.objects.get().contact, Vote.objects.get().contact) == (ada, ada)
    assert "Ada Stone" in client.get("/portal/").text


@pytest.mark.parametrize(
    ("token", "problem"),
    [
        (lambda: "", "This is no identity token"),
        (lambda: "a.b.c", "This is no identity token"),
        (lambda: "x" * 9_000, "too long"),
        (lambda: _by_secret(exp=clock.now() - timedelta(hours=1)), "has expired"),
        (lambda: _by_secret(aud="https://elsewhere.example"), "meant for somebody else"),
        (lambda: jwt.encode(_claims(), "another secret of thirty-two letters", algorithm="HS256"), "not in use here"),
        (lambda: jwt.encode(_claims(), "", algorithm="none"), "not in use here"),
    ],
)
def test_what_cannot_be_believed_signs_nobody_in_and_loses_nothing(
    client: Client, token: Callable[[], str], problem: str
) -> None:
    client.post("/portal/posts/", {"words": "I lose my work.", "quotable": "no"})
    answer = client.post(ADDRESS, {"token": token()})

    assert answer.status_code == 422
    assert problem in answer.text
    assert "I lose my work." in answer.text
    assert "contact_id" not in client.session


def test_the_same_person_again_stays_signed_in(client: Client) -> None:
    token = _by_secret()
    client.post(ADDRESS, {"token": token})
    key = client.session.session_key
    client.post(ADDRESS, {"token": token})

    assert (client.session.session_key, Contact.objects.count()) == (key, 1)


def test_somebody_else_is_signed_in_instead(visiting: Callable[[Contact], Client]) -> None:
    browser = visiting(make_contact(name="Ben"))
    browser.post(ADDRESS, {"token": _by_secret()})

    assert browser.session["contact_id"] == Contact.objects.get(name="Ada Stone").pk


def test_a_token_is_never_part_of_an_address(client: Client) -> None:
    assert client.get(ADDRESS, {"token": _by_secret()}).status_code == 405
    assert client.post(f"{ADDRESS}?token={_by_secret()}").status_code == 422


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/portal/", "/settings/"])
def test_it_leads_to_no_page_outside_the_portal(client: Client, elsewhere: str) -> None:
    assert client.post(ADDRESS, {"token": _by_secret(), "next": elsewhere})["Location"] == "/portal/"


def test_guessing_is_stopped(client: Client) -> None:
    client.post("/portal/posts/", {"words": "This opens the session.", "quotable": "no"})
    for _time in range(limits.TRIES.most):
        client.post(ADDRESS, {"token": "a.b.c"})

    assert client.post(ADDRESS, {"token": _by_secret()}).status_code == 429


def test_a_foreign_page_cannot_post_one() -> None:
    assert Client(enforce_csrf_checks=True).post(ADDRESS, {"token": _by_secret()}).status_code == 403
