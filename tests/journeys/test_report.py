"""The report of a quarter: drafted, written in, published, read on paper, and given to customers."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.look import look
from tests.makers import make_staff
from tests.reports.worlds import a_quarter
from wellheard.learn.reports.models import Report
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

SignIn = Callable[[Staff], None]


def test_a_report_is_drafted_written_published_and_given_to_customers(
    live_server: LiveServer, page: Page, browser_signed_in: SignIn
) -> None:
    world = a_quarter()
    browser_signed_in(make_staff(name="Ines Calder", role=Role.PRODUCT))

    page.goto(f"{live_server.url}/reports/")
    look(page, "reports-none")
    page.get_by_role("link", name="New report").click()
    page.get_by_label("From").fill(world.begins_on.isoformat())
    page.get_by_label("Until").fill(world.last_on.isoformat())
    page.get_by_role("button", name="Make the draft").click()
    expect(page.get_by_role("heading", name="They said 3 things.")).to_be_visible()
    look(page, "report")

    requests = page.locator("#requests")
    requests.get_by_text("Write what it means").click()
    requests.get_by_label("For us").fill("Offline is the one that sells.")
    look(page, "report-writing")
    requests.get_by_role("button", name="Save").click()
    expect(page.get_by_role("paragraph").filter(has_text="Offline is the one that sells.")).to_be_visible()

    page.get_by_role("link", name="Publish", exact=True).click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("The report is published.")).to_be_visible()
    page.get_by_role("link", name="For customers").click()
    page.get_by_role("button", name="Make a link for customers").click()
    look(page, "report-edition-preview")
    link = page.get_by_role("link", name="/portal/report/").get_attribute("href") or ""
    page.goto(f"{live_server.url}/portal/report/{link.split('/portal/report/')[1]}")
    expect(page.get_by_role("heading", name="You said 3 things.")).to_be_visible()
    look(page, "report-edition")
    page.goto(f"{live_server.url}/reports/{Report.objects.get().pk}/again/")
    look(page, "report-again")
    page.goto(f"{live_server.url}/reports/")
    look(page, "reports")
