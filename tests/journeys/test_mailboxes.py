"""An admin sets a mailbox up, tries it, and looks after what could not be read."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.journeys.look import look
from tests.makers import make_mailbox, make_staff
from wellheard.foundation import clock
from wellheard.listen.mailboxes import commands
from wellheard.listen.mailboxes.models import Mailbox
from wellheard.workspace.models import Staff

SignIn = Callable[[Staff], None]

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_mailbox_is_set_up_and_tried(page: Page, live_server: LiveServer, browser_signed_in: SignIn) -> None:
    browser_signed_in(make_staff())
    page.goto(f"{live_server.url}/settings/mailboxes/")
    look(page, "mailboxes-empty")
    page.get_by_role("link", name="Set up a mailbox").click()
    page.get_by_label("Name", exact=True).first.fill("Support")
    page.get_by_label("Address", exact=True).fill("support@vendor.example")
    page.get_by_label("We fetch mail from the mail server").check()
    page.get_by_text("Fetching by IMAP").click()
    page.locator("[name=imap_host]").fill("127.0.0.1")
    page.locator("[name=imap_port]").fill("1")
    page.get_by_text("Signing (DKIM)").click()
    page.get_by_label("Selector").fill("wellheard")
    look(page, "mailbox-new")
    page.get_by_role("button", name="Set up the mailbox").click()
    page.get_by_role("button", name="Try the connections").click()
    assert page.get_by_text("127.0.0.1 cannot be reached on port 1").is_visible()
    look(page, "mailbox-tried")


def test_mailboxes_and_the_quarantine_say_how_they_fare(
    page: Page, live_server: LiveServer, browser_signed_in: SignIn
) -> None:
    browser_signed_in(make_staff())
    make_mailbox(name="Support", address="support@vendor.example")
    failing = make_mailbox(name="Sales", address="sales@vendor.example", intake="imap", imap_host="imap.vendor.example")
    commands.note_sign_in_failed(mailbox_id=failing.pk, problem="The mail server does not let sales@vendor.example in.")
    Mailbox.objects.filter(name="Support").update(last_fetched_at=clock.now())
    mail = commands.keep_mail(raw=b"Subject: x\n\nwords", came_by="smtp", origin_key="1", mailbox=failing)
    commands.note_read(mail_id=mail.pk, message_id="<1@x>", subject="Rechnung 4711", sender="ines@acme.example")
    commands.quarantine_mail(mail_id=mail.pk, problem="The virus scanner found Eicar-Test-Signature in it.")
    page.goto(f"{live_server.url}/settings/mailboxes/")
    look(page, "mailboxes")
    page.goto(f"{live_server.url}/operations/quarantine/")
    look(page, "quarantine")
    page.get_by_role("button", name="Read all anew").click()
    assert page.get_by_text("Every mail that came in was read").is_visible()
    look(page, "quarantine-empty")
