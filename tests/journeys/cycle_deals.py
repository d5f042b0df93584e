"""The first part of a cycle: a file of deals comes in, what is doubtful is decided, and the losses are looked into."""

import csv
import io
from datetime import timedelta

from playwright.sync_api import expect

from tests.journeys.cycle import OFFLINE, Cycle
from wellheard.decide.analyses.models import Analysis
from wellheard.foundation import clock
from wellheard.foundation.facts.running import run_waiting_jobs
from wellheard.listen.deals.models import Deal

HEAD = (
    "Deal ID", "Deal Name", "Account Name", "Amount", "Currency", "Stage", "Loss Reason", "Competitor", "Missing feature",
    "Close Date",
)  # fmt: skip
# A company spelt otherwise, three currencies, two stages nobody has heard of, and a CRM's own words for reasons.
ROWS = (
    ("D-1", "Greenfield, 40 crews", "Greenfeld Cooling", "18400", "EUR", "Verloren", "No offline mode", "",
     "It has to work without a signal.", 9),
    ("D-2", "Voltwerk, first year", "Voltwerk", "9600", "USD", "Closed lost", "They paid less elsewhere", "Fieldly", "", 16),
    ("D-3", "Brill & Zoon, two more depots", "Brill & Zoon", "7200", "GBP", "Closed won", "", "", "", 20),
    ("D-4", "Fenland Lifts, night shift", "Fenland Lifts", "5200", "USD", "Paper process", "", "", "", 3),
)  # fmt: skip


def deals_come_in(cycle: Cycle) -> None:
    """Say what is looked into, bring the file in, and decide what only a person can."""
    page = cycle.open("/settings/deals/")
    page.get_by_label("Target industries").fill("Cooling")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_label("Target industries")).to_have_value("Cooling")
    _upload(cycle)
    _say_what_its_words_mean(cycle)
    page.get_by_role("button", name="Try the whole file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The file is being tried")
    run_waiting_jobs()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("4 rows would be new")
    cycle.show(page, "cycle-deals-tried")
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The file is coming in")
    run_waiting_jobs()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("4 new rows came in")
    cycle.show(page, "cycle-deals-in")
    _decide_what_is_doubtful(cycle)
    assert sorted(Deal.objects.values_list("currency", flat=True)) == ["EUR", "GBP", "USD", "USD"]
    assert not Deal.objects.filter(reporting_minor=None).exists()
    page.goto(f"{cycle.server.url}/deals/")
    expect(page.get_by_role("link", name="Greenfield, 40 crews")).to_be_visible()
    expect(page.get_by_role("link", name="To decide 0")).to_be_visible()
    cycle.show(page, "cycle-deals")


def losses_are_looked_into(cycle: Cycle) -> None:
    """One loss becomes evidence of the best grade, the other ends with a reason why there is none."""
    page = cycle.open("/tasks/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 tasks are yours")
    cycle.show(page, "cycle-tasks")
    page.get_by_role("link", name="Why did we lose “Greenfield, 40 crews”?").click()
    page.get_by_label("What came of it").first.fill("Their foreman: cellars, half the day.")
    page.get_by_role("button", name="Done Call the prospect").click()
    expect(page.get_by_text("Their foreman: cellars, half the day.")).to_be_visible()
    page.get_by_label("What did you find out?").fill("Crews work in cellars; ours forgets what they typed.")
    page.get_by_label("What was missing?").select_option(label="It has to work without a signal.")
    page.get_by_label("Which idea is it evidence for?").select_option(label=OFFLINE)
    cycle.show(page, "cycle-analysis")
    page.get_by_role("button", name="Make it evidence for the idea").click()
    expect(page.get_by_text("It is evidence of the best grade for the idea now.")).to_be_visible()
    cycle.open("/tasks/").get_by_role("link", name="Why did we lose “Voltwerk, first year”?").click()
    page.get_by_label("Why is there no finding?").fill("Nobody there answers any more.")
    page.get_by_role("button", name="End without a finding").click()
    expect(page.get_by_role("heading", name="Why there is no finding")).to_be_visible()
    ended = dict(Analysis.objects.values_list("deal__external_id", "state"))
    assert ended == {"D-1": Analysis.State.FOUND, "D-2": Analysis.State.NOTHING}
    expect(cycle.open("/tasks/").get_by_role("heading", level=1)).to_contain_text("Nothing waits for you")
    cycle.open("/competitors/").get_by_role("link", name="Fieldly").first.click()
    expect(page.get_by_role("heading", name="0 won and 1 lost against Fieldly")).to_be_visible()
    cycle.show(page, "cycle-competitor")


def _upload(cycle: Cycle) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD)
    for *cells, days_ago in ROWS:
        writer.writerow([*cells, (clock.today() - timedelta(days=int(days_ago))).isoformat()])
    file = cycle.folder / "deals.csv"
    file.write_text(out.getvalue())
    page = cycle.open("/imports/new/")
    page.get_by_label("Deals won and lost").check()
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_label("Where it comes from").fill("Our CRM")
    page.get_by_role("button", name="Upload the file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This is what its first rows would become")


def _say_what_its_words_mean(cycle: Cycle) -> None:
    """One unknown stage and both reasons are known to whoever uploads; of “Paper process” they have to ask."""
    page = cycle.page
    page.get_by_label("Verloren").select_option(label="Lost, unknown")
    page.get_by_label("No offline mode").select_option(label="A function was missing")
    page.get_by_label("They paid less elsewhere").select_option(label="A competitor was preferred › For their price")
    cycle.show(page, "cycle-deals-columns")


def _decide_what_is_doubtful(cycle: Cycle) -> None:
    page = cycle.page
    page.get_by_role("link", name="Decide about them").click()
    expect(page.get_by_text("“Greenfeld Cooling”").first).to_be_visible()
    cycle.show(page, "cycle-deals-doubts")
    company = page.get_by_label("Company that Greenfeld Cooling means")
    company.select_option(label="Greenfield Cooling Ltd.")
    page.get_by_role("button", name="That is it Greenfeld Cooling").click()
    expect(page.get_by_text("“Greenfeld Cooling”")).to_have_count(0)
    page.get_by_label("Paper process").select_option(label="Open")
    page.get_by_role("button", name="Save what they mean").click()
    run_waiting_jobs()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing is doubtful any more")
    assert Deal.objects.get(external_id="D-1").company.name == "Greenfield Cooling Ltd."  # type: ignore[union-attr]
