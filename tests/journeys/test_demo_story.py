"""The demo story: told through real commands, and every page of it looked at by day, by night and on a phone."""

from collections import Counter
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.look import look
from tests.makers import make_staff
from wellheard.answer.models import Answer
from wellheard.customers.models import Company, Segment
from wellheard.decide.analyses.models import Analysis
from wellheard.decide.models import EvidenceItem, Idea
from wellheard.decide.reviews.models import Check, Review
from wellheard.decide.reviews.queries.rounds import departments_there
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.learn.goals.models import CheckIn
from wellheard.learn.playbooks.models import PlaybookRun
from wellheard.learn.reports.models import Report
from wellheard.listen.deals.models import Deal
from wellheard.listen.departures.models import Departure, Unstarted
from wellheard.listen.interviews.models import InterviewQuote
from wellheard.listen.models import Feedback
from wellheard.web.demo import cast, others, voices
from wellheard.web.demo.story import tell_story
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORDS = {role.value: "correct horse battery" for role in Role}


def test_the_story_is_whole_its_pages_can_be_looked_at_and_its_figures_lead_to_their_cases(
    page: Page, live_server: LiveServer, browser_signed_in: Callable[[Staff], None]
) -> None:
    tell_story(PASSWORDS)

    assert Company.objects.count() == len(cast.CUSTOMERS) + len(others.OTHERS) + len(others.NEWCOMERS)
    assert Feedback.objects.filter(origin="demo").count() == len(voices.VOICES)
    assert EvidenceItem.objects.filter(feedback__origin="demo").count() == sum(1 for said in voices.VOICES if said.idea)
    assert {status for (status,) in Idea.objects.values_list("status")} == set(Idea.Status.values)
    states = Answer.State
    wanted = {states.OWED, states.HELD, states.SENT, states.FAILED, states.BOUNCED, states.TOLD}
    assert wanted <= {state for (state,) in Answer.objects.values_list("state")}
    assert {solved for (solved,) in Answer.objects.values_list("solved")} == {"", *Answer.Solved.values}
    # Nobody was told the same news of one idea twice.
    told = Counter(Answer.objects.exclude(mail=None).exclude(idea=None).values_list("contact", "idea", "occasion"))
    assert set(told.values()) == {1}
    # Nor is a mail there twice; who follows an idea gets one for each thing the team writes below it.
    # What a meeting decides about two ideas at once is one mail, called as the next one of this kind will be.
    mails = Counter(
        OutgoingMail.objects.exclude(key__startswith="comment:").values_list("to_address", "subject", "body")
    )
    assert [mail for mail, count in mails.items() if count > 1] == []

    browser_signed_in(Staff.objects.get(name="Ines Calder"))
    offline = Idea.objects.get(title="Keep working without a signal")
    harbour = Company.objects.get(name="Harbour Lift & Escalator")
    pages = {
        "home": "/",
        "feedback": "/feedback/",
        "filing": "/filing/",
        "ideas": "/ideas/",
        "ideas-columns": "/ideas/?view=columns",
        "ideas-of-segment": f"/ideas/?segment={Segment.objects.earliest('pk').pk}",
        "idea": f"/ideas/{offline.pk}/",
        "releases": "/releases/",
        "answers": "/answers/",
        "answer": f"/answers/{Answer.objects.outstanding().earliest('pk').pk}/",
        "told": "/answers/?view=told",
        "companies": "/companies/",
        "company": f"/companies/{harbour.pk}/",
        "segments": "/segments/",
        "loop-list": "/loop/answer/?period=quarter",
        "mailbox": "/operations/mailbox/",
        "reactions": "/operations/reactions/",
        "portal": "/portal/",
        "portal-idea": f"/portal/ideas/{offline.pk}/",
        "portal-roadmap": "/portal/roadmap/",
        "portal-changelog": "/portal/changelog/",
    }
    for name, path in pages.items():
        response = page.goto(live_server.url + path)
        assert response is not None
        assert response.ok, path
        look(page, f"demo-{name}")
    # Telling it takes longer than looking at it, so all else is looked at in the same one.
    see_why_they_win_and_lose(page, live_server.url)
    see_how_they_decide(page, live_server.url)
    see_the_figures(page, live_server.url)


def see_why_they_win_and_lose(page: Page, url: str) -> None:
    """Look at deals, competitors, departures and talks: each is told of, and none is empty."""
    found = Analysis.objects.get(state=Analysis.State.FOUND)
    assert Counter(Analysis.objects.values_list("state", flat=True)) == {"open": 2, "found": 1, "nothing": 1}
    assert {"EUR", "GBP", "USD"} == set(Deal.objects.values_list("currency", flat=True))
    assert set(Deal.objects.values_list("outcome", flat=True)) == set(Deal.Outcome.values)
    assert found.deal.competitor
    assert not Departure.objects.filter(mrr_minor=None).exists()
    waiting, back = Unstarted.objects.waiting().get(), Departure.objects.returned().get()
    held = InterviewQuote.objects.earliest("pk").interview
    run = PlaybookRun.objects.running().get()
    assert run.company == waiting.company
    see_alive(
        page,
        url,
        {
            "deals": "/deals/",
            "deal": f"/deals/{found.deal_id}/",
            "analysis": f"/analyses/{found.pk}/",
            "words-of-deals": "/settings/deals/",
            "competitors": "/competitors/",
            "competitor": f"/competitors/{found.deal.competitor.pk}/",
            "departures": "/departures/",
            "departure-and-return": f"/departures/{back.pk}/",
            "why-they-leave": "/departures/why/",
            "talks": "/talks/",
            "talks-held": "/talks/?list=held",
            "talk": f"/talks/{held.pk}/",
            "coverage": "/talks/coverage/",
            "whom-to-call": "/day/",
            "playbooks": "/playbooks/",
            "playbook": f"/playbooks/{run.playbook_id}/",
        },
    )


def see_how_they_decide(page: Page, url: str) -> None:
    """Look at scores, meetings with what came of them, goals and the report: each is told of, and none is empty."""
    past, ahead = Review.objects.filter(state="held").latest("number"), Review.objects.get(state="rating")
    assert len(departments_there(past)) == 4
    assert {attendee.handed_in_at is None for attendee in ahead.attendees.all()} == {True, False}
    assert all(item.snapshot["counts"]["company_count"] for item in past.items.all())
    check, report = Check.objects.get(), Report.objects.get()
    assert (check.days, check.judgement) == (30, Check.Judgement.MET)
    assert CheckIn.objects.said().count() > 4
    see_alive(
        page,
        url,
        {
            "scores": "/ideas/scores/",
            "reviews": "/reviews/",
            "review-rated": f"/reviews/{ahead.pk}/",
            "minutes": f"/reviews/{past.pk}/minutes/",
            "expectation": f"/reviews/checks/{check.pk}/",
            "goals": "/goals/",
            "goal": f"/goals/{CheckIn.objects.said().earliest('pk').key_result.objective_id}/",
            "aims": "/figures/aims/",
            "reports": "/reports/",
            "report": f"/reports/{report.pk}/",
            "report-for-customers": f"/reports/{report.pk}/customers/",
        },
    )


def see_alive(page: Page, url: str, pages: dict[str, str]) -> None:
    """See that each page answers and has something to show."""
    for name, path in pages.items():
        response = page.goto(url + path)
        assert response is not None
        assert response.ok, path
        expect(page.locator("main .empty")).to_have_count(0)
        look(page, f"demo-{name}")


def see_the_figures(page: Page, url: str) -> None:
    """Follow the figures to their cases, take a list home as a file, and set another target."""
    page.goto(f"{url}/figures/?period=year")
    look(page, "figures")
    for key in ("first-answer", "decision", "fulfilment", "loop-closure", "silent-askers"):
        page.goto(f"{url}/figures/{key}/?period=year")
        look(page, f"figure-{key}")
    page.get_by_role("link", name="Export", exact=True).click()
    look(page, "export")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export as CSV").click()
    assert download.value.suggested_filename.startswith("figure-")

    page.goto(f"{url}/figures/targets/")
    look(page, "targets")
    page.get_by_label("Time to a decision").fill("20")
    page.get_by_role("button", name="Save the targets").click()
    expect(page.get_by_text("The targets are saved.")).to_be_visible()
    page.goto(f"{url}/companies/")
    look(page, "companies-export")


def test_day_one_shows_the_doors(
    page: Page, live_server: LiveServer, browser_signed_in: Callable[[Staff], None]
) -> None:
    browser_signed_in(make_staff(name="Ines Calder"))
    page.goto(live_server.url)
    look(page, "day-one")
