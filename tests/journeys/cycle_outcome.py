"""The last part of a cycle: it ships, who asked says whether it helped, somebody comes back, and a quarter is told."""

import re
from datetime import timedelta
from importlib.util import find_spec

from playwright.sync_api import expect

from tests.journeys.cycle import OFFLINE, Cycle, mails_to, settle
from wellheard.answer.models import Answer
from wellheard.decide.reviews.models import Check, Expectation
from wellheard.foundation import clock
from wellheard.foundation.facts.running import run_waiting_jobs
from wellheard.learn.reports.models import Report
from wellheard.learn.tasks import look_back
from wellheard.listen.departures.models import Departure

# What each says of those who were told by mail.
SOLVED = {"Anneke Visser": "Yes, solved", "Colm Darcy": "Yes, solved", "Idris Okonjo": "Partly", "Maeve Hurley": "No"}
SOLVED |= {"Tomas Lind": "Yes, solved"}


def it_ships(cycle: Cycle) -> None:
    """Publish it from a draft; everybody who asked hears it once, though it is told of twice."""
    page = cycle.open("/releases/new/")
    page.locator("[name=title]").fill("Work offline")
    page.locator("[name=notes]").fill("The job sheet stays on the phone until the signal is back.")
    page.get_by_label(re.compile(OFFLINE)).check()
    page.get_by_role("button", name="Keep the draft").click()
    page.get_by_role("link", name="Publish").click()
    cycle.show(page, "cycle-release")
    page.get_by_role("button", name="Tell 6 people").click()
    expect(page.get_by_role("button", name="Tell 6 people")).to_have_count(0)
    settle()
    settle()
    for name in SOLVED:
        assert [mail.subject for mail in mails_to(name)].count(f"It is live: {OFFLINE}") == 1
    assert mails_to("Ruta Berg") == []


def who_asked_says_whether_it_helped(cycle: Cycle) -> None:
    """Each answers by the link of their own mail, with one button."""
    for name, button in SOLVED.items():
        link = re.search(r"/solved/\S+", mails_to(name)[-1].body)
        assert link
        theirs = cycle.as_customer(link.group())
        if name == "Anneke Visser":
            cycle.show(theirs, "cycle-solved")
        theirs.get_by_role("button", name=button, exact=True).click()
        expect(theirs.get_by_role("heading", level=1)).to_have_text("Thank you for telling us")
    settle()
    assert Answer.objects.exclude(solved="").count() == len(SOLVED)
    assert not Answer.objects.filter(state=Answer.State.HELD).exists()


def who_left_is_told_and_comes_back(cycle: Cycle) -> None:
    """Who looked after them tells them in person; no mail goes out by itself. Then the return is noted."""
    cycle.sign_in(cycle.joel)
    page = cycle.open("/tasks/")
    page.get_by_role("link", name="Tell Ruta Berg of Acme Ferries").click()
    expect(page.get_by_text("Joel Martins speaks to them first")).to_be_visible()
    cycle.show(page, "cycle-won-back")
    page.get_by_label("How did you tell them?").fill("by phone, on their ship")
    page.get_by_role("button", name="They have heard back").click()
    expect(page.get_by_role("heading", name="Nobody is waiting to hear from us")).to_be_visible()
    expect(cycle.open("/tasks/").get_by_role("heading", level=1)).to_contain_text("Nothing waits for you")
    cycle.open(f"/departures/{Departure.objects.get().pk}/")
    page.get_by_label("Pays a month").fill("1100")
    page.get_by_label("What brought them back").fill("It works without a signal now.")
    page.get_by_role("button", name="Note the return").click()
    expect(page.get_by_text("It is noted that they came back.")).to_be_visible()
    cycle.show(page, "cycle-returned")
    assert mails_to("Ruta Berg") == []


def it_is_checked_after_a_month(cycle: Cycle) -> None:
    """What was expected stands beside what came of it."""
    cycle.sign_in(cycle.ines)
    Expectation.objects.update(shipped_on=clock.today() - timedelta(days=30))
    look_back(timestamp=0)
    look_back(timestamp=0)
    run_waiting_jobs()
    check = Check.objects.get()
    assert check.days == 30
    assert check.amount == 80
    assert check.judgement == Check.Judgement.MET
    page = cycle.open("/reviews/")
    page.locator("section", has_text="What came of it").get_by_role("link", name=OFFLINE).click()
    expect(page.get_by_role("heading", name=f"{OFFLINE}, 30 days after it went live")).to_be_visible()
    facts = page.locator("dl.facts").first
    expect(facts).to_contain_text("60")
    expect(facts).to_contain_text("80")
    cycle.show(page, "cycle-check")


def the_quarter_is_told(cycle: Cycle) -> None:
    """Draft it, write in it, publish it, and read it as a page and as PDF."""
    page = cycle.open("/reports/new/")
    page.get_by_label("From").fill((clock.today() - timedelta(days=60)).isoformat())
    page.get_by_label("Until").fill(clock.today().isoformat())
    page.get_by_role("button", name="Make the draft").click()
    leaving = page.locator("#leaving")
    leaving.get_by_text("Write what it means").click()
    leaving.get_by_label("For us").fill("One left for the signal and came back for it.")
    leaving.get_by_role("button", name="Save").click()
    expect(leaving.get_by_role("paragraph").filter(has_text="came back for it")).to_be_visible()
    page.get_by_role("link", name="Publish", exact=True).click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("The report is published.")).to_be_visible()
    for words in (OFFLINE, "Acme Ferries", "Half our lifts are in basements"):
        expect(page.get_by_text(words).first).to_be_visible()
    cycle.show(page, "cycle-report")
    _read_as_pdf(cycle)


def _read_as_pdf(cycle: Cycle) -> None:
    """Take the file where PDFs can be made; elsewhere the page does not offer it."""
    page, address = cycle.page, f"/reports/{Report.objects.get().pk}/report.pdf"
    if find_spec("weasyprint") is None:
        expect(page.get_by_role("link", name="PDF")).to_have_count(0)
        return
    expect(page.get_by_role("link", name="PDF")).to_be_visible()
    answer = page.request.get(f"{cycle.server.url}{address}")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")
    (cycle.folder / "report.pdf").write_bytes(answer.body())
