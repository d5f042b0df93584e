"""A whole meeting by keyboard alone: planned, frozen, rated by four departments, opened, decided and ended."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.keyboard import choose, press_on, tab_to, write
from tests.journeys.look import look
from tests.reviews.tables import Department, people, wanted_idea
from wellheard.decide.reviews.models import Expectation, Review, Verdict
from wellheard.foundation import clock
from wellheard.workspace.models import Staff

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
SignIn = Callable[[Staff], None]


def test_a_whole_meeting_is_held_without_a_mouse(
    live_server: LiveServer, page: Page, browser_signed_in: SignIn
) -> None:
    for title, mrr in (("Photos", 300), ("Single sign-on", 200)):
        wanted_idea(title, mrr=mrr)
    who = people()
    lead = who[Department.PRODUCT]
    browser_signed_in(lead)
    page.goto(f"{live_server.url}/reviews/")
    press_on(page, "main a[href='/reviews/new/']")
    expect(page.get_by_role("heading", name="Plan a meeting")).to_be_visible()
    for person in list(who.values())[1:]:
        tab_to(page, f"input[name=attendees][value='{person.pk}']")
        page.keyboard.press("Space")
    press_on(page, "main button[type=submit]")
    expect(page.get_by_role("heading", name="Review meeting 1")).to_be_visible()
    press_on(page, "form[action$='/freezing/'] button")
    expect(page.get_by_role("dialog")).to_be_visible()
    press_on(page, "dialog [data-answer=yes]")
    expect(page.get_by_text("4 people are asked to rate")).to_be_visible()

    for department, person in who.items():
        browser_signed_in(person)
        rate(page, live_server.url, weighs=department == Department.ENGINEERING)

    browser_signed_in(lead)
    review = Review.objects.get()
    page.goto(f"{live_server.url}/reviews/{review.pk}/")
    for attendee in review.attendees.order_by("department", "staff__name")[:3]:
        press_on(page, f"form[action$='/there/{attendee.pk}/'] button")
        expect(page.get_by_role("button", name=f"{attendee.staff.name} is not there")).to_be_visible()
    look(page, "review-keyboard-live")
    say_yes(page)
    press_on(page, "form[action$='/ending/'] button")
    expect(page.get_by_role("dialog")).to_be_visible()
    press_on(page, "dialog [data-answer=yes]")
    expect(page.get_by_role("heading", name="Not decided")).to_be_visible()
    assert Review.objects.get(pk=review.pk).state == Review.State.HELD
    look(page, "review-keyboard-minutes")


def rate(page: Page, url: str, *, weighs: bool) -> None:
    """Give every idea a four by its arrow keys, and where weeks are asked three numbers; then hand in."""
    review = Review.objects.get()
    page.goto(f"{url}/reviews/{review.pk}/rating/")
    for item in review.items.order_by("position", "pk"):
        choose(page, f"rating-{item.pk}-worth", 4)
        if weighs:
            for part, weeks in (("low", "1"), ("likely", "2,5"), ("high", "4")):
                write(page, f"#rating-{item.pk}-effort-{part}", weeks)
    press_on(page, "button[name=hand-in]")
    expect(page.get_by_role("dialog")).to_be_visible()
    press_on(page, "dialog [data-answer=yes]")
    expect(page.get_by_text("Handed in. The ratings open")).to_be_visible()


def say_yes(page: Page) -> None:
    """Say yes to what is talked about; the form asks what the chosen measure needs and nothing else."""
    press_on(page, "li.agenda.now button[value=accept]")
    expect(page.get_by_role("heading", name="Yes:")).to_be_visible()
    write(page, "#id_public_reason", "We do it this summer.")
    write(page, "#id_reason", "Three would leave.")
    tab_to(page, "#id_measure")
    expect(page.locator("#id_event")).to_be_hidden()
    expect(page.locator("#id_words")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#id_event")).to_be_visible()
    write(page, "#id_event", "photo.taken")
    look(page, "review-verdict-adoption")
    tab_to(page, "#id_measure", key="Shift+Tab")
    page.keyboard.press("End")
    expect(page.locator("#id_words")).to_be_visible()
    expect(page.locator("#id_event")).to_be_hidden()
    write(page, "#id_words", "Calls a week")
    write(page, "#id_amount", "7")
    tab_to(page, "#id_by_day")
    page.locator("#id_by_day").fill(f"{clock.today().year + 1}-03-31")
    press_on(page, "main button[type=submit]")
    expect(page.get_by_text(": Yes.")).to_be_visible()
    assert Verdict.objects.get().outcome == Verdict.Outcome.ACCEPT
    assert Expectation.objects.get().words == "Calls a week"
