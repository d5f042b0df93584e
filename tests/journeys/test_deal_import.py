"""An untidy file of deals comes in by the pages, to the end: what is doubtful is decided, mended, and nothing is lost."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.imports.made_deals import made_deals
from tests.journeys.look import look
from tests.makers import make_staff
from wellheard.customers.commands import add_company
from wellheard.foundation.facts.running import run_waiting_jobs
from wellheard.listen.deals.models import Deal, DealDoubt
from wellheard.workspace.commands import add_standard_reasons
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 150


@pytest.fixture(autouse=True)
def _files_of_this_test(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


def test_an_untidy_file_of_deals_comes_in_to_the_end(
    page: Page, live_server: LiveServer, browser_signed_in: Callable[[Staff], None], tmp_path: Path
) -> None:
    add_standard_reasons()
    made = made_deals(ROWS)
    for name in made.companies:
        add_company(name=name)
    file = tmp_path / "deals.csv"
    file.write_text(made.content)
    browser_signed_in(make_staff(role=Role.ADMIN))

    brought_in(page, live_server, file)
    expect(page.get_by_role("heading", name=f"{ROWS} new rows came in")).to_be_visible()
    assert Deal.objects.count() == ROWS
    look(page, "deal-import-done")
    page.get_by_role("link", name="Decide about them").click()
    decide(page)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Take them away as a file").click()
    mended = tmp_path / "mended.csv"
    mended.write_text(mend(Path(taken.value.path()).read_text(encoding="utf-8-sig"), made.companies[0]))
    brought_in(page, live_server, mended)
    expect(page.get_by_text("were new, ").first).to_be_visible()
    assert not DealDoubt.objects.standing().exists()
    assert Deal.objects.count() == ROWS
    page.get_by_role("link", name="See the deals").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("won")
    look(page, "deals-imported")


def brought_in(page: Page, live_server: LiveServer, file: Path) -> None:
    page.goto(f"{live_server.url}/imports/new/")
    page.get_by_label("Deals won and lost").check()
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Upload the file").click()
    expect(page.get_by_role("heading", name="This is what its first rows would become")).to_be_visible()
    stage = page.get_by_label("Verbal", exact=False)
    if stage.count():
        stage.first.select_option(label="Open")
    look(page, "deal-import-columns")
    page.get_by_role("button", name="Try the whole file").click()
    run_waiting_jobs()
    page.reload()
    page.get_by_role("button", name="Bring it in").click()
    run_waiting_jobs()
    page.reload()


def decide(page: Page) -> None:
    """Confirm the suggested companies, say what the stages mean, and leave the rest for the file."""
    expect(page.get_by_role("heading", name="Whose deals are these?")).to_be_visible()
    look(page, "deal-doubts")
    first = page.locator("form ul.rows > li").first
    first.get_by_placeholder("Another: name or id").press("Enter")
    expect(page.get_by_role("heading", name="Whose deals are these?")).to_be_visible()
    first.get_by_role("button", name="That is it").click()
    expect(page.get_by_text("now.").first).to_be_visible()
    page.get_by_role("button", name="Confirm all that are chosen here").click()
    expect(page.get_by_text("now.").first).to_be_visible()
    for stage in ("Paper process", "On ice"):
        page.get_by_label(stage).first.select_option(label="Open")
    page.get_by_role("button", name="Save what they mean").click()
    run_waiting_jobs()
    page.reload()
    page.get_by_role("link", name="Extension").or_(page.get_by_role("link", name="Pilot")).first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.go_back()
    look(page, "deal-doubts-left")


def mend(written: str, company: str) -> str:
    rows = list(csv.DictReader(io.StringIO(written)))
    assert rows
    for row in rows:
        row |= {"Account Name": company, "Amount": "1200", "Currency": "EUR", "Stage": "Open"}
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
