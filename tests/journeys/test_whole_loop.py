"""One request the whole way round: said on the portal, filed, decided, shipped, answered, solved, seen in the figures."""

import re
from collections.abc import Callable

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.look import look, watch
from tests.makers import make_area, make_company, make_contact, make_staff
from wellheard.answer.tasks import send_due_answers
from wellheard.foundation.facts.running import run_waiting_jobs
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.workspace.commands import add_standard_categories
from wellheard.workspace.installation import forget
from wellheard.workspace.models import Staff, Vendor

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "Half our lifts are in basements. When the signal goes, the job sheet goes with it."


@pytest.fixture(autouse=True)
def _northwind(settings: object) -> None:
    cache.clear()
    settings.HOLD_MINUTES = 0  # type: ignore[attr-defined]
    Vendor.objects.update_or_create(pk=1, defaults={"name": "Northwind"})
    forget()
    add_standard_categories()
    make_area(name="Mobile app")
    make_contact(
        name="Anneke Visser", email="anneke@harbour.example", company=make_company(name="Harbour Lift", mrr=2480)
    )


def newest_mail() -> OutgoingMail:
    return OutgoingMail.objects.latest("pk")


def say_it_on_the_portal(page: Page, server: LiveServer) -> None:
    page.goto(f"{server.url}/portal/")
    page.get_by_placeholder("Say it in your own words").fill(WORDS)
    page.get_by_role("button", name="Tell us").click()
    page.get_by_label("address").first.fill("anneke@harbour.example")
    page.get_by_role("button", name="Send me six digits").click()
    expect(page.get_by_role("button", name="Confirm")).to_be_visible()
    run_waiting_jobs()
    code = re.search(r"\b\d{3} ?\d{3}\b", newest_mail().body)
    assert code
    page.get_by_label("digits").fill(code.group())
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("button", name="Confirm")).to_have_count(0)
    run_waiting_jobs()


def file_it_under_a_new_idea(page: Page, server: LiveServer) -> None:
    page.goto(f"{server.url}/filing/")
    expect(page.locator("blockquote.said.large")).to_contain_text("Half our lifts")
    look(page, "loop-2-filing")
    page.get_by_label("Mobile app").check()
    page.get_by_label("Feature request").check()
    page.locator("summary", has_text="Write a new idea").click()
    page.locator("[name=new_title]").fill("Keep working without a signal")
    page.get_by_role("button", name="File it").click()
    expect(page.locator("h1")).to_contain_text("filed")
    expect(page.locator("blockquote.said.large")).to_have_count(0)
    run_waiting_jobs()


def decide_to_do_it(page: Page, server: LiveServer) -> None:
    page.goto(f"{server.url}/ideas/")
    look(page, "loop-3-ideas")
    page.get_by_role("link", name="Keep working without a signal").click()
    look(page, "loop-4-idea")
    page.goto(page.url + "decision/")
    page.locator("[name=outcome][value=yes]").check(force=True)
    page.locator("[name=reason]").fill("One renewal pays for it.")
    page.locator("[name=public_reason]").fill("Most of you work where there is no signal.")
    look(page, "loop-5-decision")
    page.get_by_role("button", name="Record the decision").click()
    page.locator("#confirm [data-answer=yes]").click()
    page.wait_for_url(re.compile(r"/ideas/\d+/$"))
    run_waiting_jobs()


def ship_it(page: Page, server: LiveServer) -> None:
    page.goto(f"{server.url}/releases/new/")
    page.locator("[name=title]").fill("Work offline")
    page.locator("[name=notes]").fill("The job sheet stays on the phone until the signal is back.")
    page.get_by_label(re.compile("Keep working without a signal")).check()
    page.get_by_role("button", name="Keep the draft").click()
    page.get_by_role("link", name="Publish").click()
    look(page, "loop-6-release")
    page.get_by_role("button", name=re.compile("Tell 1 person|Tell one person")).click()
    page.wait_for_load_state()
    run_waiting_jobs()


def test_one_request_goes_the_whole_way_round(
    browser: Browser,
    context: BrowserContext,
    page: Page,
    live_server: LiveServer,
    browser_signed_in: Callable[[Staff], None],
) -> None:
    customer = watch(browser.new_context().new_page())
    say_it_on_the_portal(customer, live_server)
    look(customer, "loop-1-heard")
    assert newest_mail().subject.startswith("We have heard you")

    browser_signed_in(make_staff(name="Ines Calder"))
    file_it_under_a_new_idea(page, live_server)
    decide_to_do_it(page, live_server)
    send_due_answers(timestamp=0)
    run_waiting_jobs()
    assert newest_mail().subject == "Planned: Keep working without a signal"
    ship_it(page, live_server)
    page.goto(f"{live_server.url}/answers/?view=held")
    expect(page.locator(".ledger")).to_contain_text("Half our lifts")
    look(page, "loop-7-answers")
    send_due_answers(timestamp=0)
    run_waiting_jobs()

    shipped = newest_mail()
    assert shipped.subject == "It is live: Keep working without a signal"
    assert OutgoingMail.objects.filter(subject=shipped.subject).count() == 1
    link = re.search(r"/solved/\S+", shipped.body)
    assert link
    customer.goto(live_server.url + link.group())
    look(customer, "loop-8-solved")
    customer.get_by_role("button", name="Yes, solved").click()
    expect(customer.get_by_role("heading", level=1)).to_have_text("Thank you for telling us")

    page.goto(live_server.url)
    expect(page.locator(".loop li").last.locator("b")).to_contain_text("1")
    look(page, "loop-9-home")
