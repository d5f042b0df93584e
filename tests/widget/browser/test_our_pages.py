"""Our own pages that show the tab: the one for web views, which it fills, and the one on which colleagues try it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.conftest import browser_signed_in
from tests.journeys.look import DESK, PHONE, look
from tests.makers import make_contact, make_source, make_staff, make_survey
from wellheard.foundation import clock
from wellheard.listen.models import Feedback
from wellheard.listen.surveys.models import Display
from wellheard.workspace.models import Staff

__all__ = ["browser_signed_in"]

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "When someone is ill I have to drag every job"


@pytest.fixture(autouse=True)
def _no_stream(page: Page) -> None:
    """Answer the live stream as for nobody: it is answered before Django, which this server is not."""
    page.context.route("**/widget/v1/live", lambda route: route.fulfill(status=204))


def size_of(place: Locator) -> tuple[float, float, float, float]:
    box = place.bounding_box()
    assert box
    return box["x"], box["y"], box["width"], box["height"]


def test_in_a_web_view_the_tab_is_the_page(page: Page, live_server: LiveServer) -> None:
    _source, key = make_source(kind="browser")
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/widget/frame?key={key}&version=7.1&language=en")
    panel = page.get_by_role("main", name="What do you need?")
    expect(panel).to_be_visible()
    assert size_of(panel) == (0, 0, PHONE["width"], PHONE["height"])
    words = panel.get_by_role("textbox")
    assert "Source Serif" in words.evaluate("field => getComputedStyle(field).fontFamily")
    assert "Inter" in panel.evaluate("panel => getComputedStyle(panel).fontFamily")
    # There is nothing to close, and nothing to open.
    page.keyboard.press("Escape")
    expect(panel).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Close|^Feedback, "))).to_have_count(0)
    look(page, "widget-frame")
    words.fill(WORDS)
    panel.get_by_role("button", name="Send").click()
    expect(page.get_by_role("main", name="Thank you.")).to_contain_text("We have it")
    assert (Feedback.objects.get().words, Feedback.objects.get().version) == (WORDS, "7.1")


def test_an_app_says_by_message_who_is_signed_in(
    page: Page, live_server: LiveServer, signed: Callable[..., str]
) -> None:
    _source, key = make_source(kind="browser")
    page.add_init_script("window.said = []; window.ReactNativeWebView = {postMessage: text => said.push(text)}")
    page.goto(f"{live_server.url}/widget/frame?key={key}")
    expect(page.get_by_role("main")).to_be_visible()
    assert page.evaluate("said") == ['{"wellheard":"ready"}']
    token = signed("7", name="Petra Novotna")
    with page.expect_response("**/hello") as answer:
        page.evaluate("token => postMessage(JSON.stringify({wellheard: ['identify', token]}))", token)
    assert answer.value.json()["known"] is True
    # What is no call of the tab's is left alone.
    page.evaluate("postMessage('{'); postMessage({wellheard: ['close']}); postMessage({wellheard: 1})")
    expect(page.get_by_role("main")).to_be_visible()


def test_without_a_key_the_page_says_what_is_missing(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/widget/frame?key=wb_nothing")
    expect(page.get_by_role("heading", name="This page needs the key of a source")).to_be_visible()
    expect(page.locator("wellheard-tab")).to_have_count(0)


def test_a_colleague_sees_what_somebody_sees_and_sends_nothing_in_their_name(
    page: Page, live_server: LiveServer, browser_signed_in: Callable[[Staff], None]
) -> None:
    make_source(kind="browser")
    make_contact(name="Petra Novotna", created_at=clock.now() - timedelta(days=400))
    make_survey()
    browser_signed_in(make_staff())
    page.set_viewport_size(DESK)
    page.goto(f"{live_server.url}/settings/widget/")
    page.get_by_role("link", name="Petra Novotna").click()
    expect(page.get_by_role("heading", name="As Petra Novotna sees it")).to_be_visible()
    expect(page.get_by_text("Is asked now: nothing stands against it.")).to_be_visible()
    inside = page.frame_locator("iframe.host-frame")
    question = inside.get_by_role("dialog", name="A question of nps?")
    expect(question).to_be_visible()
    look(page, "widget-playground")
    page.set_viewport_size(DESK)
    page.locator("iframe.host-frame").evaluate("frame => frame.scrollIntoView({block: 'center'})")
    question.get_by_role("radio", name="9").check()
    question.get_by_role("button", name="Not now").click()
    inside.get_by_role("button", name="Feedback").click()
    inside.get_by_role("textbox").fill(WORDS)
    inside.get_by_role("button", name="Send").click()
    expect(inside.get_by_role("alert")).to_contain_text("nothing is sent in somebody else’s name")
    assert (Feedback.objects.count(), Display.objects.count()) == (0, 0)
