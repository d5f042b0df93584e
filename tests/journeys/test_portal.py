"""The portal in a real browser: telling us something with and without scripts, and how every page looks."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.look import look
from tests.makers import make_area, make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.answer.commands import send_all
from wellheard.customers.models import Contact
from wellheard.decide.commands import change_status, link_feedback, publish_idea, record_decision, reply, vote
from wellheard.decide.models import Comment, Evidence, Idea
from wellheard.deliver.commands import draft_release, publish_release
from wellheard.foundation import clock
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.models import Feedback
from wellheard.understand import similar
from wellheard.workspace.installation import forget
from wellheard.workspace.models import Staff, Vendor

pytestmark = pytest.mark.django_db(transaction=True)

PLAN = (
    (
        "Keep working without a signal",
        "Mobile app",
        "building",
        "I take a photo of the sheet before I go down the shaft.",
    ),
    (
        "Invoice layout per customer",
        "Invoicing",
        "under_review",
        "Every council wants its order number in another corner.",
    ),
    ("See which van has the part", "Parts & stock", "under_review", "I phone six drivers to find one valve."),
    ("Quiet hours for customer texts", "Customer texts", "shipped", "How do I stop the text going out at 11 at night?"),
    ("Calendar that syncs both ways", "Scheduling", "heard", "My wife’s calendar knows more than your app."),
    ("SAP connection", "Integrations", "not_now", "We were promised a date in spring."),
    ("Photos while offline", "Mobile app", "planned", "The photo is the proof. No photo, no money."),
)


@pytest.fixture
def petra() -> Contact:
    """Tell a small story of a vendor and its customers; return one of them."""
    cache.clear()
    Vendor.objects.update_or_create(pk=1, defaults={"name": "Northwind"})
    forget()
    petra = make_contact(
        name="Petra Novotna",
        email="petra@oakline.example",
        company=make_company(name="Oakline Lifts", industry="Lifts"),
    )
    others = [make_contact(company=make_company(industry="Cold chain")) for _number in range(3)]
    ines = make_staff(name="Ines Calder")
    for number, (title, area, status, words) in enumerate(PLAN):
        idea = make_idea(
            title, area=make_area(name=area) if number != 6 else None, public_text="So that no sheet is lost."
        )
        idea.workaround = "Write it down and photograph it."
        idea.save(update_fields=["workaround"])
        publish_idea(idea_id=idea.pk)
        for who, quotable in ((petra, "named"), (others[0], "unnamed")):
            said = make_feedback(
                words if who is petra else "Our cold stores are Faraday cages.",
                contact=who, quotable=quotable, published_at=clock.now(), heard_at=clock.now() - timedelta(days=40 + number),
            )  # fmt: skip
            if who is petra and number not in {0, 3, 5}:
                continue
            link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=ines)
        for other in others[: 3 - number % 3]:
            vote(idea_id=idea.pk, contact=other)
        _move(idea, status, ines)
    vote(idea_id=Idea.objects.get(title=PLAN[0][0]).pk, contact=petra)
    return petra


def _move(idea: Idea, status: str, by: Staff) -> None:
    decided = {"building": "yes", "planned": "yes", "shipped": "yes", "not_now": "not_now"}.get(status)
    if decided:
        record_decision(
            idea_id=idea.pk, version=1, outcome=decided, reason="Most of you work there.",
            public_reason="Most of you work where there is no signal, and a lost sheet is a lost hour.", by=by,
        )  # fmt: skip
    if status in {"building", "under_review"}:
        change_status(idea_id=idea.pk, status=status)
    if status == "shipped":
        release = draft_release(
            title="Quiet hours", notes="Choose the hours in Settings, Texts.\n\nOn the bank holiday it waits too.",
            idea_ids=[idea.pk], by=by, version_name="4.2",
        )  # fmt: skip
        publish_release(release_id=release.pk)


@pytest.fixture
def signed_in_as(context: BrowserContext, live_server: LiveServer) -> Callable[[Contact], None]:
    from django.contrib.sessions.backends.db import SessionStore

    def sign_in(contact: Contact) -> None:
        session = SessionStore()
        session["contact_id"] = contact.pk
        session.save()
        context.add_cookies([{"name": "wellheard_session", "value": session.session_key or "", "url": live_server.url}])

    return sign_in


def test_every_page_looks_right(
    page: Page,
    live_server: LiveServer,
    petra: Contact,
    signed_in_as: Callable[[Contact], None],
    run_jobs: Callable[[], None],
) -> None:
    run_jobs()
    for answered in Idea.objects.filter(status__in=["shipped", "not_now"]):
        send_all(idea_id=answered.pk)
    run_jobs()
    signed_in_as(petra)
    idea = Idea.objects.get(title=PLAN[0][0])
    for path, name in (
        ("/portal/", "portal-board"),
        (f"/portal/ideas/{idea.pk}/", "portal-idea"),
        ("/portal/roadmap/", "portal-roadmap"),
        ("/portal/changelog/", "portal-changelog"),
        ("/portal/mine/", "portal-mine"),
    ):
        page.goto(live_server.url + path)
        look(page, name)


def test_telling_us_works_without_scripts(browser: Browser, live_server: LiveServer, petra: Contact) -> None:
    plain = browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(f"{live_server.url}/portal/")
    page.get_by_label("What do you need from Northwind?").fill("The van list does not load on a slow line.")
    page.get_by_text("All, with my name").click()
    page.get_by_role("button", name="Tell us").click()

    expect(page.get_by_role("heading", name="Where may we answer you?")).to_be_visible()
    assert Feedback.objects.get(words__startswith="The van list").contact is None

    page.get_by_label("Your e-mail address").fill("petra@oakline.example")
    page.get_by_role("button", name="Send me six digits").click()
    page.get_by_label("The six digits from our mail").fill(_mailed_code())
    page.get_by_role("button", name="Confirm").click()

    expect(page.get_by_role("heading", name="We have heard you")).to_be_visible()
    expect(page.get_by_text("The van list does not load on a slow line.")).to_be_visible()
    assert Feedback.objects.get(words__startswith="The van list").contact == petra
    plain.close()


def test_the_code_is_typed_in_place_and_ideas_are_suggested_while_typing(
    page: Page, live_server: LiveServer, petra: Contact, run_jobs: Callable[[], None]
) -> None:
    index_ideas()
    page.goto(f"{live_server.url}/portal/?order=new")
    page.get_by_label("What do you need from Northwind?").press_sequentially(
        "I cannot work without a signal in the cellar"
    )
    suggestions = page.locator("#similar")
    expect(suggestions.get_by_role("heading", name="Is it one of these?")).to_be_visible()
    expect(suggestions.get_by_role("link", name="Keep working without a signal")).to_be_visible()
    look(page, "portal-similar")

    page.get_by_role("button", name="Tell us").click()
    expect(page.get_by_text("We have your words. Where may we answer you?")).to_be_visible()
    assert page.url.endswith("/portal/?order=new")
    expect(page.get_by_label("Your e-mail address")).to_be_focused()
    look(page, "portal-address")
    page.get_by_label("Your e-mail address").fill("bob@new.example")
    page.get_by_label("Your name").fill("Bob Newman")
    page.keyboard.press("Enter")

    expect(page.get_by_label("The six digits from our mail")).to_be_focused()
    assert page.url.endswith("/portal/?order=new")
    page.keyboard.type("000000" if _mailed_code() != "000000" else "111111")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").get_by_text("4 more tries")).to_be_visible()
    look(page, "portal-code")
    page.get_by_label("The six digits from our mail").fill(_mailed_code())
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="We have heard you")).to_be_visible()
    look(page, "portal-thanks")
    assert Feedback.objects.filter(words__startswith="I cannot work", contact__name="Bob Newman").exists()


def test_a_vote_in_the_list_asks_one_thing_more_in_place(
    page: Page, live_server: LiveServer, petra: Contact, signed_in_as: Callable[[Contact], None]
) -> None:
    signed_in_as(petra)
    page.goto(f"{live_server.url}/portal/")
    row = page.locator(".idea-row", has_text="SAP connection")
    row.get_by_role("button", name="Vote for SAP connection").click()
    expect(row.get_by_role("button", name="Vote for SAP connection, 2 votes", pressed=True)).to_be_visible()
    row.get_by_role("button", name="Cannot work without").click()
    expect(row.get_by_role("button", name="Cannot work without", pressed=True)).to_be_visible()
    look(page, "portal-voted")

    assert Evidence.objects.get(idea__title="SAP connection", items__vote__contact=petra).importance == 3
    row.get_by_role("button", name="Vote for SAP connection").click()
    expect(row.get_by_role("button", name="Vote for SAP connection", pressed=False)).to_be_visible()


def test_a_stranger_votes_first_and_says_who_they_are_afterwards(
    page: Page, live_server: LiveServer, petra: Contact
) -> None:
    index_ideas()
    page.goto(f"{live_server.url}/portal/")
    page.get_by_label("What do you need from Northwind?").press_sequentially("calendar of my wife, both ways")
    page.locator("#similar").get_by_role("button", name="Vote for Calendar that syncs both ways").click()
    expect(page.get_by_text("counts once we know that an address is yours")).to_be_visible()
    look(page, "portal-vote-waits")
    page.get_by_label("Your e-mail address").fill("bob@new.example")
    page.keyboard.press("Enter")
    expect(page.get_by_label("The six digits from our mail")).to_be_focused()
    page.keyboard.type(_mailed_code())
    page.keyboard.press("Enter")

    row = page.locator(".idea-row", has_text="Calendar that syncs both ways")
    expect(row.get_by_role("button", name="Vote for Calendar that syncs both ways", pressed=True)).to_be_visible()
    expect(row.get_by_text("How much does this block you?")).to_be_visible()
    expect(page.get_by_label("What do you need from Northwind?")).to_have_value("calendar of my wife, both ways")


def test_a_portal_without_ideas_looks_right(page: Page, live_server: LiveServer) -> None:
    for path in ("", "roadmap/", "changelog/"):
        page.goto(f"{live_server.url}/portal/{path}")
        look(page, f"portal-empty-{path.strip('/') or 'board'}")


def _mailed_code() -> str:
    mail = OutgoingMail.objects.filter(subject__contains="is your code").newest_first()[0]
    found = re.search(r"(\d{3}) (\d{3})", mail.body)
    assert found
    return found[1] + found[2]


def index_ideas() -> None:
    for idea in Idea.objects.all():
        similar.index(kind="idea", object_id=idea.pk, text=idea.title, language="en")


def test_by_keyboard_one_votes_weighs_comments_hears_back_and_stops(
    page: Page, live_server: LiveServer, petra: Contact, run_jobs: Callable[[], None]
) -> None:
    idea = Idea.objects.get(title="See which van has the part")
    page.goto(f"{live_server.url}/portal/ideas/{idea.pk}/")
    page.get_by_label("When did you need it last?").fill("On Tuesday, six calls.")
    page.get_by_role("button", name="Vote for See which van has the part").press("Enter")
    expect(page.get_by_label("Your e-mail address")).to_be_focused()
    look(page, "portal-idea-asks-who")
    page.keyboard.type("petra@oakline.example")
    page.keyboard.press("Enter")
    expect(page.get_by_label("The six digits from our mail")).to_be_focused()
    page.keyboard.type(_mailed_code())
    page.keyboard.press("Enter")

    expect(page.get_by_role("button", name="Vote for See which van has the part", pressed=True)).to_be_visible()
    expect(page.get_by_label("When did you need it last?")).to_have_value("On Tuesday, six calls.")
    page.get_by_role("button", name="Cannot work without").press("Enter")
    expect(page.get_by_role("button", name="Cannot work without", pressed=True)).to_be_visible()
    page.get_by_label("Until when do you need it?").fill(_in_fifty_days())
    page.get_by_role("button", name="Note the day").press("Enter")
    expect(page.get_by_label("Noted. You need it by:")).to_have_value(_in_fifty_days())

    page.get_by_role("button", name="Add it").press("Enter")
    expect(page.get_by_text("only you and the team see this")).to_be_visible()
    said = Comment.objects.get()
    reply(
        idea_id=idea.pk,
        words="We see it. What do the drivers say?",
        by=make_staff(name="Ines Calder"),
        reply_to=said.pk,
    )
    run_jobs()
    assert OutgoingMail.objects.filter(
        to_address="petra@oakline.example", subject__startswith="We wrote about"
    ).exists()
    page.reload()
    expect(page.get_by_text("What do the drivers say?")).to_be_visible()
    look(page, "portal-idea-replied")

    page.get_by_role("button", name="Stop following").press("Enter")
    page.get_by_role("button", name="Follow", exact=True).press("Enter")
    expect(page.get_by_role("button", name="Stop following")).to_be_visible()
    page.goto(f"{live_server.url}/portal/mine/")
    look(page, "portal-mine-follows")
    page.goto(f"{live_server.url}/portal/ideas/{idea.pk}/comments/{said.pk}/")
    look(page, "portal-reword")


def _in_fifty_days() -> str:
    return (clock.today() + timedelta(days=50)).isoformat()
