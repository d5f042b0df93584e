"""A review meeting as four departments live it: gathered, rated alone, opened, decided, written down, and answered."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.look import look
from tests.makers import make_company, make_contact, make_feedback, make_idea
from tests.reviews.tables import Department, people
from wellheard.answer.models import Answer
from wellheard.decide.commands import link_feedback
from wellheard.decide.models import Idea
from wellheard.decide.reviews.models import Review
from wellheard.foundation import clock
from wellheard.workspace.models import Staff

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
SignIn = Callable[[Staff], None]

WISHES = (
    (
        "Invoice layout per customer",
        "Two customers refused to pay because our VAT number was cut off.",
        "Castellan Security Systems",
        2400,
    ),
    ("Single sign-on with SAML", "Our auditor counts passwords. You are number nine.", "Sentry Vault Alarms", 1900),
    ("Travel time on the board", "I plan with a paper map beside your screen.", "Sandgate Roofing", 450),
)
# What Product, Engineering, Support and Sales give each idea.
WORTH = ((2, 1, 5, 5), (2, 1, 2, 5), (4, 5, 4, 4))
WEEKS = ((2, 3, 5), (5, 6, 9), (0.6, 0.8, 1))


def test_four_departments_decide_and_who_asked_hears_it(
    live_server: LiveServer, page: Page, browser_signed_in: SignIn, run_jobs: Callable[[], None]
) -> None:
    for wish in WISHES:
        wanted(*wish)
    who = people()
    lead = who[Department.PRODUCT]
    browser_signed_in(lead)
    page.goto(f"{live_server.url}/reviews/")
    look(page, "reviews-empty")
    page.get_by_role("link", name="Plan a meeting").click()
    look(page, "review-new")
    for person in who.values():
        page.get_by_label(person.name).check()
    page.get_by_label("Room, in weeks of work").fill("8")
    page.get_by_label("Of that, taken already").fill("4")
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_role("heading", name="Review meeting 1")).to_be_visible()
    expect(page.get_by_text("New voices").first).to_be_visible()
    look(page, "review-gathering")
    page.get_by_role("button", name="Freeze and let everybody rate").click()
    page.get_by_role("dialog").get_by_role("button", name="Freeze and let everybody rate").click()
    expect(page.get_by_text("4 people are asked to rate")).to_be_visible()
    look(page, "review-waiting")

    for place, person in enumerate(who.values()):
        browser_signed_in(person)
        rate(page, live_server.url, place)

    browser_signed_in(lead)
    page.goto(f"{live_server.url}/reviews/{meeting().pk}/")
    expect(page.get_by_text("Opinions far apart").first).to_be_visible()
    for name in ("Ines Calder", "Pavel Novak", "Jana Adler"):
        page.locator("#who li", has_text=name).get_by_role("button").first.click()
        expect(page.get_by_role("button", name=f"{name} is not there")).to_be_visible()
    expect(page.get_by_text("Enough are there to decide")).to_be_visible()
    look(page, "review-live")
    say_yes(page)
    say_not_now(page)
    page.get_by_role("button", name="End the meeting").click()
    page.get_by_role("dialog").get_by_role("button", name="End the meeting").click()
    expect(page.get_by_text("Against the ratings").first).to_be_visible()
    expect(page.get_by_text("We would build it twice.")).to_be_visible()
    look(page, "review-minutes")
    run_jobs()
    told = {answer.idea.title: answer for answer in Answer.objects.select_related("idea") if answer.idea}
    assert told["Invoice layout per customer"].occasion == Answer.Occasion.DECIDED
    assert "We take the layout part now" in told["Invoice layout per customer"].words
    assert "Not before the summer." in told["Travel time on the board"].words
    assert "Single sign-on with SAML" not in told
    page.goto(f"{live_server.url}/reviews/")
    look(page, "reviews")
    page.goto(f"{live_server.url}/reviews/rules/")
    look(page, "review-rules")


def wanted(title: str, words: str, company: str, mrr: int) -> Idea:
    idea = make_idea(title, problem=words)
    contact = make_contact(company=make_company(name=company, mrr=mrr))
    link_feedback(feedback_id=make_feedback(words, contact=contact).pk, idea_id=idea.pk, by=None)
    return idea


def meeting() -> Review:
    return Review.objects.get()


def rate(page: Page, url: str, place: int) -> None:
    """Rate all three ideas and hand in."""
    page.goto(f"{url}/reviews/")
    page.get_by_role("link", name="Rate", exact=True).click()
    cards = page.locator("li.rating")
    for number, title in enumerate(wish[0] for wish in WISHES):
        card = cards.filter(has_text=title)
        card.get_by_label(str(WORTH[number][place]), exact=True).check()
        if place == 1:
            for label, weeks in zip(("at least", "likely", "at most"), WEEKS[number], strict=True):
                card.get_by_label(label, exact=True).fill(str(weeks))
    if place in {0, 1}:
        look(page, "review-rating" if place == 0 else "review-rating-weeks")
    page.get_by_role("button", name="Hand in").click()
    page.get_by_role("dialog").get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("Handed in. The ratings open")).to_be_visible()


def say_yes(page: Page) -> None:
    """Talk about the most disputed idea, and say yes to it."""
    now = page.locator("li.agenda").filter(has=page.get_by_role("heading", name="Invoice layout per customer"))
    now.get_by_role("button", name="Talk about it for five minutes").click()
    expect(now.get_by_role("timer")).to_be_visible()
    now.get_by_label("The reason, in words a customer may read").fill("We take the layout part now.")
    now.get_by_role("button", name="Yes", exact=True).click()
    expect(page.get_by_label("The reason, in words a customer may read")).to_have_value("We take the layout part now.")
    page.get_by_label("Why, for us").fill("Two companies cannot be paid.")
    page.get_by_label("How much of it").fill("60")
    page.locator("#id_by_day").fill((clock.today() + timedelta(days=120)).isoformat())
    look(page, "review-verdict")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("“Invoice layout per customer”: Yes.")).to_be_visible()


def say_not_now(page: Page) -> None:
    """Say not now to what everybody wants: that needs a reason of its own."""
    idea = page.locator("li.agenda").filter(has=page.get_by_role("heading", name="Travel time on the board"))
    idea.get_by_role("button", name="Talk about it for five minutes").click()
    idea.get_by_role("button", name="Not now").click()
    page.get_by_label("The reason, in words a customer may read").fill("Not before the summer.")
    page.get_by_label("Why, for us").fill("The map supplier changes.")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("This is against what the ratings say. Write why").first).to_be_visible()
    page.get_by_label("Why against what the ratings say").fill("We would build it twice.")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("“Travel time on the board”: Not now.")).to_be_visible()
