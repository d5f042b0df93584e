"""Two lead a meeting at once, one of them by keyboard alone: each hears what the other did, and nothing written is lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.keyboard import tab_to
from tests.journeys.look import look
from tests.reviews.tables import Department, agreed_table, decide, yes
from wellheard.decide.reviews.models import Verdict
from wellheard.workspace.models import Staff

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
SignIn = Callable[[Staff], None]


def test_who_leads_by_keyboard_hears_what_the_other_decides_and_stays_where_they_were(
    live_server: LiveServer, page: Page, browser_signed_in: SignIn
) -> None:
    made = agreed_table(3, weeks=4)
    other = made.people[Department.SUPPORT]
    browser_signed_in(made.lead)
    page.goto(f"{live_server.url}/reviews/{made.review.pk}/")
    expect(page.get_by_role("heading", name="Review meeting 1")).to_be_visible()
    last = made.items()[2]
    talk = page.locator(f"#item-{last.pk}").get_by_role("button", name="Talk about it for five minutes")
    tab_to(page, f"#item-{last.pk} form[action$='/talk/'] button")

    decide(made, made.items()[1], yes(), by=other)
    expect(page.get_by_text("Jana Adler recorded “Yes” for “Idea 2”.")).to_be_visible()
    expect(talk).to_be_focused()
    look(page, "review-live-told")

    talk.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("timer")).to_be_visible()
    tab_to(page, f"#words-{last.pk}")
    page.keyboard.type("We begin in spring.")
    decide(made, made.items()[0], yes(), by=other)
    expect(page.get_by_text("The meeting has gone on.")).to_be_visible()
    expect(page.get_by_text("Jana Adler recorded “Yes” for “Idea 1”.")).to_be_visible()
    expect(page.locator(f"#words-{last.pk}")).to_have_value("We begin in spring.")
    look(page, "review-live-gone-on")

    # Both others have taken the room: a yes to the third is against it, and the keyboard reaches the reason for that too.
    page.keyboard.press("Shift+Tab")
    tab_to(page, f"#item-{last.pk} button[value=not_now]", key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("The reason, in words a customer may read")).to_have_value("We begin in spring.")
    tab_to(page, "#id_reason")
    page.keyboard.type("No room is left.")
    tab_to(page, "main button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.get_by_text("“Idea 3”: Not now.")).to_be_visible()
    assert Verdict.objects.get(item=last).decided_by == made.lead
