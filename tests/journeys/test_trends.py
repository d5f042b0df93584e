"""Trends as people see them: an ordinary half year, and a bad day."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.look import look
from tests.makers import make_area, make_category, make_company, make_idea, make_product, make_staff, make_team
from tests.trends.worlds import count_all, say
from wellheard.deliver.models import Release, ReleasedIdea
from wellheard.foundation import clock
from wellheard.understand.trends.commands.spikes import look_for_spikes
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

SignIn = Callable[[Staff], None]
AREAS = ("Mobile app", "Dispatch board", "Invoicing", "Scheduling", "Customer texts", "Reports")
CATEGORIES = ("Confusion", "Did not know it exists", "Bug", "Feature request", "Praise", "Question")
KEYS = {"Did not know it exists": "did-not-know"}
SPEAKERS = ("Castellan Security Systems", "Sandgate Roofing", "Harbour Lift & Escalator", "Voltwerk", "Brill & Zoon")


def test_a_bad_day_is_found_read_and_said_to_be_expected(
    live_server: LiveServer, page: Page, browser_signed_in: SignIn
) -> None:
    half_a_year()
    look_for_spikes()
    browser_signed_in(make_staff(name="Ines Calder"))

    page.goto(f"{live_server.url}/trends/")
    look(page, "trends")
    page.get_by_role("link", name="Show the 11").click()
    look(page, "spike")
    page.get_by_role("button", name="We expected this").click()
    expect(page.get_by_text("Noted. Nobody is told of the same")).to_be_visible()
    page.goto(f"{live_server.url}/trends/?period=month")
    expect(page.get_by_role("heading", name="Nothing unusual in the last day")).to_be_visible()
    page.get_by_role("link", name="Invoicing, Bug").first.click()
    look(page, "trends-behind")
    page.goto(f"{live_server.url}/trends/asked/did-not-know/")
    look(page, "trends-asked")
    page.goto(f"{live_server.url}/trends/watch/")
    look(page, "trends-watch")


def test_a_rule_is_written_in_place_and_taken_away(
    live_server: LiveServer, page: Page, browser_signed_in: SignIn
) -> None:
    about = make_area(name="Invoicing"), make_category(name="Bug")
    for name, mrr in (("Large & Sons", 9_000), ("Small Ltd", 10)):
        say(clock.now() - timedelta(days=2), about, [make_company(name=name, mrr=mrr)], many=2)
    count_all()
    browser_signed_in(make_staff(name="Ines Calder", role=Role.VIEWER))
    page.goto(f"{live_server.url}/trends/")
    page.get_by_text("Companies by a rule").click()
    with page.expect_response("**/segments/rows/"):
        page.get_by_label("Row 1: what").select_option("mrr")
    expect(page.get_by_label("Row 1: what")).to_have_value("mrr")
    page.get_by_label("Row 1: with").fill("5000")
    expect(page.get_by_text("1 of 2 companies fit")).to_be_visible()
    look(page, "trends-rule")
    page.get_by_role("button", name="Show these companies").click()
    page.get_by_role("link", name="Invoicing, Bug: 2").click()
    expect(page.get_by_role("link", name="Large & Sons").first).to_be_visible()
    expect(page.get_by_text("Small Ltd")).to_have_count(0)
    page.go_back()
    page.get_by_role("link", name="Remove: pays over").click()
    expect(page.get_by_role("link", name="Invoicing, Bug: 4")).to_be_visible()


def half_a_year() -> None:
    product, now = make_product(name="Fieldwork"), clock.now()
    areas = [make_area(name=name, product=product, team=make_team(name=f"Team {name}")) for name in AREAS]
    categories = [make_category(name=name, key=KEYS.get(name, name.lower().replace(" ", "-"))) for name in CATEGORIES]
    speakers = [make_company(name=name, mrr=240) for name in SPEAKERS]
    for number, (area, category) in enumerate((area, category) for area in areas for category in categories):
        often = 3 + number * 7 % 11 - (number % 6 == 0)
        for week in range(33):
            many = 1 + (week * often // 33 if number % 9 == 0 else often // 4)
            say(
                now - timedelta(days=7 * (32 - week) + number % 6, hours=30),
                (area, category),
                speakers,
                many=many,
            )
    bugs = areas[2], categories[2]
    said = say(now - timedelta(hours=2), bugs, speakers, many=11)
    words = (
        "The new invoice layout cut our VAT number off. Two customers refused to pay.",
        "Why does my invoice say page 1 of 0?",
        "Our logo is gone from every invoice since yesterday.",
    )
    for one, text in zip(reversed(said), words * 4, strict=False):
        type(one).objects.filter(pk=one.pk).update(words=text, language="en")
    release = Release.objects.create(
        title="Invoices in your colours", notes="New.", created_at=now, published_at=now - timedelta(days=1, hours=3)
    )
    ReleasedIdea.objects.create(
        release=release, idea=make_idea("Invoices in our own colours", area=areas[2], status="shipped")
    )
    count_all()
