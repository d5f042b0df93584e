"""A system of sales as admins connect it, and a deal it deleted as sellers see it."""

from collections.abc import Callable
from ipaddress import ip_network

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.connect.crm.stand_in import on_loopback
from tests.connect.crm.stand_in_salesforce import SalesforceStandIn
from tests.deals.makers import heard
from tests.journeys.look import look
from tests.makers import make_company, make_staff
from wellheard.foundation import clock
from wellheard.listen.deals.commands import withdraw_deal
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

SignIn = Callable[[Staff], None]


@pytest.fixture
def crm_outside(settings: LazySettings) -> None:
    """Let loopback be asked."""
    settings.HTTP_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]


def test_salesforce_is_connected_told_its_fields_and_says_what_is_wrong(
    live_server: LiveServer, page: Page, browser_signed_in: SignIn, crm_outside: None
) -> None:
    there = SalesforceStandIn()
    with on_loopback(there):
        browser_signed_in(make_staff(name="Ada Lind", role=Role.ADMIN))
        page.goto(f"{live_server.url}/settings/crm/")
        page.get_by_role("link", name="Salesforce").click()
        expect(page.get_by_label("Consumer key of your app")).to_be_visible()
        look(page, "salesforce-new")
        page.get_by_label("Address of your org").fill(there.url)
        page.get_by_label("Consumer key of your app").fill("consumer-key")
        page.get_by_label("Consumer secret of your app").fill("consumer-secret")
        page.get_by_role("button", name="Connect Salesforce").click()
        expect(page.get_by_role("heading", name="It is connected")).to_be_visible()
        look(page, "salesforce-connected")
        page.get_by_role("link", name="To the connection").click()
        page.get_by_role("link", name="Fields").click()
        expect(page.get_by_label("Currency of the amounts")).to_be_visible()
        look(page, "salesforce-fields")
        page.get_by_label("Why a deal was lost").select_option("LossReason__c")
        page.get_by_label("Currency of the amounts").select_option("EUR")
        page.get_by_role("button", name="Save").click()
        there.key = "another"
        page.get_by_role("button", name="Ask Salesforce now").click()
        expect(page.get_by_text("copy both from your app once more").first).to_be_visible()
        look(page, "salesforce-refused")


def test_a_deal_that_was_deleted_at_its_source_stands_apart_and_says_so(
    live_server: LiveServer, page: Page, browser_signed_in: SignIn
) -> None:
    make_company(name="Greenfield", external_id="c1")
    heard(
        external_id="7",
        title="Greenfield, 40 crews",
        company_key="c1",
        outcome="lost",
        closed_on=clock.today(),
        missing=("Offline",),
    )
    heard(external_id="8", title="Northwind", outcome="won", closed_on=clock.today())
    withdraw_deal(source="hubspot", external_id="7")
    browser_signed_in(make_staff(name="Sam Seller", role=Role.SALES))
    page.goto(f"{live_server.url}/deals/")
    expect(page.get_by_text("Northwind")).to_be_visible()
    expect(page.get_by_text("Greenfield, 40 crews")).to_have_count(0)
    look(page, "deals-beside-deleted")
    page.get_by_role("link", name="Deleted at its source 1").click()
    page.get_by_role("link", name="Greenfield, 40 crews").click()
    expect(page.get_by_text("It was deleted in hubspot")).to_be_visible()
    look(page, "deal-deleted")
