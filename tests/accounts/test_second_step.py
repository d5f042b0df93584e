"""The second step: authenticator app, recovery codes, and what a passkey's answer may not do."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client, override_settings
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.accounts.authenticator_app import code_of
from tests.makers import make_staff
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.workspace.models import Staff

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _nobody_has_guessed_yet() -> None:
    cache.clear()


def confirm(browser: Client, url: str) -> None:
    """Give the password again, as the page asks."""
    page = browser.get(url, follow=True)
    assert "Confirm that it is you" in page.content.decode()
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": url})


def add_app(browser: Client) -> tuple[str, list[str]]:
    """Add an authenticator app and return its secret and the recovery codes shown."""
    confirm(browser, "/accounts/2fa/totp/activate/")
    secret = browser.get("/accounts/2fa/totp/activate/").context["form"].secret
    page = browser.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)}, follow=True)
    return secret, page.context["unused_codes"]


def test_with_an_app_the_password_alone_no_longer_opens(signed_in: SignIn, client: Client) -> None:
    ines = make_staff()
    secret, codes = add_app(signed_in(ines))
    assert len(codes) == 10

    response = client.post("/accounts/login/", {"login": ines.email, "password": PASSWORD})
    assert response["Location"].startswith("/accounts/2fa/authenticate/")
    assert "_auth_user_id" not in client.session
    assert "One more step" in client.get("/accounts/2fa/authenticate/").content.decode()
    cache.clear()
    assert client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)}).status_code == 302
    assert client.session["_auth_user_id"] == str(ines.pk)


def test_the_app_is_told_and_noted(
    signed_in: SignIn, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        add_app(signed_in(make_staff()))

    assert OutgoingMail.objects.get().subject == "An authenticator app was added to your sign-in."
    assert Fact.objects.get(name="staff.sign_in_changed").details == {"what": "totp_activated"}


def test_the_secret_is_kept_unreadable(signed_in: SignIn) -> None:
    ines = make_staff()
    secret, codes = add_app(signed_in(ines))

    kept = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert secret not in kept
    assert not any(code in kept for code in codes)


def test_under_another_secret_key_codes_are_wrong_not_an_error_page(signed_in: SignIn, client: Client) -> None:
    ines = make_staff()
    secret, _codes = add_app(signed_in(ines))
    with override_settings(SECRET_KEY="another key from another machine"):
        client.post("/accounts/login/", {"login": ines.email, "password": PASSWORD})

        page = client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})

    assert page.status_code == 200
    assert "This code is not right" in page.content.decode()


def test_a_recovery_code_opens_once(signed_in: SignIn) -> None:
    ines = make_staff()
    _secret, codes = add_app(signed_in(ines))
    first, second = Client(), Client()
    for browser in (first, second):
        browser.post("/accounts/login/", {"login": ines.email, "password": PASSWORD})

    assert first.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == 302
    again = second.post("/accounts/2fa/authenticate/", {"code": codes[0]})

    assert "This code is not right" in again.content.decode()
    assert "9 are left." in first.get("/settings/profile/").content.decode()


def test_recovery_codes_are_shown_once(signed_in: SignIn) -> None:
    browser = signed_in(make_staff())
    _secret, codes = add_app(browser)

    later = browser.get("/accounts/2fa/recovery-codes/").content.decode()

    assert not any(code in later for code in codes)
    assert "10 of your codes are left" in later


def test_new_recovery_codes_end_the_old_ones(signed_in: SignIn) -> None:
    ines = make_staff()
    browser = signed_in(ines)
    _secret, codes = add_app(browser)
    assert "will no longer work" in browser.get("/accounts/2fa/recovery-codes/generate/").content.decode()

    page = browser.post("/accounts/2fa/recovery-codes/generate/", follow=True)

    assert not set(page.context["unused_codes"]) & set(codes)
    other = Client()
    other.post("/accounts/login/", {"login": ines.email, "password": PASSWORD})
    assert "not right" in other.post("/accounts/2fa/authenticate/", {"code": codes[0]}).content.decode()


def test_the_app_can_be_taken_out_again(signed_in: SignIn, client: Client) -> None:
    ines = make_staff()
    browser = signed_in(ines)
    add_app(browser)
    assert "Take out the authenticator app?" in browser.get("/accounts/2fa/totp/deactivate/").content.decode()

    browser.post("/accounts/2fa/totp/deactivate/")

    assert not Authenticator.objects.exists()
    assert client.post("/accounts/login/", {"login": ines.email, "password": PASSWORD})["Location"] == "/"


def test_guessing_codes_is_stopped(signed_in: SignIn, client: Client) -> None:
    ines = make_staff()
    secret, _codes = add_app(signed_in(ines))
    cache.clear()
    client.post("/accounts/login/", {"login": ines.email, "password": PASSWORD})
    for guess in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": f"00000{guess}"})

    page = client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})

    assert "Too many tries" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_nothing_about_signing_in_changes_without_the_password_again(signed_in: SignIn) -> None:
    browser = signed_in(make_staff())

    for url in ("/accounts/2fa/totp/activate/", "/accounts/2fa/passkeys/add/"):
        assert browser.get(url)["Location"].startswith("/accounts/reauthenticate/?next=")
        assert browser.post(url, {"code": "123456"}).status_code == 302
    wrong = browser.post("/accounts/reauthenticate/", {"password": "not it", "next": "/settings/"})
    assert "This is not your password." in wrong.content.decode()
    assert not Authenticator.objects.exists()


def test_the_second_step_is_only_for_who_passed_the_first(client: Client) -> None:
    assert client.get("/accounts/2fa/authenticate/")["Location"] == "/accounts/login/"
    assert client.post("/accounts/2fa/authenticate/", {"code": "123456"})["Location"] == "/accounts/login/"


HOSTILE = [
    "",
    "null",
    "1",
    '"x"',
    "[]",
    "{}",
    "{",
    "\x00",
    '{"response": null}',
    '{"response": {"userHandle": 7}}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"userHandle": "!!"}}',
    '{"id": "AA", "rawId": "AA", "response": {"clientDataJSON": "e30", "signature": "AA", "userHandle": "OTk5OTk5OTk5OTk5OTk"}}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "e30", "authenticatorData": "'
    + "A" * 400
    + '", "signature": "AA", "userHandle": "MQ"}}',
    "[" * 2000,
]


@pytest.mark.parametrize("credential", HOSTILE)
def test_a_passkeys_answer_that_cannot_be_read_signs_nobody_in(client: Client, credential: str) -> None:
    make_staff(pk=1)
    assert client.get("/accounts/2fa/passkeys/login/", headers={"accept": "application/json"}).json()["request_options"]

    page = client.post("/accounts/2fa/passkeys/login/", {"credential": credential}, follow=True)

    assert page.status_code == 200
    assert "Sign in" in page.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("credential", HOSTILE)
def test_a_passkey_that_cannot_be_read_is_not_added(signed_in: SignIn, credential: str) -> None:
    browser = signed_in(make_staff())
    confirm(browser, "/accounts/2fa/passkeys/add/")
    browser.get("/accounts/2fa/passkeys/add/")

    page = browser.post("/accounts/2fa/passkeys/add/", {"name": "Laptop", "credential": credential})

    assert page.status_code == 200
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("credential", HOSTILE)
def test_a_passkey_that_cannot_be_read_is_no_second_step(signed_in: SignIn, client: Client, credential: str) -> None:
    ines = make_staff()
    add_app(signed_in(ines))
    client.post("/accounts/login/", {"login": ines.email, "password": PASSWORD})

    page = client.post("/accounts/2fa/authenticate/", {"credential": credential})

    assert page.status_code == 200
    assert "_auth_user_id" not in client.session


def test_another_persons_passkey_can_be_neither_renamed_nor_taken_out(signed_in: SignIn) -> None:
    bob, browser = make_staff(), signed_in(make_staff())
    passkey = Authenticator.objects.create(
        user=bob, type=Authenticator.Type.WEBAUTHN, data={"name": "Laptop", "credential": {}}
    )
    confirm(browser, "/accounts/2fa/passkeys/add/")

    for noun in ("removal", "name"):
        assert browser.get(f"/accounts/2fa/passkeys/{passkey.pk}/{noun}/").status_code == 404
        assert browser.post(f"/accounts/2fa/passkeys/{passkey.pk}/{noun}/", {"name": "Mine"}).status_code == 404


def test_ones_own_passkey_is_renamed_and_taken_out(signed_in: SignIn) -> None:
    ines = make_staff()
    browser = signed_in(ines)
    passkey = Authenticator.objects.create(
        user=ines, type=Authenticator.Type.WEBAUTHN, data={"name": "Laptop", "credential": {}}
    )
    confirm(browser, "/accounts/2fa/passkeys/add/")

    for name in ("", "\x00", "x" * 10_000):
        page = browser.post(f"/accounts/2fa/passkeys/{passkey.pk}/name/", {"name": name})
        assert 'aria-invalid="true"' in page.content.decode()
    browser.post(f"/accounts/2fa/passkeys/{passkey.pk}/name/", {"name": "Work laptop"})
    assert "Work laptop" in browser.get("/settings/profile/").content.decode()
    assert "Take out “Work laptop”?" in browser.get(f"/accounts/2fa/passkeys/{passkey.pk}/removal/").content.decode()
    browser.post(f"/accounts/2fa/passkeys/{passkey.pk}/removal/")

    assert not Authenticator.objects.exists()
    assert OutgoingMail.objects.latest("pk").subject == "A passkey was taken out of your sign-in."
