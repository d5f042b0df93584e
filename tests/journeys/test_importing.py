"""Somebody brings a file in by the pages: columns, trial, result."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.journeys.look import look
from tests.makers import make_staff
from wellheard.foundation.facts.running import run_waiting_jobs
from wellheard.workspace.models import Staff

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_file_comes_in_by_the_pages(
    page: Page, live_server: LiveServer, browser_signed_in: Callable[[Staff], None], tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    file = tmp_path / "accounts.csv"
    file.write_text("Account Name,Stage,Seats\nAcme,VIP,9\nBirch,vip,3\nCone,active,many\n")
    browser_signed_in(make_staff())
    page.goto(f"{live_server.url}/imports/")
    page.get_by_role("link", name="Upload a file").click()
    look(page, "import-new")
    page.get_by_label("Companies").check()
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Upload the file").click()
    look(page, "import-columns")
    page.get_by_role("button", name="Try the whole file").click()
    run_waiting_jobs()
    page.reload()
    look(page, "import-tried")
    page.get_by_role("button", name="Bring it in").click()
    run_waiting_jobs()
    page.reload()
    look(page, "import-done")
    page.goto(f"{live_server.url}/imports/")
    look(page, "imports")
