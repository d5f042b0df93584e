"""What the scripts of every page add: the palette, toasts, questions before a step that cannot be taken back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.look import look
from tests.makers import make_company, make_idea, make_staff
from wellheard.workspace.models import Staff

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.web.sample_pages")]

SignIn = Callable[[Staff], None]


def test_what_goes_by_some_words_is_found(page: Page, live_server: LiveServer, browser_signed_in: SignIn) -> None:
    browser_signed_in(make_staff(name="Ines Calder"))
    make_idea("Keep working without a signal")
    page.goto(f"{live_server.url}/find/?q=signal")
    expect(page.get_by_role("link", name="Keep working without a signal")).to_be_visible()
    look(page, "find")


def test_the_palette_finds_by_keyboard_alone(page: Page, live_server: LiveServer, browser_signed_in: SignIn) -> None:
    browser_signed_in(make_staff(name="Ines Calder"))
    company = make_company(name="Offley Lifts", mrr=2480)
    page.goto(f"{live_server.url}/sample/home/")
    page.keyboard.press("Control+k")
    palette = page.get_by_role("dialog", name="Find or do")
    expect(palette.get_by_role("link", name="Answers", exact=True)).to_be_visible()
    page.keyboard.type("offl")
    expect(palette.get_by_role("link", name="Offley Lifts")).to_be_visible()
    look(page, "palette")
    page.keyboard.press("ArrowDown")
    expect(palette.get_by_role("link", name="Offley Lifts")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(palette.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/companies/{company.pk}/")


def test_the_palette_opens_by_its_button_and_closes_by_escape(
    page: Page, live_server: LiveServer, browser_signed_in: SignIn
) -> None:
    browser_signed_in(make_staff())
    page.goto(f"{live_server.url}/sample/home/")
    page.get_by_role("link", name="Find or do…").click()
    expect(page.get_by_role("dialog", name="Find or do")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Find or do")).to_be_hidden()
    assert page.url.endswith("/sample/home/")


def test_a_phone_reaches_every_place_by_more(page: Page, live_server: LiveServer, browser_signed_in: SignIn) -> None:
    browser_signed_in(make_staff())
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/sample/home/")
    page.get_by_role("link", name="More").click()
    expect(page.get_by_role("dialog").get_by_role("link", name="Companies", exact=True)).to_be_visible()
    look(page, "palette-more")


def test_a_toast_leaves_after_nine_seconds_but_not_while_it_is_read(
    page: Page, live_server: LiveServer, browser_signed_in: SignIn
) -> None:
    browser_signed_in(make_staff())
    page.clock.install()
    page.goto(f"{live_server.url}/sample/empty/")
    toasts = page.locator(".toast")
    expect(toasts).to_have_count(4)
    toasts.nth(0).hover()
    page.clock.run_for(9_500)
    expect(toasts).to_have_count(1)
    page.mouse.move(0, 0)
    page.clock.run_for(9_500)
    expect(toasts).to_have_count(0)


def test_a_toast_can_be_closed(page: Page, live_server: LiveServer, browser_signed_in: SignIn) -> None:
    browser_signed_in(make_staff())
    page.goto(f"{live_server.url}/sample/empty/")
    page.get_by_role("button", name="Close this message").first.click()
    expect(page.locator(".toast")).to_have_count(3)


def test_a_step_that_reaches_many_asks_first(page: Page, live_server: LiveServer, browser_signed_in: SignIn) -> None:
    browser_signed_in(make_staff())
    page.goto(f"{live_server.url}/sample/answer/")
    page.get_by_role("button", name="Tell 15 people").click()
    question = page.get_by_role("dialog", name="Tell 15 people that it is here?")
    look(page, "confirm")
    question.get_by_role("button", name="Not yet").click()
    assert page.url.endswith("/sample/answer/")
    page.get_by_role("button", name="Tell 15 people").click()
    question.get_by_role("button", name="Tell 15 people").click()
    expect(page.get_by_text("told 15")).to_be_visible()


def test_a_double_click_sends_once(page: Page, live_server: LiveServer, browser_signed_in: SignIn) -> None:
    browser_signed_in(make_staff())
    page.goto(f"{live_server.url}/sample/answer/")
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    page.get_by_role("button", name="Send one").dblclick()
    expect(page.get_by_text("told one")).to_be_visible()
    assert len(posts) == 1


def test_everything_works_without_scripts(
    browser: Browser, live_server: LiveServer, page: Page, browser_signed_in: SignIn
) -> None:
    browser_signed_in(make_staff())
    make_company(name="Offley Lifts")
    plain = browser.new_context(java_script_enabled=False, storage_state=page.context.storage_state()).new_page()
    plain.goto(f"{live_server.url}/sample/home/")
    plain.get_by_role("link", name="Find or do…").click()
    plain.get_by_label("What are you looking for?").fill("offley")
    plain.get_by_role("button", name="Find").click()
    expect(plain.get_by_role("link", name="Offley Lifts")).to_be_visible()
    plain.goto(f"{live_server.url}/sample/answer/")
    plain.get_by_role("button", name="Tell 15 people").click()
    expect(plain.get_by_text("told 15")).to_be_visible()
    plain.context.close()


def test_a_part_that_changes_something_carries_the_forms_token(
    page: Page, live_server: LiveServer, browser_signed_in: SignIn
) -> None:
    browser_signed_in(make_staff())
    page.goto(f"{live_server.url}/sample/answer/")
    page.get_by_role("button", name="Send a part").click()
    expect(page.locator("#part")).to_contain_text("told a part")


def test_a_session_that_ended_leads_to_the_sign_in_page_and_not_into_the_palette(
    page: Page, live_server: LiveServer, browser_signed_in: SignIn
) -> None:
    browser_signed_in(make_staff())
    page.goto(f"{live_server.url}/find/")
    page.context.clear_cookies()
    page.keyboard.press("Control+k")
    page.wait_for_url("**/accounts/login/?next=/find/")


def test_a_server_that_does_not_answer_is_said_once(
    page: Page, live_server: LiveServer, browser_signed_in: SignIn
) -> None:
    browser_signed_in(make_staff())
    page.goto(f"{live_server.url}/sample/home/")
    page.route("**/find/**", lambda route: route.abort())
    page.keyboard.press("Control+k")
    page.keyboard.type("x")
    expect(page.get_by_text("The server does not answer.")).to_have_count(1)
