"""The page of the keys by which the vendor's product says who is signed in."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.makers import make_staff
from wellheard.customers.models import IdentityKey
from wellheard.workspace.models import Staff

pytestmark = pytest.mark.django_db

URL = reverse("settings_identity_keys")
SAID = {"name": "App", "algorithm": "HS256", "audience": "https://feedback.vendor.example"}


@pytest.fixture
def browser(signed_in: Callable[[Staff], Client]) -> Client:
    """Return an admin's browser."""
    return signed_in(make_staff())


def test_a_secret_is_shown_once(browser: Client) -> None:
    shown = browser.post(URL, SAID).content.decode()

    assert 'value="whs_' in shown
    assert "whs_" not in browser.get(URL).content.decode()


def test_a_private_key_is_sent_back_with_a_sentence(browser: Client) -> None:
    response = browser.post(URL, SAID | {"algorithm": "RS256", "pem": "-----BEGIN PRIVATE KEY-----\nMII"})

    assert response.status_code == 422
    assert "paste the public one" in response.content.decode()
    assert not IdentityKey.objects.exists()


def test_a_set_of_keys_is_taken_in_by_its_address(browser: Client) -> None:
    browser.post(URL, SAID | {"algorithm": "ES256", "url": "https://id.example/keys"})

    assert IdentityKey.objects.get().jwks_url == "https://id.example/keys"


def test_a_key_is_revoked(browser: Client) -> None:
    browser.post(URL, SAID)
    revocation = reverse("settings_identity_key_revocation", args=[IdentityKey.objects.get().pk])

    assert browser.get(revocation).status_code == 405
    browser.post(revocation)

    assert not IdentityKey.objects.usable().exists()
