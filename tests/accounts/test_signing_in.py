"""Signing in with a password: who comes in, what a stranger learns, and how often one may guess."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from tests.makers import make_staff
from wellheard.workspace import installation
from wellheard.workspace.models import Staff, Vendor
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _nobody_has_guessed_yet() -> None:
    cache.clear()


def test_staff_come_in_with_address_and_password_whatever_the_case_of_the_address(client: Client) -> None:
    ines = make_staff(email="ines@northwind.example")

    response = client.post("/accounts/login/", {"login": " Ines@Northwind.example", "password": PASSWORD})

    assert response.status_code == 302
    assert response["Location"] == "/"
    assert client.session["_auth_user_id"] == str(ines.pk)


def test_the_page_names_the_vendor_and_needs_no_script(client: Client) -> None:
    installation.remember(Vendor(name="Northwind Field Service"), seconds=3600)

    text = client.get("/accounts/login/").content.decode()

    assert "to Northwind Field Service" in text
    assert "<script>" not in text
    assert " style=" not in text
    assert "onclick" not in text
    assert 'autocomplete="current-password"' in text


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/settings/profile/", "/settings/profile/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/\\evil.example", "/"),
        ("http:evil.example", "/"),
    ],
)
def test_one_is_led_on_to_our_own_pages_only(client: Client, asked: str, led: str) -> None:
    make_staff(email="ines@northwind.example")

    response = client.post(
        f"/accounts/login/?next={asked}", {"login": "ines@northwind.example", "password": PASSWORD, "next": asked}
    )

    assert response["Location"] == led


def test_a_wrong_password_and_an_unknown_address_read_the_same(client: Client) -> None:
    make_staff(email="ines@northwind.example")

    wrong = client.post("/accounts/login/", {"login": "ines@northwind.example", "password": "not it at all"})
    unknown = client.post("/accounts/login/", {"login": "anna@northwind.example", "password": "not it at all"})

    sentence = "This mail address and password do not belong together."
    assert sentence in wrong.content.decode()
    assert sentence in unknown.content.decode()
    assert wrong.status_code == unknown.status_code
    assert "_auth_user_id" not in client.session


def test_who_has_left_is_told_only_with_the_right_password(client: Client) -> None:
    make_staff(email="ines@northwind.example", is_active=False)

    wrong = client.post("/accounts/login/", {"login": "ines@northwind.example", "password": "not it at all"})
    right = client.post("/accounts/login/", {"login": "ines@northwind.example", "password": PASSWORD}, follow=True)

    assert "do not belong together" in wrong.content.decode()
    assert "You can no longer sign in here" in right.content.decode()
    assert "_auth_user_id" not in client.session


def test_after_five_wrong_guesses_even_the_right_password_waits_for_that_address_alone(client: Client) -> None:
    make_staff(email="ines@northwind.example")
    make_staff(email="bob@northwind.example")
    for _guess in range(5):
        client.post("/accounts/login/", {"login": "ines@northwind.example", "password": "not it at all"})

    page = client.post("/accounts/login/", {"login": "ines@northwind.example", "password": PASSWORD})

    assert "Too many tries. Wait five minutes" in page.content.decode()
    assert client.post("/accounts/login/", {"login": "bob@northwind.example", "password": PASSWORD}).status_code == 302


def test_a_flood_from_one_machine_is_stopped_with_a_sentence(client: Client) -> None:
    answers = [
        client.post("/accounts/login/", {"login": f"guess{number}@northwind.example", "password": "x"}).status_code
        for number in range(31)
    ]

    page = client.post("/accounts/login/", {"login": "ines@northwind.example", "password": "x"})

    assert answers[-1] == page.status_code == 429
    assert "Wait five minutes, then try again" in page.content.decode()


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("", ""),
        ("ines", "x"),
        ("ines@northwind.example\x00", "x"),
        ("x" * 10_000, "x"),
        ("ines@northwind.example", "x\x00y"),
        ("ines@northwind.example", "x" * 10_000),
        ("\u202eines@northwind.example", "x"),
        ("' OR 1=1 --@x.example", "x"),
    ],
)
def test_nonsense_is_refused_on_the_page(client: Client, login: str, password: str) -> None:
    make_staff(email="ines@northwind.example")

    page = client.post("/accounts/login/", {"login": login, "password": password})

    assert page.status_code == 200
    assert "One thing to put right" in page.content.decode() or "things to put right" in page.content.decode()


def test_signing_out_is_a_post(signed_in: SignIn) -> None:
    browser = signed_in(make_staff())
    assert "Sign out?" in browser.get("/accounts/logout/").content.decode()
    assert "_auth_user_id" in browser.session

    response = browser.post("/accounts/logout/")

    assert response["Location"] == "/accounts/login/"
    assert "_auth_user_id" not in browser.session


def test_a_form_without_our_token_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post("/accounts/login/", {"login": "a@b.example", "password": "x"}).status_code == 403


def test_nobody_signs_themselves_up(client: Client) -> None:
    client.post("/accounts/signup/", {"email": "eve@evil.example", "password1": PASSWORD, "password2": PASSWORD})

    assert "You need an invitation" in client.get("/accounts/signup/").content.decode()
    assert not Staff.objects.exists()


@pytest.mark.parametrize(
    "url",
    [
        "/accounts/email/",
        "/accounts/confirm-email/",
        "/accounts/login/code/",
        "/accounts/login/code/confirm/",
        "/accounts/2fa/webauthn/signup/",
        "/accounts/2fa/trust/",
        "/accounts/3rdparty/",
        "/accounts/social/signup/",
    ],
)
def test_pages_of_allauth_that_we_do_not_use_are_not_there(signed_in: SignIn, url: str) -> None:
    assert signed_in(make_staff()).get(url).status_code == 404


def test_the_folder_itself_leads_on(client: Client, signed_in: SignIn) -> None:
    assert client.get("/accounts/")["Location"].startswith("/accounts/login/")
    assert signed_in(make_staff()).get("/accounts/")["Location"] == "/settings/profile/"


def test_who_is_signed_in_is_led_past_the_sign_in_page(signed_in: SignIn) -> None:
    assert signed_in(make_staff(role=Role.VIEWER)).get("/accounts/login/?next=/settings/")["Location"] == "/settings/"
