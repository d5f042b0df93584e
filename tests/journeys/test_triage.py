"""Triage to zero by keyboard alone, in a real browser."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Error, Page, expect
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
from wellheard.answer.models import Answer
from wellheard.decide.models import EvidenceItem, Idea
from wellheard.foundation import clock
from wellheard.listen.models import Feedback
from wellheard.understand import similar
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Staff], None]
SAID = (
    "When the signal goes, nobody keeps working. We billed a repair twice because of it.",
    "The map is slow. The invoice has the wrong tax. I love the new colours.",
    "Sheets in Dutch, please.",
    "Love it.",
    "How do I stop the customer text going out at eleven at night?",
    "The van list forgets who drives.",
    "Can one job have two invoices?",
    "asdf test",
    "The signal goes in every basement.",
    "Photos turn sideways.",
    "Let my dispatcher see the parts.",
    "Exports have no header.",
    "Sign-in asks twice on Mondays.",
)


@pytest.fixture
def priya(browser_signed_in: SignIn) -> Staff:
    """Sign in somebody who files; thirteen things wait, two ideas are there."""
    staff = make_staff(role=Role.AGENT, name="Priya Nandan")
    make_staff(role=Role.PRODUCT, name="Ines Moreau")
    product = make_product(name="FieldWork")
    for name in ("Dispatch board", "Mobile app", "Scheduling"):
        make_area(product=product, name=name)
    for position, name in enumerate(("Bug", "Feature request", "Praise")):
        make_category(name=name, position=position)
    contact = make_contact(name="Anneke Visser", company=make_company(name="Harbour Lift", mrr=2480))
    for days, words in enumerate(SAID):
        make_feedback(words, contact=contact, heard_at=clock.now() - timedelta(days=60 - days))
    for title in ("Keep working when the signal goes", "Job sheets in Dutch"):
        idea = make_idea(title)
        similar.index(kind="idea", object_id=idea.pk, text=title, language="en")
    browser_signed_in(staff)
    return staff


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def opened(page: Page, words: str) -> None:
    """Wait until this piece is open and nothing is on its way any more."""
    expect(page.locator("#thread blockquote")).to_contain_text(words)
    page.wait_for_load_state("networkidle")


def test_fifteen_are_brought_to_zero_without_a_mouse(page: Page, live_server: LiveServer, priya: Staff) -> None:
    page.goto(f"{live_server.url}/filing/")
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text("13 left of 13 today")
    opened(page, "When the signal goes")
    look(page, "triage")

    # Area, category and the idea that says the same: three keys, then Enter.
    press(page, "2", "q", "a", "Enter")
    opened(page, "The map is slow")
    expect(title).to_have_text("12 left of 13 today")
    expect(page.get_by_role("status").first).to_contain_text("as evidence for “Keep working when the signal goes”")

    it_is_cut_taken_back_and_cut_again(page)
    an_idea_is_found_by_typing(page)
    one_is_set_aside_and_one_is_there(page)
    a_new_idea_is_taken_back_with_its_step(page)
    one_goes_back_and_forth_and_assigns(page)
    for words in SAID[6:]:
        press(page, "3", "e", "Enter")
        opened(page, words)
    press(page, "3", "e", "Enter")
    expect(title).to_have_text("Everything is filed")
    look(page, "triage-zero")
    assert not Feedback.objects.unfiled().exists()
    assert Feedback.objects.set_aside().count() == 1
    assert Feedback.objects.exclude(split_from=None).count() == 3
    assert Answer.objects.filter(occasion=Answer.Occasion.ALREADY_POSSIBLE).count() == 1
    assert EvidenceItem.objects.count() == 2


def it_is_cut_taken_back_and_cut_again(page: Page) -> None:
    """Cut what says three things into quotes, take that back, cut it again, and file the quotes."""
    title = page.get_by_role("heading", level=1)
    cut(page)
    expect(title).to_have_text("14 left of 15 today")
    press(page, "z")
    opened(page, "The map is slow. The invoice")
    expect(title).to_have_text("12 left of 13 today")
    cut(page)
    for words in ("The invoice has the wrong tax", "I love the new colours", "Sheets in Dutch"):
        press(page, "1", "q", "Enter")
        opened(page, words)


def cut(page: Page) -> None:
    press(page, "c")
    expect(page.get_by_role("dialog")).to_contain_text("Does this say several things?")
    look(page, "triage-split")
    press(page, "Tab", "Tab", "Tab", "Enter")
    expect(page.locator("#thread blockquote")).to_have_text("“The map is slow.”")
    opened(page, "The map is slow.")


def an_idea_is_found_by_typing(page: Page) -> None:
    press(page, "2", "w", "/")
    page.keyboard.type("work")
    expect(page.get_by_text("Ideas with “work”")).to_be_visible()
    press(page, "Escape", "a", "Enter")
    opened(page, "Love it.")


def one_is_set_aside_and_one_is_there(page: Page) -> None:
    press(page, "b")
    expect(page.get_by_role("dialog")).to_contain_text("Is there nothing to do about this?")
    look(page, "triage-aside")
    press(page, "Space", "Enter")
    opened(page, "How do I stop the customer text")
    press(page, "h")
    expect(page.get_by_role("dialog")).to_contain_text("Is it there already?")
    page.keyboard.type("Open Settings, then Texts.")
    look(page, "triage-there")
    press(page, "Tab", "Tab", "Tab", "Enter")
    opened(page, "The van list")


def a_new_idea_is_taken_back_with_its_step(page: Page) -> None:
    press(page, "1", "w", "n")
    expect(page.get_by_label("Title")).to_have_value("The van list forgets who drives.")
    page.keyboard.type("Remember who drives")
    press(page, "Escape", "Enter")
    opened(page, "Can one job")
    expect(page.get_by_role("status").first).to_contain_text("Remember who drives")
    press(page, "z")
    opened(page, "The van list")
    assert not Idea.objects.filter(title="Remember who drives").exists()


def one_goes_back_and_forth_and_assigns(page: Page) -> None:
    press(page, "j")
    opened(page, "Can one job")
    press(page, "k")
    opened(page, "The van list")
    press(page, "?")
    expect(page.get_by_role("dialog", name="Everything by keyboard")).to_be_visible()
    look(page, "triage-keys")
    press(page, "Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assign_after_a_dialog(page)
    press(page, "Tab", "Tab", "Enter")
    expect(page.locator("#thread")).to_contain_text("Priya Nandan")
    opened(page, "The van list")


def assign_after_a_dialog(page: Page) -> None:
    """On a busy machine the browser now and then gives no page the first key after Escape closed a dialog."""
    question = page.get_by_role("dialog").filter(has_text="Who looks at this?")
    press(page, "m")
    try:
        question.wait_for(timeout=5000)
    except Error:
        press(page, "m")
    expect(question).to_be_visible()


def test_several_are_set_aside_at_once_and_taken_back(page: Page, live_server: LiveServer, priya: Staff) -> None:
    page.goto(f"{live_server.url}/filing/")
    page.wait_for_load_state("networkidle")
    press(page, "x", "j")
    opened(page, "The map is slow")
    press(page, "j")
    opened(page, "Sheets in Dutch")
    press(page, "Shift+X")
    expect(page.locator("input[name=ids]:checked")).to_have_count(3)
    page.get_by_role("button", name="Do one thing with those chosen").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("3 things are chosen")
    look(page, "triage-several")
    page.get_by_label("Why is there nothing to do?").select_option("not_ours")
    page.get_by_role("button", name="Set all of them aside").click()
    page.get_by_role("dialog").get_by_role("button", name="Set all of them aside").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("10 left of 13 today")
    page.goto(f"{live_server.url}/filing/?view=aside")
    expect(page.get_by_role("heading", level=1)).to_have_text("3 things were set aside")
    look(page, "triage-set-aside")
    press(page, "z")
    expect(page.get_by_role("status").first).to_contain_text("Taken back.")
    assert Feedback.objects.unfiled().count() == 13


def test_the_keys_can_be_switched_off_and_stay_off(page: Page, live_server: LiveServer, priya: Staff) -> None:
    page.goto(f"{live_server.url}/filing/")
    page.get_by_role("button", name="Keys are on").press("Enter")
    page.reload()
    expect(page.get_by_role("button", name="Keys are off")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("2")
    expect(page.get_by_role("radio", name="Mobile app")).not_to_be_checked()


def test_what_is_missing_is_said_and_a_key_puts_it_right(page: Page, live_server: LiveServer, priya: Staff) -> None:
    page.goto(f"{live_server.url}/filing/")
    page.wait_for_load_state("networkidle")
    press(page, "2", "Enter")
    expect(page.get_by_role("alert")).to_contain_text("Choose what kind of thing it is.")
    expect(page.get_by_role("radio", name="Mobile app")).to_be_checked()
    look(page, "triage-errors")
    press(page, "q", "Enter")
    opened(page, "The map is slow")


def test_keys_go_by_their_place_on_other_keyboards(page: Page, live_server: LiveServer, priya: Staff) -> None:
    page.goto(f"{live_server.url}/filing/")
    page.evaluate(
        """document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "й", code: "KeyQ", bubbles: true, cancelable: true}))"""
    )
    expect(page.get_by_role("radio", name="Bug")).to_be_checked()


def test_a_toast_lies_above_the_dialog_that_is_open(page: Page, live_server: LiveServer, priya: Staff) -> None:
    page.goto(f"{live_server.url}/filing/")
    page.get_by_role("button", name="Keys", exact=True).click()
    page.evaluate(
        "document.getElementById('toasts').append(document.getElementById('no-answer').content.cloneNode(true))"
    )
    toast = page.locator(".toast")
    expect(toast).to_be_visible()
    toast.get_by_role("button").click()
    expect(toast).to_have_count(0)


def test_it_works_without_scripts(
    live_server: LiveServer, priya: Staff, new_context: Callable[..., object], context: object
) -> None:
    plain = new_context(java_script_enabled=False)
    plain.add_cookies(context.cookies())  # type: ignore[attr-defined]
    page: Page = plain.new_page()  # type: ignore[attr-defined]
    page.goto(f"{live_server.url}/filing/")
    page.get_by_role("radio", name="Mobile app").check()
    page.get_by_label("Search an idea").fill("Dutch")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("radio", name="Mobile app")).to_be_checked()
    page.get_by_role("radio", name="Bug").check()
    page.get_by_role("checkbox", name="Job sheets in Dutch").check()
    page.get_by_role("button", name="File it, show the next").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("12 left of 13 today")
    assert EvidenceItem.objects.get().idea.title == "Job sheets in Dutch"
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("13 left of 13 today")
    page.get_by_role("link", name="Nothing to do").click()
    page.get_by_label("We cannot tell what they mean").check()
    page.get_by_role("button", name="Set it aside").click()
    assert Feedback.objects.set_aside().count() == 1


def test_on_a_phone_one_comes_after_another(page: Page, live_server: LiveServer, priya: Staff) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/filing/")
    expect(page.locator("#thread")).to_be_hidden()
    page.locator("[data-row]").first.click()
    opened(page, "When the signal goes")
    expect(page.locator("#queue")).to_be_hidden()
    page.get_by_role("radio", name="Mobile app").check()
    page.get_by_role("radio", name="Bug").check()
    page.get_by_role("button", name="File it, show the next").click()
    opened(page, "The map is slow")
    look(page, "triage-one")
