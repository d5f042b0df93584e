"""What an operator sees when something failed: why, and a button that puts it right."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.look import look
from tests.makers import make_staff
from tests.operations.jobs import make_job
from tests.operations.test_mailbox_page import make_failed_mail, make_mail
from tests.operations.test_reactions_page import make_failure
from wellheard.workspace.models import Staff

SignIn = Callable[[Staff], None]

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_operator_puts_a_failed_reaction_right(
    page: Page, live_server: LiveServer, browser_signed_in: SignIn
) -> None:
    make_failure()
    make_failure(error="OperationalError: the database system is shutting down")
    make_failure(status="todo")
    make_job(status="doing")
    browser_signed_in(make_staff())
    page.goto(f"{live_server.url}/operations/reactions/")
    look(page, "reactions-failed")
    page.get_by_role("button", name="Run all failed again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing has failed, and 4 reactions wait")
    page.get_by_role("link", name="Waiting").click()
    look(page, "reactions-waiting")


def test_an_operator_reads_a_mail_that_failed_and_tries_again(
    page: Page, live_server: LiveServer, browser_signed_in: SignIn
) -> None:
    mail = make_failed_mail()
    mail.body = (
        "Hello Ada,\n\nin March you wrote:\n\n> The export takes\n> a whole morning.\n\n"
        "It is quick now: https://vendor.example/changelog\n\nInes, Northwind"
    )
    mail.save(update_fields=["body"])
    make_mail(2)
    browser_signed_in(make_staff())
    page.goto(f"{live_server.url}/operations/mailbox/")
    look(page, "mailbox-failed")
    page.get_by_role("link", name=mail.subject).click()
    look(page, "mail-failed")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
