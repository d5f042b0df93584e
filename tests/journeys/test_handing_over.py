"""From the vendor's product to the portal in a real browser: signed in, and no token left in the address."""

from datetime import timedelta

import jwt
import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from wellheard.customers.commands import make_identity_secret
from wellheard.foundation import clock

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_fragment_signs_in_and_is_gone(page: Page, live_server: LiveServer) -> None:
    _key, secret = make_identity_secret(name="App", audience="portal", by=None)
    said = {"sub": "u-17", "name": "Ada Stone", "aud": "portal", "exp": clock.now() + timedelta(minutes=5)}
    token = jwt.encode(said, secret, algorithm="HS256")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{live_server.url}/portal/roadmap/#token={token}")

    expect(page.locator(".portal-head")).to_contain_text("Ada Stone")
    expect(page).to_have_url(f"{live_server.url}/portal/roadmap/")
    assert token not in page.content()
    page.go_back()
    assert token not in page.url
    assert not [url for url in asked if token in url.partition("#")[0]]
