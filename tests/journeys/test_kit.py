"""Every piece of the design kit in a real browser: by day, by night, on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.look import look
from tests.makers import make_idea, make_staff
from wellheard.decide.models import Idea
from wellheard.workspace.models import Staff

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.web.sample_pages")]


@pytest.mark.parametrize("name", ["home", "empty", "form", "portal", "centre"])
def test_a_page_of_the_kit_looks_right(
    name: str, page: Page, live_server: LiveServer, browser_signed_in: Callable[[Staff], None]
) -> None:
    if name != "centre":
        browser_signed_in(make_staff(name="Ines Calder"))
    make_idea(status=Idea.Status.UNDER_REVIEW)
    page.goto(f"{live_server.url}/sample/{name}/")
    look(page, f"kit-{name}")


def test_a_form_says_what_is_wrong_and_leads_there(
    page: Page, live_server: LiveServer, browser_signed_in: Callable[[Staff], None]
) -> None:
    browser_signed_in(make_staff(name="Ines Calder"))
    page.goto(f"{live_server.url}/sample/form/")
    page.get_by_label("Ask how many of 100").fill("60")
    page.get_by_role("button", name="Start asking").click()
    page.get_by_role("alert").get_by_role("link", name="Write the question.").click()
    expect(page.get_by_label("Question")).to_be_focused()
    expect(page.get_by_label("Ask how many of 100")).to_have_value("60")
    look(page, "kit-form-errors")


@pytest.mark.parametrize("name", ["forbidden", "no-such-page"])
def test_a_refusal_looks_right(name: str, page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/sample/{name}/")
    look(page, f"kit-{name}")


def test_a_page_reads_from_right_to_left(
    page: Page, live_server: LiveServer, browser_signed_in: Callable[[Staff], None]
) -> None:
    browser_signed_in(make_staff(name="Ines Calder", language="ar"))
    page.goto(f"{live_server.url}/sample/home/")
    look(page, "kit-home-rtl")
    assert page.locator(".rail").bounding_box()["x"] > 700  # type: ignore[index]
