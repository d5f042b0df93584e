"""Goals and aims as people see them: an objective set, measured, spoken of and closed, and the three aims beside it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.look import look
from tests.learn.worlds import deal, left, missed, released
from tests.makers import make_company, make_contact, make_idea, make_staff
from wellheard.foundation import clock
from wellheard.learn.goals import commands
from wellheard.learn.goals.models import KeyResult
from wellheard.listen.conversations.models import Conversation
from wellheard.workspace.models import Staff

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

SignIn = Callable[[Staff], None]


def a_quarter() -> None:
    """Let deals be lost and won, companies leave and come back, and some write."""
    now, today = clock.now(), clock.today()
    idea = make_idea("Export to PDF")
    for number, name in enumerate(("Sandgate Roofing", "Voltwerk", "Brill & Zoon")):
        firm = make_company(name=name, mrr=400 + number)
        lost = deal(firm, today - timedelta(days=40), title=f"{name}, yearly", reporting_minor=1_200_000)
        missed(lost, idea, now - timedelta(days=40))
        talk = {"channel": "email", "company": firm, "requester": make_contact(company=firm), "waits_for": "us"}
        Conversation.objects.create(started_at=now, last_message_at=now, **talk)
    released(idea, now - timedelta(days=1))
    deal(firm, today, "won", title="Brill & Zoon, again")
    left(firm, today - timedelta(days=2), returned_on=today, mrr_minor=40_000)


def test_an_objective_is_set_measured_spoken_of_and_closed(
    live_server: LiveServer, page: Page, browser_signed_in: SignIn
) -> None:
    a_quarter()
    browser_signed_in(make_staff(name="Ines Calder"))
    page.goto(f"{live_server.url}/goals/")
    look(page, "goals-empty")
    page.get_by_role("link", name="Set an objective").click()
    page.get_by_label("What do we want to reach?").fill("Win back who missed the export")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Add a key result").click()
    page.get_by_label("By what shall we know?").fill("Deals won")
    page.get_by_label("Read from").select_option(label="Win rate")
    page.get_by_label("From", exact=True).fill("20")
    page.get_by_label("To", exact=True).fill("60")
    look(page, "key-result-editing")
    page.get_by_role("button", name="Save").click()
    with clock.at(clock.now() - timedelta(days=20)):
        commands.note_value(result_id=KeyResult.objects.get().pk)
    page.get_by_role("link", name="Deals won").click()
    page.get_by_text("At risk", exact=True).click()
    page.get_by_label("What happened, and what comes next?").fill("One of four. We call the other two.")
    page.get_by_role("button", name="Note it").click()
    expect(page.get_by_text("Noted, with the value as of now.")).to_be_visible()
    look(page, "key-result")
    page.goto(f"{live_server.url}/goals/")
    look(page, "goals")
    page.get_by_role("link", name="Win back who missed the export").click()
    page.get_by_role("link", name="Close with a grade").click()
    page.get_by_label("Grade, from 0 to 1").fill("0.6")
    look(page, "goal-closing")
    page.get_by_role("button", name="Close the objective").click()
    expect(page.get_by_role("heading", name="Closed with 0.60 of 1")).to_be_visible()


def test_the_three_aims_stand_on_one_page(live_server: LiveServer, page: Page, browser_signed_in: SignIn) -> None:
    a_quarter()
    browser_signed_in(make_staff(name="Ines Calder"))
    page.goto(f"{live_server.url}/figures/aims/?period=year")
    look(page, "aims")
    page.get_by_role("link", name="Deals lost for what we now have").click()
    expect(page.get_by_role("heading", name="$36,000 was lost for want of what we have released since")).to_be_visible()
    look(page, "figure-money")
