"""Many deals are placed at once, and two spellings of a competitor are joined."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.deals.makers import heard
from tests.journeys.look import look
from tests.makers import make_company, make_staff
from wellheard.workspace.models import Competitor, Staff
from wellheard.workspace.permissions import Role

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def test_two_spellings_of_a_competitor_are_joined_and_many_deals_placed(
    live_server: LiveServer, page: Page, browser_signed_in: Callable[[Staff], None]
) -> None:
    make_company(name="Greenfield Cooling Ltd.")
    for n in range(3):
        heard(
            title=f"Deal {n}",
            company_name="Greenfeld Cooling" if n else "Zebra",
            outcome="lost",
            competitor="Fieldly Inc." if n else "Fieldly",
        )
    browser_signed_in(make_staff(role=Role.SALES))
    page.goto(f"{live_server.url}/deals/?view=to_decide")
    look(page, "deals-to-decide")
    page.get_by_role("link", name="Deals name 2 companies").click()
    look(page, "deals-unplaced")
    page.get_by_role("button", name="That is it Greenfeld Cooling").click()
    expect(page.get_by_text("2 deals are Greenfield Cooling Ltd.’s now.")).to_be_visible()
    page.goto(f"{live_server.url}/competitors/{Competitor.objects.get(name='Fieldly Inc.').pk}/edit/")
    page.get_by_role("link", name="It is another one").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fieldly Inc. is another one, spelt otherwise")
    look(page, "competitor-joining")
    page.get_by_label("It is the same as").select_option(label="Fieldly")
    page.get_by_role("button", name="Join them for good").click()
    expect(page.get_by_text("“Fieldly Inc.” is a spelling of Fieldly now.")).to_be_visible()
    look(page, "competitor-joined")
