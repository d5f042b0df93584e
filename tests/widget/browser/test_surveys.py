"""Questions in the vendor's product: asked of whom was chosen, answered by a click or by keyboard, never over anything."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.look import look
from tests.makers import make_company, make_contact, make_survey
from tests.widget.browser.conftest import wait_until_sent
from wellheard.customers.commands import save_segment
from wellheard.customers.models import Contact
from wellheard.foundation import clock
from wellheard.listen.models import Feedback
from wellheard.listen.surveys.drafts import QuestionDraft
from wellheard.listen.surveys.models import Display, PairVote, Response

pytestmark = pytest.mark.django_db(transaction=True)

Visit = Callable[..., Page]
PAYS_100 = {"all": [{"field": "mrr", "op": ">", "value": 10_000}]}


@pytest.fixture
def come(visit: Visit, signed: Callable[..., str]) -> Callable[..., Page]:
    """Let somebody come to the product, signed in there."""

    def by(person: Contact, **more: str) -> Page:
        token = signed(str(person.pk), email=person.identities.get().value, email_verified=True)
        return visit(before=f"wellheard = [['reset'], ['identify', '{token}']]", **more)

    return by


def customer(name: str, *, mrr: int) -> Contact:
    long_ago = clock.now() - timedelta(days=400)
    return make_contact(
        name=name, email=f"{name.lower()}@example.com", company=make_company(mrr=mrr), created_at=long_ago
    )


def test_a_question_is_asked_of_exactly_the_segment_and_answered_with_one_click(come: Callable[..., Page]) -> None:
    pays, tries = customer("Petra", mrr=200), customer("Ilse", mrr=50)
    segment = save_segment(name="Pays over $100", rule=PAYS_100)
    make_survey(audience="segment", segment=segment)
    page = come(tries)
    page.wait_for_timeout(1_000)
    expect(page.get_by_role("dialog")).to_have_count(0)
    page = come(pays, path="/jobs")
    expect(page.get_by_role("dialog", name="A question of nps?")).to_be_visible()
    # The person goes on with what they were doing.
    expect(page.locator("wellheard-tab")).not_to_be_focused()
    look(page, "widget-question")
    with page.expect_response("**/answered"):
        page.get_by_role("radio", name="8").check()
    assert Response.objects.get().score == 8
    page.get_by_label("Why?").fill("It saves me an hour a day")
    look(page, "widget-question-why")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("dialog", name="Thank you")).to_be_visible()
    wait_until_sent(page)
    response = Response.objects.get()
    assert (response.contact, response.score, response.is_complete) == (pays, 8, True)
    assert Feedback.objects.get().words == "It saves me an hour a day"
    # Once is once.
    page.reload()
    page.locator("wellheard-tab .tab").wait_for()
    page.wait_for_timeout(1_000)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_not_now_is_for_good_and_nothing_is_asked_over_what_somebody_writes(come: Callable[..., Page]) -> None:
    make_survey(trigger={"event": "invoice sent"})
    page = come(customer("Petra", mrr=200))
    page.get_by_role("button", name="Feedback").click()
    with page.expect_response("**/events"):
        page.evaluate("wellheard('event', 'invoice sent', {total: 120})")
    expect(page.get_by_role("dialog", name="What do you need?")).to_be_visible()
    page.keyboard.press("Escape")
    question = page.get_by_role("dialog", name="A question of nps?")
    expect(question).to_be_visible()
    with page.expect_response("**/dismissed"):
        question.get_by_role("button", name="Not now").click()
    assert Display.objects.get().state == Display.State.DISMISSED
    with page.expect_response("**/events"):
        page.evaluate("wellheard('event', 'invoice sent', {total: 120})")
    page.wait_for_timeout(500)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_what_is_said_while_an_answer_is_on_its_way_is_told_its_own_end(come: Callable[..., Page]) -> None:
    make_survey()
    page = come(customer("Petra", mrr=200))
    on_the_way: list[Route] = []

    def hold(route: Route) -> None:
        on_the_way.append(route)

    page.context.route("**/dismissed", hold)
    page.get_by_role("dialog", name="A question of nps?").get_by_role("button", name="Not now").click()
    page.get_by_role("button", name="Feedback").click()
    page.get_by_role("textbox", name="What do you need?").fill("I have to drag every job")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("button", name="Send")).to_be_disabled()
    assert on_the_way
    on_the_way.pop().continue_()
    expect(page.get_by_role("dialog", name="Thank you")).to_contain_text("We have it")


def test_two_ideas_are_chosen_between_by_keyboard(come: Callable[..., Page]) -> None:
    make_survey("pair")
    page = come(customer("Petra", mrr=200))
    page.get_by_role("dialog").locator(".find").first.focus()
    look(page, "widget-pair")
    # What is said while an earlier answer is still on its way comes after it.
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/started", hold)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Why?").get_by_role("textbox")).to_be_focused()
    page.keyboard.type("I phone six drivers")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Thank you")).to_be_visible()
    held[0].continue_()
    page.keyboard.press("Escape")
    wait_until_sent(page)
    assert (PairVote.objects.get().chosen, Feedback.objects.get().words) == ("left", "I phone six drivers")
    assert Display.objects.get().state == Display.State.COMPLETED


def test_a_question_waits_in_the_tab_until_somebody_likes_to_answer(come: Callable[..., Page]) -> None:
    make_survey(channels=["tab"])
    page = come(customer("Petra", mrr=200))
    page.wait_for_timeout(500)
    expect(page.get_by_role("dialog")).to_have_count(0)
    with page.expect_response("**/shown"):
        page.get_by_role("button", name="Feedback").click()
    expect(page.get_by_role("dialog").get_by_role("textbox")).to_be_focused()
    waiting = page.get_by_role("button", name="A question of nps?")
    look(page, "widget-question-waits")
    waiting.click()
    expect(page.get_by_role("heading", name="A question of nps?")).to_be_focused()
    # Back to what they came for: it goes on waiting.
    page.get_by_role("button", name="Back", exact=True).click()
    waiting.click()
    page.get_by_role("radio", name="9").check()
    look(page, "widget-question-inside")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("dialog", name="Thank you")).to_be_visible()
    page.keyboard.press("Escape")
    wait_until_sent(page)
    assert (Response.objects.get().score, Response.objects.get().channel) == (9, "tab")
    page.get_by_role("button", name="Feedback").click()
    expect(page.get_by_role("dialog").get_by_role("textbox")).to_be_focused()
    expect(waiting).to_have_count(0)


def test_a_question_in_another_language_is_marked_as_that(come: Callable[..., Page]) -> None:
    texts = {"he": {"question": "כמה קל היה?", "low": "קשה", "high": "קל"}}
    make_survey("ces", languages=["he"], questions=[QuestionDraft("ces", "ces", texts)])
    page = come(customer("Petra", mrr=200))
    card = page.get_by_role("dialog", name="כמה קל היה?")
    expect(card).to_have_attribute("lang", "he")
    expect(card).to_have_attribute("dir", "rtl")
    # What is the tab's own stays in its language.
    expect(card.get_by_role("button", name="Send")).to_have_attribute("lang", "en")
    look(page, "widget-question-hebrew")


def test_what_is_chosen_can_be_told_where_the_system_chooses_the_colours(come: Callable[..., Page], page: Page) -> None:
    page.emulate_media(forced_colors="active")
    make_survey()
    come(customer("Petra", mrr=200)).get_by_role("radio", name="1", exact=True).check()
    edges = "numbers => numbers.map(one => getComputedStyle(one).borderTopWidth)"
    assert page.locator(".scale span").evaluate_all(edges) == ["1px", "3px", *["1px"] * 9]
    # The button on the page has an edge too.
    assert page.locator(".tab").evaluate("tab => getComputedStyle(tab).borderTopWidth") == "1px"
