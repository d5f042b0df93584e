"""Filing by keyboard alone, in a real browser."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.look import look
from tests.makers import (
    make_area,
    make_category,
    make_company,
    make_contact,
    make_feedback,
    make_idea,
    make_product,
    make_staff,
)
from wellheard.decide.models import EvidenceItem, Idea
from wellheard.foundation import clock
from wellheard.listen.models import Feedback
from wellheard.understand import similar
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Staff], None]
WAITING = ("When the signal goes, nobody keeps working.", "The map is slow.", "Sheets in Dutch, please.", "Love it.")


@pytest.fixture
def priya(browser_signed_in: SignIn) -> Staff:
    """Sign in somebody who files; four things wait, two ideas are there."""
    staff = make_staff(role=Role.AGENT, name="Priya Nandan")
    product = make_product()
    for name in ("Dispatch board", "Mobile app", "Scheduling"):
        make_area(product=product, name=name)
    for position, name in enumerate(("Bug", "Feature request", "Praise")):
        make_category(name=name, position=position)
    contact = make_contact(name="Anneke Visser", company=make_company(name="Harbour Lift", mrr=2480))
    for days, words in zip((9, 7, 5, 3), WAITING, strict=True):
        make_feedback(words, contact=contact, heard_at=clock.now() - timedelta(days=days))
    for title in ("Keep working when the signal goes", "Job sheets in Dutch"):
        idea = make_idea(title)
        similar.index(kind="idea", object_id=idea.pk, text=title, language="en")
    browser_signed_in(staff)
    return staff


def test_everything_is_filed_without_a_mouse(page: Page, live_server: LiveServer, priya: Staff) -> None:
    page.goto(f"{live_server.url}/filing/")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("4 things customers said are not yet filed")

    # Area, category and the idea that says the same: three keys, then Enter.
    for key in ("2", "a", "z"):
        page.keyboard.press(key)
    expect(page.get_by_role("radio", name="Mobile app")).to_be_checked()
    expect(page.get_by_role("radio", name="Keep working when the signal goes")).to_be_checked()
    look(page, "filing-by-keyboard")
    page.keyboard.press("Enter")
    expect(heading).to_have_text("3 things customers said are not yet filed")
    expect(page.get_by_role("status")).to_contain_text("as evidence for “Keep working when the signal goes”")

    # Skipped; what comes next is linked to an idea found by typing.
    page.keyboard.press("m")
    expect(page.get_by_text("“Sheets in Dutch, please.”")).to_be_visible()
    page.keyboard.press("2")
    page.keyboard.press("s")
    page.keyboard.press("/")
    page.keyboard.type("work")
    expect(page.get_by_text("Ideas with “work”")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("z")
    expect(page.get_by_role("radio", name="Keep working when the signal goes")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_text("“Love it.”")).to_be_visible()

    # Keys are letters while somebody writes: a new idea.
    page.keyboard.press("0")
    page.keyboard.press("d")
    page.keyboard.press("n")
    page.keyboard.type("Zebra mode 2")
    expect(page.get_by_label("Title")).to_have_value("Zebra mode 2")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(heading).to_have_text("You are through; one that you skipped is still here")

    # Back to what was skipped, by Tab and Enter.
    link = page.get_by_role("link", name="Go back to the first of them")
    for _ in range(40):
        page.keyboard.press("Tab")
        if link.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_text("“The map is slow.”")).to_be_visible()
    for key in ("1", "a", "Enter"):
        page.keyboard.press(key)
    expect(heading).to_have_text("Everything is filed")
    assert not Feedback.objects.unfiled().exists()
    assert EvidenceItem.objects.count() == 3
    assert Idea.objects.filter(title="Zebra mode 2", owner=priya).exists()


def test_a_filing_is_taken_back_by_keyboard(page: Page, live_server: LiveServer, priya: Staff) -> None:
    page.goto(f"{live_server.url}/filing/")
    for key in ("2", "a", "z", "Enter"):
        page.keyboard.press(key)
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    undo.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"“{WAITING[0]}”")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("4 things customers said are not yet filed")
    assert not EvidenceItem.objects.exists()


def test_the_keys_can_be_switched_off_and_stay_off(page: Page, live_server: LiveServer, priya: Staff) -> None:
    page.goto(f"{live_server.url}/filing/")
    page.get_by_role("button", name="Keys are on").press("Enter")
    page.reload()
    expect(page.get_by_role("button", name="Keys are off")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("2")
    expect(page.get_by_role("radio", name="Mobile app")).not_to_be_checked()
    page.keyboard.press("m")
    expect(page.get_by_text(f"“{WAITING[0]}”")).to_be_visible()


def test_what_is_missing_is_said_and_a_key_puts_it_right(page: Page, live_server: LiveServer, priya: Staff) -> None:
    page.goto(f"{live_server.url}/filing/")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Choose what kind of thing it is.")
    expect(page.get_by_role("radio", name="Mobile app")).to_be_checked()
    look(page, "filing-errors")
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("3 things customers said are not yet filed")


def test_keys_go_by_their_place_on_other_keyboards(page: Page, live_server: LiveServer, priya: Staff) -> None:
    page.goto(f"{live_server.url}/filing/")
    page.evaluate(
        """document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "ф", code: "KeyA", bubbles: true, cancelable: true}))"""
    )
    expect(page.get_by_role("radio", name="Bug")).to_be_checked()


def test_it_works_without_scripts(
    live_server: LiveServer, priya: Staff, new_context: Callable[..., object], context: object
) -> None:
    plain = new_context(java_script_enabled=False)
    plain.add_cookies(context.cookies())  # type: ignore[attr-defined]
    page: Page = plain.new_page()  # type: ignore[attr-defined]
    page.goto(f"{live_server.url}/filing/")
    page.get_by_label("Search an idea").fill("Dutch")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("radio", name="Mobile app").check()
    page.get_by_role("radio", name="Bug").check()
    page.get_by_role("radio", name="Job sheets in Dutch").check()
    page.get_by_role("button", name="File it, show the next").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("3 things customers said are not yet filed")
    assert EvidenceItem.objects.get().idea.title == "Job sheets in Dutch"
