"""The tab in the vendor's product: saying, reading, being known, and what the page around it may do or forbid."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Page, Route, expect

from tests.journeys.look import look
from tests.makers import make_contact, make_staff
from tests.widget.browser.conftest import ANY_SITE, wait_until_sent
from tests.widget.test_becoming import reply
from tests.widget.test_reaching import digits
from wellheard.customers.models import ContactIdentity, EmailCode
from wellheard.foundation import clock
from wellheard.listen.articles.commands import publish_text, write_article
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.models import Feedback

pytestmark = pytest.mark.django_db(transaction=True)

Visit = Callable[..., Page]
WORDS = "When someone is ill I have to drag every job to another engineer"
# What moved on the page, and what kept it from answering, in what browsers measure them in.
WATCH = """
window.moved = 0; window.blocked = 0;
new PerformanceObserver(list => list.getEntries().forEach(one => { moved += one.hadRecentInput ? 0 : one.value }))
    .observe({type: 'layout-shift', buffered: true});
new PerformanceObserver(list => list.getEntries().forEach(one => { blocked += Math.max(0, one.duration - 50) }))
    .observe({type: 'longtask', buffered: true});
"""
# Two patches of the same noise on the page, one of which holds what nobody should see.
NOISE = """
addEventListener('DOMContentLoaded', () => [0, 400].forEach(left => {
    const patch = document.createElement('canvas'), brush = (patch.width = patch.height = 200, patch.getContext('2d'));
    for (let x = 0; x < 200; x += 4) for (let y = 0; y < 200; y += 4) {
        brush.fillStyle = (x * 7 + y * 13 + x * y) % 3 ? 'black' : 'white';
        brush.fillRect(x, y, 4, 4);
    }
    Object.assign(patch.style, {position: 'fixed', top: 0, left: left + 'px'});
    document.body.append(patch);
}));
"""
# What old libraries and bad habits leave behind on pages.
HOSTILE = """
window.wrong = [];
addEventListener('error', event => wrong.push(event.message));
addEventListener('unhandledrejection', event => wrong.push(String(event.reason)));
Object.prototype.body = 'polluted'; Object.prototype.headers = {'X-Bad': 'yes'}; Object.prototype.keepalive = 7;
Object.prototype.href = 'javascript:wrong.push(1)'; Object.prototype.class = 'bad'; Object.prototype.token = 'bad';
Array.prototype.extension = function () {}; Array.prototype.last = 'bad';
window.status = 'x'; window.name = 'y'; window.h = window.text = window.session = window.store = null;
Object.defineProperty(window, 'navigation', {value: Object.freeze({})});
Object.freeze(Object.prototype); Object.freeze(Array.prototype); Object.freeze(Promise.prototype);
"""


@pytest.fixture
def article(run_jobs: Callable[[], None]) -> None:
    """Publish an article that helps with what is said here."""
    written = write_article(
        title="Move a whole day to another engineer",
        summary="When somebody is ill.",
        body="Open the day and **drag it** to another engineer.\n\n- Every job goes along.",
        language="en",
        by=None,
    )
    publish_text(article_id=written.pk, language="en", version=1, by=None)
    run_jobs()


def opened(page: Page) -> Page:
    """Open the tab by its button."""
    page.get_by_role("button", name="Feedback").first.click()
    return page


def test_somebody_says_something_on_the_strictest_of_pages(visit: Visit) -> None:
    page = opened(visit(before=WATCH + "wellheard = [['context', {plan: 'team'}]]"))
    page.keyboard.type(WORDS)
    page.get_by_text("What is sent with it").click()
    expect(page.locator("wellheard-tab dl")).to_contain_text("4.2.1")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("dialog")).to_contain_text("We have it")
    assert page.evaluate("[moved, blocked]") == [0, 0]
    said = Feedback.objects.get()
    assert (said.words, said.version, said.attributes) == (WORDS, "4.2.1", {"plan": "team"})
    assert said.url.endswith("/dispatch")
    look(opened(page), "widget-said")


def test_an_article_helps_before_anything_is_sent(visit: Visit, article: None) -> None:
    page = opened(visit())
    page.keyboard.type(WORDS)
    expect(page.get_by_text("Move a whole day")).to_be_visible()
    look(page, "widget-say")
    page.get_by_text("Move a whole day").click()
    expect(page.get_by_role("dialog").locator("strong")).to_have_text("drag it")
    look(page, "widget-article")
    page.get_by_role("button", name="That solved it").click()
    expect(page.get_by_role("dialog")).to_contain_text("was not sent")
    opened_again = page.get_by_role("button", name="Feedback").first
    opened_again.click()
    assert not Feedback.objects.exists()


def test_what_is_said_while_the_server_is_away_arrives_once(visit: Visit) -> None:
    page = opened(visit())
    # The server is away; then it takes what was said, and its answer is lost; then all is well.
    page.context.route("**/widget/v1/**", lambda route: route.abort())
    page.keyboard.type(WORDS)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("dialog")).to_contain_text("kept here")
    page.reload()
    page.context.unroute("**/widget/v1/**")
    lost: list[int] = []

    def lose_the_answer(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    page.context.route("**/widget/v1/said", lose_the_answer, times=1)
    with page.expect_response("**/widget/v1/said") as answer:
        visit("/invoices")
    wait_until_sent(page)
    assert (lost, answer.value.status, Feedback.objects.count()) == ([201], 201, 1)


def test_what_was_said_under_no_name_is_theirs_once_they_are_known(visit: Visit, signed: Callable[..., str]) -> None:
    petra = make_contact(name="Petra Novotna", email="petra@oakline.example")
    page = opened(visit())
    page.keyboard.type(WORDS)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("dialog")).to_contain_text("We have it")
    token = signed("7", email="petra@oakline.example", email_verified=True)
    with page.expect_response("**/widget/v1/hello"):
        page.evaluate("token => wellheard('identify', token)", token)
    page.get_by_role("button", name="What became of it").click()
    expect(page.get_by_role("dialog")).to_contain_text(WORDS)
    look(page, "widget-mine")
    assert Feedback.objects.get().contact == petra
    # Whoever comes next is nobody.
    with page.expect_response("**/widget/v1/hello"):
        page.evaluate("wellheard('reset')")
    page.evaluate("wellheard('open', 'mine')")
    expect(page.get_by_role("dialog")).to_contain_text("You have said nothing yet")


def test_an_answer_appears_in_the_open_conversation(visit: Visit) -> None:
    page = opened(visit())
    page.keyboard.type("How do I move a whole day at once")
    page.get_by_text("I would like an answer").click()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("dialog")).to_contain_text("Thank you")
    page.get_by_role("button", name="What became of it").click()
    page.get_by_role("button", name="Reply").click()
    page.get_by_role("textbox", name="Reply").fill("It is urgent")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("log")).to_contain_text("It is urgent")
    number = Conversation.objects.get().pk
    reply(number, "Open the day and drag it.", make_staff(name="Lena Sand"))
    page.get_by_role("textbox", name="Reply").fill("begun")
    # What the live stream says; the one of the real server is answered before Django, which this server is not.
    heard = f'event: message\ndata: {{"conversation": {number}, "unread": 1}}\n\n'
    page.context.route(
        "**/widget/v1/live",
        lambda route: route.fulfill(body=heard, headers=ANY_SITE, content_type="text/event-stream"),
    )
    expect(page.get_by_role("log")).to_contain_text("drag it")
    expect(page.get_by_role("textbox", name="Reply")).to_have_value("begun")
    look(page, "widget-conversation")


def test_nobody_known_leaves_an_address_and_is_known_afterwards(visit: Visit) -> None:
    page = opened(visit())
    page.keyboard.type(WORDS)
    page.get_by_role("button", name="Send").click()
    address = page.get_by_label("Where can we answer?")
    # Nobody need: the words come first, and no keyboard covers them.
    expect(page.get_by_role("heading", name="Thank you")).to_be_focused()
    look(page, "widget-address")
    address.fill("ada@example")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("address")
    address.fill("ada@example.com")
    page.keyboard.press("Enter")
    expect(page.get_by_label("The six digits")).to_be_focused()
    look(page, "widget-digits")
    page.get_by_role("button", name="Back", exact=True).click()
    expect(address).to_be_visible()
    # A mail is on its way: the address may be given once more after half a minute.
    EmailCode.objects.update(sent_at=clock.now() - timedelta(minutes=1))
    address.fill("ada@example.com")
    page.get_by_role("button", name="Send me six digits").click()
    expect(page.get_by_label("The six digits")).to_be_focused()
    page.keyboard.type(digits())
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("You hear back here, and at ada@example.com.")
    assert ContactIdentity.objects.get(kind="email").contact == Feedback.objects.get().contact
    # Also on the next page, until somebody signs out.
    page = opened(visit("/invoices"))
    page.get_by_role("button", name="What became of it").click()
    expect(page.get_by_role("dialog")).to_contain_text(WORDS)
    page.evaluate("wellheard('reset')")
    assert page.evaluate("localStorage.getItem('wellheard:token')") is None


def test_nothing_of_a_hostile_page_stops_it_and_nothing_of_it_hurts_the_page(visit: Visit) -> None:
    page = opened(visit(before=HOSTILE))
    page.keyboard.type(WORDS)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("dialog")).to_contain_text("We have it")
    page.evaluate(
        "wellheard(); wellheard('nonsense'); wellheard('identify'); wellheard('event'); wellheard('__proto__')"
    )
    page.evaluate("wellheard('context', null); wellheard('open', 'constructor'); wellheard('close')")
    page.get_by_label("Search").fill("still works")
    assert page.evaluate("wrong") == []
    assert Feedback.objects.get().words == WORDS


def test_all_of_it_goes_by_keyboard_from_right_to_left(visit: Visit, page: Page) -> None:
    def in_hebrew(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"language": "he", "dir": "rtl"})

    page.context.route("**/widget/v1/hello", in_hebrew)
    page = visit(before="document.documentElement.addEventListener('keydown', event => { window.heard = event.key })")
    page.get_by_label("Search").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("textbox")).to_be_focused()
    box = page.get_by_role("dialog").bounding_box()
    assert box
    assert box["x"] < 100
    page.evaluate("window.heard = ''")
    page.keyboard.type("jk")
    assert page.evaluate("heard") == ""
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Feedback")).to_be_focused()
    # What was begun is still there; opened by the page, the focus goes back into the page.
    page.get_by_label("Search").focus()
    page.evaluate("wellheard('open')")
    expect(page.get_by_role("dialog").get_by_role("textbox")).to_have_value("jk")
    page.keyboard.press("Escape")
    expect(page.get_by_label("Search")).to_be_focused()


def test_nothing_is_sent_or_kept_before_somebody_agrees(visit: Visit) -> None:
    asked: list[str] = []
    page = visit(wait=False, attributes='data-consent="required"', before="wellheard = [['event', 'x', {}]]")
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(500)
    assert (asked, page.evaluate("localStorage.length")) == ([], 0)
    page.evaluate("wellheard('consent', true)")
    page.locator("wellheard-tab .tab").wait_for()
    assert page.evaluate("localStorage.getItem('wellheard:device')")
    page.evaluate("wellheard('consent', false)")
    expect(page.locator("wellheard-tab")).to_have_count(0)
    assert page.evaluate("localStorage.length") == 0


def test_who_asks_not_to_be_tracked_has_no_number(visit: Visit, page: Page) -> None:
    page.add_init_script("Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {get: () => true})")
    with page.expect_request("**/widget/v1/hello") as hello:
        visit()
    assert "x-wellheard-device" not in hello.value.headers
    assert '"gpc":true' in (hello.value.post_data or "")
    assert page.evaluate("localStorage.length") == 0


def test_a_picture_is_covered_before_it_is_sent(visit: Visit) -> None:
    # As on phones, which take no picture of the screen by themselves.
    page = opened(visit(before="delete MediaDevices.prototype.getDisplayMedia"))
    page.keyboard.type(WORDS)
    noise = io.BytesIO()
    Image.effect_noise((800, 600), 200).save(noise, "PNG")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Add a picture").click()
    chooser.value.set_files({"name": "screen.png", "mimeType": "image/png", "buffer": noise.getvalue()})
    box = page.locator("dialog canvas").bounding_box()
    assert box
    page.mouse.move(box["x"], box["y"])
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=3)
    page.mouse.up()
    look(page, "widget-picture")
    page.get_by_role("button", name="Done").click()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("dialog")).to_contain_text("We have it")
    with default_storage.open(Feedback.objects.get().pictures.get().file) as file:
        kept = Image.open(file).convert("L")
    covered, seen = (len(kept.crop((x, x, x + 20, x + 20)).getcolors() or []) for x in (26, 500))
    assert covered < seen / 4


def test_a_picture_of_the_screen_is_taken_without_the_tab_and_what_is_covered_is_gone(visit: Visit) -> None:
    page = opened(visit(before=NOISE))
    page.keyboard.type(WORDS)
    page.get_by_role("button", name="Add a picture").click()
    view = page.locator("dialog canvas")
    expect(view).to_be_focused()
    box = view.bounding_box()
    assert box
    wide, high = view.evaluate("view => [view.width, view.height]")
    across, down = box["width"] / wide, box["height"] / high
    page.mouse.move(box["x"] + 1, box["y"] + 1)
    page.mouse.down()
    page.mouse.move(box["x"] + 260 * across, box["y"] + 210 * down, steps=3)
    page.mouse.up()
    page.get_by_role("button", name="Done").click()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("dialog")).to_contain_text("We have it")
    with default_storage.open(Feedback.objects.get().pictures.get().file) as file:
        kept = Image.open(file).convert("L")
    assert kept.size == (wide, high)
    # Two patches of the same noise stood on the page: of the one that was covered only large squares are left.
    covered, seen = (grain(kept.crop((x, 20, x + 180, 180))) for x in (20, 420))
    assert covered < seen / 6
    # And where the panel stood is the page as it is without it.
    assert kept.crop((wide - 380, high - 400, wide - 30, high - 30)).getextrema() == (255, 255)


def grain(part: Image.Image) -> float:
    """Return how much dots differ from those four to the right of them: what letters and patterns are made of."""
    return float(ImageStat.Stat(ImageChops.difference(part, ImageChops.offset(part, 4, 0))).mean[0])
