"""The settings for programs: webhooks with what they were sent, tokens, and what the API can do."""

from collections.abc import Callable
from datetime import timedelta
from ipaddress import ip_network

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.look import look
from tests.makers import make_staff
from wellheard.connect.webhooks import commands
from wellheard.connect.webhooks.models import Delivery, Endpoint
from wellheard.decide.commands import open_idea
from wellheard.foundation import clock
from wellheard.workspace.commands import make_token
from wellheard.workspace.models import Staff

pytestmark = pytest.mark.django_db(transaction=True)


def test_webhooks_tokens_and_the_description_as_people_see_them(
    live_server: LiveServer, page: Page, browser_signed_in: Callable[[Staff], None], settings: LazySettings
) -> None:
    ines = make_staff(name="Ines Calder")
    settings.HTTP_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]
    endpoint, _secret = commands.add_endpoint(url="http://127.0.0.1:9/", fact_names=["idea.opened"], by=ines)
    for title, outcome in (
        ("Work offline", commands.Outcome(204, "", 180)),
        ("Export to Excel", commands.Outcome(500, "<h1>Internal Server Error</h1>", 940)),
    ):
        open_idea(title=title, by=ines)
        commands.note_attempt(delivery_id=Delivery.objects.latest("pk").pk, outcome=outcome)
    commands.owe_test(endpoint_id=endpoint.pk)
    commands.rotate_secret(endpoint_id=endpoint.pk)
    Endpoint.objects.update(url="https://hooks.acme.example/wellheard", failing_since=clock.now() - timedelta(days=2))
    make_token(name="Help desk", by=ines, scopes=["feedback:write", "ideas:read"])
    browser_signed_in(ines)

    page.goto(f"{live_server.url}/settings/webhooks/")
    look(page, "settings-webhooks")
    page.get_by_role("link", name="hooks.acme.example").click()
    expect(page.get_by_text("the old secret signs too")).to_be_visible()
    look(page, "settings-webhook")
    page.get_by_label("State", exact=True).select_option("delivered")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".ledger > li")).to_have_count(1)
    page.goto(f"{live_server.url}/settings/webhooks/{endpoint.pk}/")
    page.get_by_text("What was sent, and what came back").nth(1).click()
    look(page, "settings-webhook-delivery")
    page.goto(f"{live_server.url}/settings/tokens/")
    look(page, "settings-tokens")
    page.goto(f"{live_server.url}/api/v1/docs")
    look(page, "api-docs")
