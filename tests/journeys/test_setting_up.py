"""From the set-up link to the first answer sent, as a new owner goes."""

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.look import look
from tests.makers import make_company, make_contact, make_feedback, make_idea
from tests.postbox import Postbox
from wellheard.answer.models import Answer
from wellheard.answer.tasks import send_due_answers
from wellheard.decide.commands import link_feedback, record_decision
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.facts.running import run_waiting_jobs
from wellheard.workspace.commands import make_set_up_link
from wellheard.workspace.commands.notifying import notify
from wellheard.workspace.models import Area, Invitation, Notification, Staff

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _sent_at_once(settings: object) -> None:
    cache.clear()
    settings.HOLD_MINUTES = 0  # type: ignore[attr-defined]


def come_in(page: Page, server: LiveServer) -> None:
    link = make_set_up_link()
    page.goto(server.url + link[link.index("/set-up/") :])
    page.locator("[name=vendor_name]").fill("Harbour Software")
    page.locator("[name=product_name]").fill("Harbour")
    page.locator("[name=admin_name]").fill("Ada Berg")
    page.locator("[name=admin_email]").fill("ada@harbour.example")
    page.locator("[name=password]").fill("a tide of patient lanterns")
    page.get_by_role("button", name="Begin").click()


def answer_one_customer(page: Page, server: LiveServer) -> None:
    """What lies between is walked by hand in the journey of the whole loop."""
    contact = make_contact(name="Anneke Visser", company=make_company(name="Harbour Lift", mrr=2480))
    idea = make_idea("Keep working without a signal", owner=Staff.objects.get())
    link_feedback(feedback_id=make_feedback(contact=contact).pk, idea_id=idea.pk, by=None)
    record_decision(
        idea_id=idea.pk,
        version=idea.version,
        outcome="yes",
        reason="It pays.",
        public_reason="Most of you work underground.",
        revisit_on=None,
        by=Staff.objects.get(),
    )
    run_waiting_jobs()
    page.goto(server.url)
    look(page, "setting-up-home")
    send_due_answers(timestamp=0)
    run_waiting_jobs()


def test_a_new_owner_comes_to_the_first_answer(page: Page, live_server: LiveServer, postbox: Postbox) -> None:
    come_in(page, live_server)
    expect(page.locator("h1")).to_have_text("What customers call you")
    look(page, "setting-up-name")
    page.get_by_role("button", name="Save and go on").click()
    look(page, "setting-up-region")
    page.locator("[name=currency]").fill("EUR")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("button", name=re.compile("Send a mail to")).click()
    expect(page.get_by_text("The mail is on its way")).to_be_visible()
    run_waiting_jobs()
    page.reload()
    expect(page.locator(".notice.good")).to_contain_text("ada@harbour.example")
    look(page, "setting-up-mail")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("Billing").check()
    page.locator("[name=own]").fill("Maps\nMooring")
    look(page, "setting-up-areas")
    page.get_by_role("button", name="Add them and go on").click()
    assert set(Area.objects.values_list("name", flat=True)) == {"Billing", "Maps", "Mooring"}
    page.get_by_role("link", name="Back", exact=True).click()
    expect(page.locator("h1")).to_have_text("What customers talk about")
    page.goto(f"{live_server.url}/settings/setting-up/")
    page.locator("[name=email_0]").fill("bo@harbour.example")
    page.get_by_role("button", name="Invite them").click()
    assert Invitation.objects.get().email == "bo@harbour.example"
    look(page, "setting-up-team")
    page.get_by_role("link", name="Go on", exact=True).click()
    look(page, "setting-up-start")
    page.get_by_role("button", name="Wellheard is set up").click()
    expect(page.locator("#checklist")).to_be_visible()
    look(page, "setting-up-first-run")

    answer_one_customer(page, live_server)

    assert Answer.objects.filter(state=Answer.State.SENT).exists()
    page.goto(live_server.url)
    expect(page.locator("#checklist")).to_have_count(0)


def test_notifications_settings_help_and_search_can_be_read_by_everybody(page: Page, live_server: LiveServer) -> None:
    come_in(page, live_server)
    run_waiting_jobs()
    ada = Staff.objects.get()
    idea = make_idea("Keep working without a signal", owner=ada)
    feedback = make_feedback("We lost the documents twice when the signal went.", contact=make_contact())
    link_feedback(feedback_id=feedback.pk, idea_id=idea.pk, by=None)
    notify(kind=Notification.Kind.VOICE, fact=Fact.objects.latest("pk"), to=[ada.pk], about=("idea", idea.pk))
    for name, path in {
        "notifications": "/notifications/",
        "notification-wishes": "/notifications/wishes/",
        "settings": "/settings/",
        "help": "/help/",
        "help-page": "/help/triage/",
        "help-operating": "/help/operating/",
        "find": "/find/?q=signal",
        "own-data": "/settings/own-data/",
    }.items():
        page.goto(live_server.url + path)
        look(page, name)
