"""Coming in, as a new colleague does it: by invitation, with an app, with a passkey, through the company's own sign-in."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.cache import cache
from playwright.sync_api import CDPSession, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.accounts import oidc_provider
from tests.accounts.authenticator_app import code_of
from tests.journeys.look import look
from tests.makers import make_area, make_category, make_feedback, make_product, make_staff, make_team
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.workspace import commands
from wellheard.workspace.installation import forget
from wellheard.workspace.models import Staff, Vendor
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "a boat full of quiet otters"
SignIn = Callable[[Staff], None]


@pytest.fixture(autouse=True)
def _nobody_has_guessed_yet() -> None:
    cache.clear()


@pytest.fixture
def ines() -> Staff:
    """Make the admin of a vendor that is set up."""
    Vendor.objects.create(pk=1, name="Northwind Field Service")
    forget()
    return make_staff(name="Ines Calder", email="ines@northwind.example")


def there(live_server: LiveServer, link: str) -> str:
    """Return a mailed link on the test's own server."""
    return live_server.url + link.removeprefix(settings.BASE_URL)


def join(page: Page, live_server: LiveServer, ines: Staff) -> None:
    """Accept an invitation as Bob Marsh."""
    _invitation, link = commands.invite_staff(email="bob@northwind.example", role="agent", by=ines)
    page.goto(there(live_server, link))
    page.get_by_label("Name").fill("Bob Marsh")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Join").click()
    page.wait_for_url(f"{live_server.url}/")


def sign_out(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def give_password(page: Page) -> None:
    """Type address and password on the sign-in page."""
    page.get_by_label("Work mail").fill("bob@northwind.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def confirm(page: Page) -> None:
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def test_a_colleague_accepts_adds_an_app_and_signs_in_with_it(page: Page, live_server: LiveServer, ines: Staff) -> None:
    join(page, live_server, ines)
    page.goto(f"{live_server.url}/settings/profile/")
    page.get_by_role("link", name="Add an app").click()
    confirm(page)
    secret = page.locator("[data-secret]").inner_text()
    look(page, "sign-in-app")
    page.get_by_label("Code from the app").fill(code_of(secret))
    page.get_by_role("button", name="Add the app").click()
    expect(page.get_by_role("heading", name="Write down your recovery codes")).to_be_visible()
    expect(page.locator("[data-codes] li")).to_have_count(10)
    look(page, "sign-in-codes")
    page.get_by_role("link", name="I have them").click()
    expect(page.get_by_text("your password also asks for a code")).to_be_visible()
    assert OutgoingMail.objects.filter(subject="An authenticator app was added to your sign-in.").exists()
    sign_out(page, live_server)
    cache.clear()

    give_password(page)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    look(page, "sign-in-step")
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()

    page.wait_for_url(f"{live_server.url}/")
    page.goto(f"{live_server.url}/settings/profile/")
    expect(page.get_by_role("heading", name="Your profile")).to_be_visible()


@pytest.fixture
def passkey_device(page: Page) -> CDPSession:
    """Give the browser a device that keeps passkeys and knows its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def test_a_passkey_signs_in_alone_confirms_and_can_be_taken_out(
    page: Page, live_server: LiveServer, ines: Staff, passkey_device: CDPSession
) -> None:
    join(page, live_server, ines)
    page.goto(f"{live_server.url}/settings/profile/")
    page.get_by_role("link", name="Add a passkey").click()
    confirm(page)
    look(page, "sign-in-passkey")
    page.get_by_label("Name").fill("Laptop")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Write down your recovery codes")).to_be_visible()
    page.goto(f"{live_server.url}/settings/profile/")
    expect(page.get_by_text("Laptop")).to_be_visible()
    look(page, "settings-profile")
    sign_out(page, live_server)

    page.goto(f"{live_server.url}/accounts/login/?next=/settings/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{live_server.url}/settings/")

    page.goto(f"{live_server.url}/accounts/2fa/passkeys/reauthenticate/?next=/settings/profile/")
    look(page, "sign-in-confirm-passkey")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{live_server.url}/settings/profile/")
    page.get_by_role("link", name="Take out “Laptop”").click()
    look(page, "sign-in-passkey-removal")
    page.get_by_role("button", name="Take it out").click()
    page.wait_for_url(f"{live_server.url}/settings/profile/")
    expect(page.get_by_text("Laptop")).to_have_count(0)


def test_a_passkey_serves_as_the_second_step_too(
    page: Page, live_server: LiveServer, ines: Staff, passkey_device: CDPSession
) -> None:
    join(page, live_server, ines)
    page.goto(f"{live_server.url}/accounts/2fa/passkeys/add/")
    confirm(page)
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Write down your recovery codes")).to_be_visible()
    sign_out(page, live_server)

    give_password(page)
    page.get_by_role("button", name="Use a passkey").click()

    page.wait_for_url(f"{live_server.url}/")


def test_a_passkey_that_is_refused_says_so_and_the_password_still_works(
    page: Page, live_server: LiveServer, ines: Staff, passkey_device: CDPSession
) -> None:
    join(page, live_server, ines)
    sign_out(page, live_server)
    page.get_by_role("button", name="Use a passkey").click()

    expect(page.get_by_text("The passkey was not used.")).to_be_visible(timeout=70_000)

    give_password(page)
    page.wait_for_url(f"{live_server.url}/")


def test_the_companys_own_sign_in_opens_although_it_is_another_host(
    page: Page, live_server: LiveServer, ines: Staff, settings: Settings
) -> None:
    with oidc_provider.running() as provider:
        provider.person = {"sub": "1", "email": ines.email, "email_verified": True, "name": "Ines Calder"}
        provider.callbacks = {f"{live_server.url}/accounts/oidc/sso/login/callback/"}
        settings.OIDC_ISSUER, settings.OIDC_NAME = provider.issuer, "Northwind sign-in"
        app = {
            "provider_id": "sso",
            "name": "Northwind sign-in",
            "client_id": oidc_provider.CLIENT_ID,
            "secret": oidc_provider.CLIENT_SECRET,
            "settings": {"server_url": provider.issuer},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        page.goto(f"{live_server.url}/accounts/login/?next=/settings/")
        look(page, "sign-in")

        page.get_by_role("button", name="Northwind sign-in").click()

        page.wait_for_url(f"{live_server.url}/settings/")
        assert provider.problems == []


def test_the_first_admin_sets_wellheard_up(page: Page, live_server: LiveServer) -> None:
    page.goto(there(live_server, commands.make_set_up_link()))
    look(page, "set-up")
    page.get_by_label("Your company").fill("Northwind Field Service")
    page.get_by_label("Your first product").fill("Field app")
    page.get_by_label("Your name").fill("Ines Calder")
    page.get_by_label("Work mail").fill("ines@northwind.example")
    page.get_by_label("Password").fill("short")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("alert")).to_contain_text("One thing to put right")
    look(page, "set-up-wrong")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Begin").click()

    page.wait_for_url(re.compile("/settings/setting-up/"))
    page.goto(f"{live_server.url}/settings/categories/")
    expect(page.get_by_role("link", name="Did not know it exists")).to_be_visible()


def test_the_pages_around_signing_in_look_right(page: Page, live_server: LiveServer, ines: Staff) -> None:
    _invitation, link = commands.invite_staff(email="bob@northwind.example", role="agent", by=ines)
    pages = {
        "sign-in-wrong-link": "/invitation/nonsense/",
        "sign-in-invitation": link.removeprefix(settings.BASE_URL),
        "sign-in-closed": "/accounts/signup/",
        "sign-in-reset": "/accounts/password/reset/",
        "sign-in-reset-sent": "/accounts/password/reset/done/",
        "sign-in-reset-wrong": "/accounts/password/reset/key/1-nonsense/",
        "sign-in-reset-done": "/accounts/password/reset/key/done/",
        "sign-in-inactive": "/accounts/inactive/",
        "sign-in-cancelled": "/accounts/sso/cancelled/",
        "sign-in-error": "/accounts/sso/error/",
    }
    for name, path in pages.items():
        page.goto(live_server.url + path)
        look(page, name)


@pytest.fixture
def northwind(ines: Staff, browser_signed_in: SignIn) -> dict[str, str]:
    """Fill every settings page, sign Ines in, and return the pages by the name of their picture."""
    browser_signed_in(ines)
    commands.add_standard_categories()
    bob = make_staff(name="Bob Marsh", role=Role.AGENT, email="bob@northwind.example")
    make_staff(name="Joel Amberg", role=Role.SALES, is_active=False)
    teams = [make_team(name=name) for name in ("Field", "Office")]
    bob.teams.add(teams[0])
    top = make_area(name="Invoicing", team=teams[1], product=make_product(name="FieldWork"))
    part = make_area(name="Reminders", product=top.product, parent=top)
    make_area(name="Reminders by text", product=top.product, parent=part)
    kind = make_category(name="Wish")
    make_feedback(area=top, category=kind)
    commands.invite_staff(email="anna@northwind.example", role="success", by=ines)
    commands.make_token(name="Help desk", by=ines)
    return {
        "settings": "/settings/",
        "settings-roles": "/settings/roles/",
        "settings-company": "/settings/company/",
        "settings-staff": "/settings/staff/",
        "settings-staff-member": f"/settings/staff/{bob.pk}/",
        "settings-areas": "/settings/areas/",
        "settings-area": f"/settings/areas/{part.pk}/",
        "settings-area-new": f"/settings/products/{top.product_id}/areas/new/",
        "settings-area-removal": f"/settings/areas/{top.pk}/removal/",
        "settings-product": f"/settings/products/{top.product_id}/",
        "settings-product-new": "/settings/products/new/",
        "settings-team": f"/settings/teams/{teams[0].pk}/",
        "settings-team-new": "/settings/teams/new/",
        "settings-categories": "/settings/categories/",
        "settings-category": f"/settings/categories/{kind.pk}/",
        "settings-category-removal": f"/settings/categories/{kind.pk}/removal/",
        "settings-tokens": "/settings/tokens/",
        "settings-password": "/accounts/password/change/",
        "settings-confirm": "/accounts/reauthenticate/?next=/settings/",
    }


@pytest.mark.parametrize("third", [0, 1, 2])
def test_the_settings_look_right(page: Page, live_server: LiveServer, northwind: dict[str, str], third: int) -> None:
    for name, path in list(northwind.items())[third::3]:
        page.goto(live_server.url + path)
        look(page, name)


def test_what_is_shown_once_and_what_two_edit_at_once_look_right(
    page: Page, live_server: LiveServer, ines: Staff, browser_signed_in: SignIn
) -> None:
    area = make_area(name="Invoicing")
    browser_signed_in(ines)
    page.goto(f"{live_server.url}/settings/tokens/")
    page.get_by_label("What it is for").fill("Help desk")
    page.get_by_role("button", name="Make a token").click()
    expect(page.get_by_label("Help desk")).to_have_value(re.compile("^wh_[A-Za-z0-9_-]{43}$"))
    look(page, "settings-token-made")
    page.goto(f"{live_server.url}/settings/staff/")
    page.get_by_label("Work mail").fill("anna@northwind.example")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("heading", name="An invitation is on its way to anna@northwind.example")).to_be_visible()
    look(page, "settings-invitation-link")
    page.goto(f"{live_server.url}/settings/areas/{area.pk}/")
    commands.edit_area(area_id=area.pk, version=1, name="Billing", parent=None, team=None)
    page.get_by_label("Name").fill("Invoices")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="What stands now")).to_be_visible()
    look(page, "settings-two-at-once")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("“Invoices” is saved.")).to_be_visible()
