"""Single sign-on against a provider that behaves as OpenID Connect says, and one that does not."""

import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from tests.accounts import oidc_provider
from tests.accounts.oidc_provider import CLIENT_ID, CLIENT_SECRET, Provider
from tests.makers import make_staff
from wellheard.workspace import commands
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]

INES = {"sub": "0815", "email": "Ines@Northwind.example", "email_verified": True, "name": "Ines Calder"}


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    """Run the provider and make it the installation's own."""
    cache.clear()
    with oidc_provider.running() as running:
        running.person = dict(INES)
        running.callbacks = {"http://testserver/accounts/oidc/sso/login/callback/"}
        settings.OIDC_ISSUER, settings.OIDC_NAME, settings.OIDC_DOMAINS = running.issuer, "Northwind sign-in", []
        app = {
            "provider_id": "sso",
            "name": "Northwind sign-in",
            "client_id": CLIENT_ID,
            "secret": CLIENT_SECRET,
            "settings": {"server_url": running.issuer},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        yield running


class _Stay(urllib.request.HTTPRedirectHandler):
    """Shows where a redirect leads instead of going there."""

    def redirect_request(self, *_asked: object) -> None:
        return None


def leave(client: Client, next_page: str = "") -> str:
    """Press the button and return where the page sends the browser."""
    page = client.post("/accounts/oidc/sso/login/", {"next": next_page} if next_page else {})
    found = re.fullmatch(r"0; url=(.+)", page.get("Refresh", ""))
    assert found, page.content.decode()
    return found[1]


def sent_back(address: str) -> str:
    """Follow the browser to the provider and return the path it is sent back to."""
    try:
        urllib.request.build_opener(_Stay).open(address)
    except urllib.error.HTTPError as answer:
        back = urlsplit(answer.headers["Location"])
        return f"{back.path}?{back.query}"
    raise AssertionError("the provider did not send the browser back")


def come_in(client: Client, next_page: str = "") -> Any:
    return client.get(sent_back(leave(client, next_page)))


def test_staff_come_in_by_the_address_their_provider_vouches_for(client: Client, provider: Provider) -> None:
    ines = make_staff(email="ines@northwind.example", role=Role.SALES)

    response = come_in(client)

    assert response["Location"] == "/"
    assert client.session["_auth_user_id"] == str(ines.pk)
    assert provider.problems == []
    ines.refresh_from_db()
    assert ines.check_password("correct horse battery")


def test_the_sign_in_page_offers_it_by_the_owners_words(client: Client, provider: Provider) -> None:
    assert "Northwind sign-in" in client.get("/accounts/login/").content.decode()


def test_without_a_provider_nothing_is_offered(client: Client) -> None:
    assert "oidc" not in client.get("/accounts/login/").content.decode()
    assert client.post("/accounts/oidc/sso/login/").status_code == 404
    assert client.get("/accounts/oidc/sso/login/callback/?code=x&state=y").status_code == 404


def test_the_second_time_one_is_known_by_the_providers_own_number(client: Client, provider: Provider) -> None:
    ines = make_staff(email="ines@northwind.example")
    come_in(client)
    provider.person["email"] = "ines.new@northwind.example"
    other = Client()

    come_in(other)

    assert other.session["_auth_user_id"] == str(ines.pk)
    assert SocialAccount.objects.count() == 1


def test_the_invited_join_in_the_role_they_were_invited_to(client: Client, provider: Provider) -> None:
    invitation, _link = commands.invite_staff(email="ines@northwind.example", role="product", by=make_staff())

    come_in(client)

    ines = Staff.objects.get(email="ines@northwind.example")
    assert (ines.name, ines.role, ines.has_usable_password()) == ("Ines Calder", Role.PRODUCT, False)
    assert client.session["_auth_user_id"] == str(ines.pk)
    invitation.refresh_from_db()
    assert invitation.accepted_by == ines


def test_a_named_domain_joins_as_viewer(client: Client, provider: Provider, settings: Settings) -> None:
    settings.OIDC_DOMAINS = ["northwind.example"]

    come_in(client)

    assert Staff.objects.get().role == Role.VIEWER


@pytest.mark.parametrize("domains", [[], ["example"], ["evil-northwind.example"], ["wind.example"]])
def test_anybody_else_is_refused_with_a_sentence(
    client: Client, provider: Provider, settings: Settings, domains: list[str]
) -> None:
    settings.OIDC_DOMAINS = domains

    page = come_in(client)

    assert page.status_code == 403
    assert "ines@northwind.example has no invitation. Ask an admin for one." in page.content.decode()
    assert not Staff.objects.exists()
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("vouching", [{"email_verified": False}, {"email": ""}, {"email": "nonsense"}])
def test_an_address_nobody_vouches_for_takes_over_nobody(
    client: Client, provider: Provider, settings: Settings, vouching: dict[str, object]
) -> None:
    settings.OIDC_DOMAINS = ["northwind.example"]
    make_staff(email="ines@northwind.example")
    provider.person |= vouching

    page = come_in(client)

    assert page.status_code == 403
    assert "does not vouch for your mail address" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_the_owner_may_trust_a_provider_that_leaves_it_out(
    client: Client, provider: Provider, settings: Settings
) -> None:
    ines = make_staff(email="ines@northwind.example")
    del provider.person["email_verified"]
    assert come_in(client).status_code == 403
    settings.OIDC_TRUST_EMAIL = True

    come_in(client)

    assert client.session["_auth_user_id"] == str(ines.pk)


def test_who_has_left_does_not_come_back_this_way(client: Client, provider: Provider) -> None:
    make_staff(email="ines@northwind.example", is_active=False)

    page = client.get(come_in(client)["Location"])

    assert "You can no longer sign in here" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_the_second_step_is_asked_here_too(client: Client, provider: Provider) -> None:
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(make_staff(email="ines@northwind.example"), "JBSWY3DPEHPK3PXP")

    assert come_in(client)["Location"].startswith("/accounts/2fa/authenticate/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(("asked", "led"), [("/settings/", "/settings/"), ("https://evil.example/", "/")])
def test_one_is_led_on_to_our_own_pages_only(client: Client, provider: Provider, asked: str, led: str) -> None:
    make_staff(email="ines@northwind.example")

    assert come_in(client, asked)["Location"] == led


@pytest.mark.parametrize("trouble", ["wrong audience", "wrong issuer", "expired"])
def test_a_token_meant_for_somebody_else_or_long_ago_opens_nothing(
    client: Client, provider: Provider, trouble: str
) -> None:
    make_staff(email="ines@northwind.example")
    provider.trouble = trouble

    page = come_in(client)

    assert page.status_code == 401
    assert "did not answer as it should" in page.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("trouble", ["down", "garbage"])
def test_a_provider_that_is_down_is_a_sentence_before_and_after(
    client: Client, provider: Provider, trouble: str
) -> None:
    make_staff(email="ines@northwind.example")
    back = sent_back(leave(client))
    provider.trouble = trouble

    for page in (client.post("/accounts/oidc/sso/login/"), client.get(back)):
        assert page.status_code in {401, 502}
        assert "did not answer as it should" in page.content.decode()


def test_a_provider_nobody_listens_for_is_a_sentence(client: Client, settings: Settings, provider: Provider) -> None:
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://127.0.0.1:9"

    assert client.post("/accounts/oidc/sso/login/").status_code == 502


def test_who_stops_at_the_provider_is_told_so(client: Client, provider: Provider) -> None:
    provider.trouble = "denied"

    page = client.get(come_in(client)["Location"])

    assert "You did not sign in" in page.content.decode()


def test_an_answer_nobody_asked_for_is_refused(client: Client, provider: Provider) -> None:
    make_staff(email="ines@northwind.example")
    back = sent_back(leave(client))
    stranger = Client()

    for path in (back, "/accounts/oidc/sso/login/callback/", "/accounts/oidc/sso/login/callback/?code=%00&state=%00"):
        page = stranger.get(path)
        assert page.status_code == 401
        assert "did not answer as it should" in page.content.decode()
    assert "_auth_user_id" not in stranger.session


def test_a_code_is_used_once_and_only_with_its_own_pkce(client: Client, provider: Provider) -> None:
    make_staff(email="ines@northwind.example")
    asked = parse_qs(urlsplit(leave(client)).query)
    assert asked["code_challenge_method"] == ["S256"]
    first, second = leave(client), leave(client)
    stolen = parse_qs(urlsplit(sent_back(first)).query)["code"][0]
    state = parse_qs(urlsplit(second).query)["state"][0]

    page = client.get(f"/accounts/oidc/sso/login/callback/?code={stolen}&state={state}")

    assert page.status_code == 401
    assert provider.problems == ["invalid_grant"]


def test_opening_the_address_by_hand_starts_nothing(client: Client, provider: Provider) -> None:
    assert client.get("/accounts/oidc/sso/login/")["Location"] == "/accounts/login/"
    assert client.post("/accounts/oidc/sso/login/callback/").status_code == 405
    assert client.post("/accounts/oidc/other/login/").status_code == 404


def test_whoever_comes_by_it_needs_no_password_to_change_their_sign_in(client: Client, provider: Provider) -> None:
    commands.invite_staff(email="ines@northwind.example", role="agent", by=make_staff())
    come_in(client)

    assert client.get("/settings/profile/").status_code == 200
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
