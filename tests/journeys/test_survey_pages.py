"""Making a survey in a real browser: what is written is seen as customers see it, at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.look import look
from tests.makers import make_company, make_contact, make_staff, make_survey, make_tier
from wellheard.customers.commands import save_segment
from wellheard.foundation import clock
from wellheard.listen.surveys.models import Display, GateCount, Survey
from wellheard.workspace.models import Staff

pytestmark = pytest.mark.django_db(transaction=True)

SignedIn = Callable[[Staff], None]


def test_a_survey_is_made_from_a_ready_one(page: Page, live_server: LiveServer, browser_signed_in: SignedIn) -> None:
    browser_signed_in(make_staff())
    page.goto(f"{live_server.url}/surveys/")
    look(page, "surveys-empty")
    page.get_by_role("main").get_by_role("link", name="New survey").click()
    look(page, "survey-new")
    page.get_by_label("Would they recommend us?").check()
    page.get_by_role("button", name="Make the draft").click()
    expect(page.get_by_role("heading", name="What is asked")).to_be_visible()
    page.get_by_label("Question", exact=True).first.fill("Would you recommend Northwind to someone in your trade?")
    expect(page.locator("#preview")).to_contain_text("someone in your trade?")
    look(page, "survey-questions")
    page.get_by_role("button", name="Add a question").click()
    expect(page.get_by_role("heading", name="Question 5", exact=True)).to_be_visible()
    page.get_by_role("button", name="Take question 5 out").click()
    expect(page.get_by_role("heading", name="Question 5", exact=True)).to_be_hidden()
    expect(page.get_by_label("Question", exact=True).first).to_have_value(
        "Would you recommend Northwind to someone in your trade?"
    )
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="a draft, nobody is asked")).to_be_visible()
    look(page, "survey")


def test_the_list_says_what_came_of_them(page: Page, live_server: LiveServer, browser_signed_in: SignedIn) -> None:
    for kind, shown, answered in (("nps", 1240, 311), ("ces", 90, 41), ("choice", 0, 0)):
        survey = make_survey(kind, name=f"How was it, {kind}")
        Survey.objects.filter(pk=survey.pk).update(shown_count=shown, completed_count=answered)
    make_survey("text", is_running=False)
    browser_signed_in(make_staff())
    page.goto(f"{live_server.url}/surveys/")
    expect(page.get_by_role("heading", name="3 surveys ask people now")).to_be_visible()
    look(page, "surveys")
    page.get_by_role("link", name="How was it, nps").click()
    look(page, "survey-running")


def test_whom_it_asks_and_why_not(page: Page, live_server: LiveServer, browser_signed_in: SignedIn) -> None:
    long_ago = clock.now() - timedelta(days=400)
    gold = make_tier(name="Gold")
    firms = [make_company(name=f"Firm {number}", mrr=200, tier=gold) for number in range(6)]
    people = [make_contact(name=f"Anna {firm.name}", company=firm, created_at=long_ago) for firm in firms]
    save_segment(name="Pays over $100", rule={"all": [{"field": "mrr", "op": ">", "value": 10_000}]})
    survey = make_survey(name="Twice a year", channels=["in_app", "email", "link"])
    states = ("completed", "dismissed", "shown", "abandoned")
    for number, (contact, state) in enumerate(zip(people, states, strict=False)):
        key, seen = str(number), {"survey": survey, "channel": "in_app", "shown_at": clock.now()}
        Display.objects.create(contact=contact, company=firms[number], key=key, state=state, **seen)
    for gate, count in (("asked", 61), ("page", 1840), ("sample", 730), ("person_pause", 212)):
        GateCount.objects.create(survey=survey, day=clock.today(), gate=gate, count=count)
    browser_signed_in(make_staff())
    page.goto(f"{live_server.url}/surveys/{survey.pk}/audience/")
    expect(page.locator("#reach")).to_contain_text("2 people")
    page.get_by_label("People of the companies of a segment").check()
    page.locator("[name=segment]").select_option("Pays over $100")
    expect(page.locator("#reach")).to_contain_text("In a company of “Pays over $100”")
    look(page, "survey-audience")
    page.goto(f"{live_server.url}/surveys/{survey.pk}/why/?who=Anna+Firm+0&url=/invoices")
    expect(page.get_by_role("heading", name="would not be asked now")).to_be_visible()
    look(page, "survey-why")
    page.goto(f"{live_server.url}/surveys/ledger/")
    look(page, "survey-ledger")
    page.get_by_role("link", name="How often at most").click()
    look(page, "survey-rules")
    page.get_by_role("link", name="Quiet list").click()
    page.get_by_label("Person or company").fill("Firm 1")
    page.get_by_role("button", name="Leave them alone").click()
    expect(page.get_by_label("Firm 1 (company)")).to_be_visible()
    page.get_by_label("Firm 1 (company)").check()
    page.get_by_role("button", name="Leave them alone").click()
    expect(page.get_by_role("heading", name="One is left alone")).to_be_visible()
    look(page, "survey-quiet")
    draft = make_survey(is_running=False, name="How easy was it?", kind="ces")
    page.goto(f"{live_server.url}/surveys/{draft.pk}/starting/")
    look(page, "survey-starting")
