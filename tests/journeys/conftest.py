"""A real browser, Debian's Chromium, in front of a real server."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import BrowserContext, Page, Playwright, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.look import watch
from wellheard.workspace.models import Staff

# Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = Path("/usr/bin/chromium")

# A machine that is busy with other tests answers later, not differently.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every journey, so that they can be left out where there is no browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def base_url() -> str:
    """Name no address for all tests: each live server has its own. (The plugin's own fixture is deprecated by pytest.)"""
    return ""


@pytest.fixture(scope="session")
def playwright(playwright: Playwright) -> Iterator[Playwright]:
    """Close the connection of Playwright's own context, which nobody else sees: it would keep the database from being dropped."""
    yield playwright
    connections.close_all()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Start Debian's Chromium, as root too, and let it talk to nobody but us."""
    return {
        "executable_path": str(CHROMIUM),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            # A page that asks for a picture of itself gets it, as if somebody had agreed.
            "--auto-accept-this-tab-capture",
        ],
    }


@pytest.fixture
def page(page: Page) -> Page:
    """Note what the browser complains of."""
    return watch(page)


@pytest.fixture
def browser_signed_in(context: BrowserContext, live_server: LiveServer) -> Callable[[Staff], None]:
    """Sign this person in without the sign-in page, which has its own tests."""

    def sign_in(staff: Staff) -> None:
        client = Client()
        client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])

    return sign_in
