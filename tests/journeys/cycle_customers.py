"""The second part of a cycle: a customer leaves for what is missing, another speaks of it in a talk."""

import re

from playwright.sync_api import expect

from tests.journeys.cycle import OFFLINE, Cycle, mails_to
from wellheard.decide.models import Evidence
from wellheard.foundation.facts.running import run_waiting_jobs
from wellheard.listen.departures.models import Departure
from wellheard.listen.interviews.models import Interview
from wellheard.listen.models import Feedback

SAID = "Half our lifts are in basements. When the signal goes, the job sheet goes with it."
NOTES = f"""Anneke, by video. Two new fitters since May.

{SAID}

She writes the hours into a school exercise book."""


def a_customer_leaves(cycle: Cycle) -> None:
    """Send the link, and let the customer say why and cancel by it."""
    page = cycle.open("/companies/")
    page.get_by_role("link", name="Acme Ferries").first.click()
    page.get_by_role("link", name="Ruta Berg").first.click()
    page.get_by_role("button", name="Link to cancel").click()
    expect(page.get_by_role("heading", name="A link by which Ruta Berg can cancel")).to_be_visible()
    link = re.search(r"/cancel/\S+", page.locator("code").inner_text())
    assert link
    theirs = cycle.as_customer(link.group())
    theirs.get_by_label("Something we need is missing").check()
    theirs.get_by_label("Anything you want to add").fill("Our captains have no signal.")
    theirs.get_by_role("button", name="Go on").click()
    theirs.get_by_label("What did you miss?").fill("work without a signal")
    theirs.get_by_role("button", name="Look for it").click()
    theirs.get_by_label(OFFLINE).check()
    cycle.show(theirs, "cycle-leaving")
    theirs.get_by_role("button", name="Cancel anyway").click()
    expect(theirs.get_by_role("heading", name="Your cancellation is noted")).to_be_visible()
    run_waiting_jobs()
    departure = Departure.objects.get()
    assert (departure.company.name, departure.mrr_minor) == ("Acme Ferries", 120_000)
    assert Evidence.objects.standing().filter(idea__title=OFFLINE, company=departure.company).exists()
    cycle.open("/departures/").get_by_role("link", name="Acme Ferries").first.click()
    expect(page.get_by_text("They left for want of")).to_be_visible()
    # What was missing is a line of its own below what they said.
    assert "no signal.\n\nwork without" in page.locator("blockquote").inner_text()
    cycle.show(page, "cycle-departure")


def a_talk_is_planned_and_held(cycle: Cycle) -> None:
    """Invite somebody, write down what they said, and take one sentence of it as feedback for the idea."""
    page = cycle.open("/talks/")
    page.get_by_role("link", name="Plan a talk").click()
    page.get_by_label("Company").fill("Harbour")
    page.get_by_role("button", name="Find", exact=True).click()
    expect(page.get_by_role("heading", name="Plan a talk with Harbour Lift & Escalator")).to_be_visible()
    page.get_by_label("What it is about").fill("How the first month went")
    page.get_by_label("Anneke Visser").check()
    page.get_by_label("Who leads it").select_option(label="Joel Martins")
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_role("heading", name="How the first month went")).to_be_visible()
    run_waiting_jobs()
    (invitation,) = mails_to("Anneke Visser")
    assert "How the first month went" in invitation.subject + invitation.body
    page.reload()
    expect(page.get_by_text("told by mail")).to_be_visible()
    page.get_by_role("button", name="It took place").click()
    expect(page.get_by_role("button", name="It took place")).to_have_count(0)
    page.get_by_label("Notes optional").fill(NOTES)
    page.get_by_role("button", name="Keep the notes").click()
    _mark(cycle, SAID)
    page.get_by_label("Who said it").select_option(label="Anneke Visser")
    page.get_by_label("May be quoted by name").check()
    cycle.show(page, "cycle-marking")
    page.get_by_role("button", name="Keep it as feedback").click()
    expect(page.get_by_role("heading", name="What they said, in one quote")).to_be_visible()
    cycle.show(page, "cycle-talk")
    run_waiting_jobs()
    _file_it(cycle)
    page.goto(f"{cycle.server.url}/talks/{Interview.objects.get().pk}/")
    expect(page.get_by_role("link", name=OFFLINE)).to_be_visible()


def _mark(cycle: Cycle, words: str) -> None:
    """Select a passage of the notes as somebody does with Shift and the arrows, and take it."""
    kept = cycle.page.get_by_label("Notes as they are kept")
    begin = NOTES.index(words)
    kept.evaluate(f"notes => {{ notes.focus(); notes.setSelectionRange({begin}, {begin + len(words)}); }}")
    kept.press("Enter")
    expect(cycle.page.get_by_role("textbox", name="Their words")).to_have_value(words)


def _file_it(cycle: Cycle) -> None:
    page = cycle.page
    page.get_by_role("link", name="File it and link it to an idea").click()
    expect(page.locator("blockquote.said.large")).to_contain_text("Half our lifts")
    page.get_by_label("Mobile app").check()
    page.get_by_label("Feature request").check()
    page.get_by_label("Search an idea").fill("without a signal")
    expect(page.get_by_text("Ideas with “without a signal”")).to_be_visible()
    page.get_by_role("checkbox", name=OFFLINE).check()
    expect(page.get_by_role("heading", level=1)).to_have_text("11 left of 11 today")
    page.get_by_role("button", name="File it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("10 left of 11 today")
    run_waiting_jobs()
    said = Feedback.objects.get(words=SAID)
    assert (said.source, said.quotable) == (Feedback.Source.INTERVIEW, Feedback.Quotable.NAMED)
    assert Evidence.objects.standing().filter(idea__title=OFFLINE, company=said.company).exists()
