"""The board, an idea, a decision and a release, in a real browser."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.ideas.scenes import paying_over
from tests.journeys.look import look
from tests.makers import make_area, make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.customers.models import Company
from wellheard.decide.commands import (
    change_status,
    link_feedback,
    open_idea,
    publish_idea,
    record_decision,
    set_importance,
    withdraw_evidence,
)
from wellheard.decide.models import Evidence, Idea
from wellheard.deliver.commands import draft_release, publish_release
from wellheard.foundation import clock
from wellheard.listen.models import Feedback
from wellheard.workspace.models import Staff

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Staff], None]

PROBLEM = (
    "Engineers lose the job sheet in basements, cold stores and on moors, 20 minutes to two hours at a time. They write on "
    "paper or on their hand and type it in at night; one sheet in nine is wrong or billed twice."
)
SAID = (
    (
        "Harbour Lift & Escalator",
        2480,
        "at_risk",
        "Anneke Visser",
        "Half our lifts are in basements. When the signal goes, the job sheet goes with it, and the fitter writes on his hand.",
    ),
    (
        "Meridian Cold Chain",
        1900,
        "at_risk",
        "Ruta Kazlauskas",
        "Our cold stores are Faraday cages. The app shows a spinner, the driver shows me his middle finger.",
    ),
    (
        "Oakline Lifts",
        410,
        "active",
        "Petra Novotna",
        "I take a photo of the sheet before I go down the shaft. That is our offline mode.",
    ),
    (
        "Fellside Wind Care",
        0,
        "lost",
        "",
        "We chose the other product because it works on a moor. That was the only reason.",
    ),
    (
        "Brightwell Heating",
        1720,
        "active",
        "Tom Okafor",
        "Three of us have no bars at the depot. We drive out to send the sheets.",
    ),
)


@pytest.fixture
def ines(browser_signed_in: SignIn) -> Staff:
    staff = make_staff(name="Ines Calder")
    browser_signed_in(staff)
    return staff


def offline(staff: Staff) -> Idea:
    """Tell the story of one idea from five companies over a year."""
    now = clock.now()
    with clock.at(now - timedelta(days=240)):
        idea = open_idea(
            title="Keep working without a signal",
            problem=PROBLEM,
            area=make_area(name="Mobile app"),
            by=staff,
            workaround="Photograph the sheet before you go down.",
            public_text="Open and fill in job sheets without a connection.",
        )
    for number, (name, mrr, stage, who, words) in enumerate(SAID):
        company = make_company(name=name, mrr=mrr, stage=stage)
        contact = make_contact(company=company, name=who) if who else None
        source = Feedback.Source.DEPARTURE if stage == Company.Stage.LOST else Feedback.Source.PORTAL
        said = make_feedback(
            words,
            contact=contact,
            company=company,
            source=source,
            heard_at=now - timedelta(days=300 - 60 * number),
            quotable="named",
        )
        link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=staff)
    rows = Evidence.objects.order_by("pk")
    set_importance(evidence_id=rows[0].pk, importance=3, set_by=Evidence.SetBy.CUSTOMER)
    withdraw_evidence(evidence_id=rows[4].pk, reason="They put a repeater on the depot roof.")
    publish_idea(idea_id=idea.pk)
    idea.refresh_from_db()
    return idea


def decide(idea: Idea, staff: Staff) -> None:
    record_decision(
        idea_id=idea.pk,
        version=idea.version,
        outcome="yes",
        reason="Costs one renewal less than it saves: all accounts at risk name it. Photos stay out of the first release.",
        public_reason="Many of you work where there is no signal. We are building it for Android first.",
        by=staff,
    )


def test_the_board_looks_right(page: Page, live_server: LiveServer, ines: Staff) -> None:
    offline(ines)
    for number, title in enumerate(("Two people on one job", "Invoice layout per customer", "SAP connection")):
        idea = make_idea(title, area=make_area(), status=list(Idea.Status)[number + 1])
        said = make_feedback("It cut our VAT number off.", company=make_company(mrr=900 - 100 * number))
        link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=None)
    segment = paying_over(500)

    page.goto(f"{live_server.url}/ideas/")
    look(page, "ideas")
    page.get_by_label("Segment").select_option(label="Over 500")
    page.get_by_role("button", name="Show").first.click()
    expect(page.get_by_text("Asked by companies:")).to_be_visible()
    look(page, "ideas-segment")
    page.get_by_role("link", name="Columns").click()
    look(page, "ideas-columns")
    assert f"segment={segment.pk}" in page.url


def test_an_idea_looks_right_and_leads_to_its_decision(
    page: Page, live_server: LiveServer, ines: Staff, run_jobs: Callable[[], None]
) -> None:
    idea = offline(ines)
    page.goto(f"{live_server.url}/ideas/{idea.pk}/")
    look(page, "idea-undecided")
    page.get_by_role("main").get_by_role("link", name="Decide", exact=True).click()
    page.get_by_text("Yes, planned").click()
    page.get_by_label("Why, for us").fill("All accounts at risk name it.")
    page.get_by_label("What customers read").fill("Many of you work where there is no signal.")
    look(page, "idea-decision")
    page.get_by_role("button", name="Record the decision").click()
    question = page.get_by_role("dialog")
    expect(question).to_contain_text("Tell 3 people what we decided?")
    question.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("The decision is recorded. 3 people hear back.")).to_be_visible()
    run_jobs()
    page.reload()
    expect(page.get_by_text("3 answers are on their way")).to_be_visible()
    page.get_by_text("Weigh or withdraw").first.click()
    look(page, "idea")


def test_the_pages_behind_an_idea_look_right(page: Page, live_server: LiveServer, ines: Staff) -> None:
    idea = offline(ines)
    for name in ("words", "evidence", "edit"):
        page.goto(f"{live_server.url}/ideas/{idea.pk}/{name}/")
        look(page, f"idea-{name}")
    page.get_by_label("Title").fill("Work offline")
    Idea.objects.filter(pk=idea.pk).update(version=99, title="Offline job sheets")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="What was saved meanwhile")).to_be_visible()
    look(page, "idea-edit-both")
    page.goto(f"{live_server.url}/ideas/new/")
    page.get_by_role("button", name="Write it down").click()
    look(page, "idea-new")


def test_a_release_is_read_before_everybody_is_told(
    page: Page, live_server: LiveServer, ines: Staff, run_jobs: Callable[[], None]
) -> None:
    idea = offline(ines)
    decide(idea, ines)
    change_status(idea_id=idea.pk, status="building")
    page.goto(f"{live_server.url}/releases/new/?idea={idea.pk}")
    page.get_by_label("Title", exact=True).fill("Work offline")
    page.get_by_label("What is new").fill(
        "Job sheets open and stay without a connection. They travel as soon as there is one."
    )
    look(page, "release-new")
    page.get_by_role("button", name="Keep the draft").click()
    look(page, "release-draft")
    page.get_by_role("link", name="Publish").click()
    expect(page.get_by_role("dialog")).to_contain_text("Tell 3 people that “Work offline” is here?")
    page.get_by_role("dialog").get_by_text("The whole answer").click()
    look(page, "release-dialog")
    page.get_by_role("dialog").get_by_role("button", name="Tell 3 people").click()
    expect(page.get_by_role("heading", name="“Work offline” is live")).to_be_visible()
    run_jobs()
    page.reload()
    look(page, "release-live")


def test_the_releases_look_right(page: Page, live_server: LiveServer, ines: Staff) -> None:
    idea = offline(ines)
    publish_release(
        release_id=draft_release(
            title="Quiet hours", notes="Choose them.", idea_ids=[idea.pk], version_name="8.2", by=ines
        ).pk
    )
    draft = draft_release(title="Work offline", notes="Sheets stay.", idea_ids=[], by=ines)
    page.goto(f"{live_server.url}/releases/")
    look(page, "releases")
    page.goto(f"{live_server.url}/releases/{draft.pk}/publishing/")
    look(page, "release-publishing")
