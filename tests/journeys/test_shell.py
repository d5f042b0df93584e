"""The frame around every page, the palette and the pages for what goes wrong, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.look import look
from tests.makers import make_company, make_contact, make_idea, make_staff
from wellheard.workspace.models import Staff

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_frame_looks_right(page: Page, live_server: LiveServer, browser_signed_in: Callable[[Staff], None]) -> None:
    browser_signed_in(make_staff(name="Ines Calder"))
    make_idea("Keep working without a signal")
    page.goto(f"{live_server.url}/find/?q=signal")
    look(page, "find")


def test_the_palette_opens_by_key_finds_and_leads_there(
    page: Page, live_server: LiveServer, browser_signed_in: Callable[[Staff], None]
) -> None:
    browser_signed_in(make_staff(name="Ines Calder"))
    make_company(name="Offley Lifts", mrr=2480)
    page.goto(f"{live_server.url}/find/")
    page.keyboard.press("Control+k")
    palette = page.get_by_role("dialog", name="Find or do")
    expect(palette).to_be_visible()
    expect(palette.get_by_role("link", name="Answers", exact=True)).to_be_visible()
    page.keyboard.type("offl")
    expect(palette.get_by_role("link", name="Offley Lifts")).to_be_visible()
    look(page, "palette")


def test_the_page_for_nothing_here_looks_right(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/no-such-place/")
    look(page, "not-found")
