"""The figures and an export, looked at by day, by night and on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.look import look
from wellheard.web.demo.story import tell_story
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db(transaction=True)


def test_figures_lead_to_their_cases_and_a_list_leaves_as_a_file(
    page: Page, live_server: LiveServer, browser_signed_in: Callable[[Staff], None]
) -> None:
    tell_story({role.value: "correct horse battery" for role in Role})
    browser_signed_in(Staff.objects.get(name="Ines Calder"))

    page.goto(f"{live_server.url}/figures/?period=year")
    look(page, "figures")
    for key in ("first-answer", "decision", "fulfilment", "loop-closure", "silent-askers"):
        page.goto(f"{live_server.url}/figures/{key}/?period=year")
        look(page, f"figure-{key}")
    page.get_by_role("link", name="Export", exact=True).click()
    look(page, "export")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export as CSV").click()
    assert download.value.suggested_filename.startswith("figure-")

    page.goto(f"{live_server.url}/figures/targets/")
    look(page, "targets")
    page.get_by_label("Time to a decision").fill("20")
    page.get_by_role("button", name="Save the targets").click()
    expect(page.get_by_text("The targets are saved.")).to_be_visible()
    page.goto(f"{live_server.url}/companies/")
    look(page, "companies-export")
