"""Deals as people see them: what a CRM told, whose it is, why it was lost, and against whom."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.deals.makers import heard
from tests.journeys.look import look
from tests.makers import make_company, make_idea, make_staff
from wellheard.decide.analyses.commands import edit_loss_rule, judge_deal
from wellheard.foundation import clock
from wellheard.listen.deals.commands import SaidReason
from wellheard.listen.deals.models import Deal
from wellheard.workspace.commands import add_standard_reasons
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

SignIn = Callable[[Staff], None]


def test_a_lost_deal_is_placed_and_looked_into_to_its_end(
    live_server: LiveServer, page: Page, browser_signed_in: SignIn
) -> None:
    milda = make_staff(name="Milda Jonaitė", role=Role.PRODUCT)
    deal = a_quarter()
    browser_signed_in(milda)

    page.goto(f"{live_server.url}/deals/")
    look(page, "deals")
    page.get_by_role("link", name="Greenfield, 40 crews").click()
    look(page, "deal")
    page.get_by_role("button", name="It is theirs Greenfield Cooling Ltd.").click()
    expect(page.get_by_text("It is a deal of Greenfield Cooling Ltd.")).to_be_visible()
    page.get_by_role("link", name="Why was it lost?").click()
    look(page, "analysis")
    page.get_by_label("What came of it").first.fill("They lose the signal in cellars.")
    page.get_by_role("button", name="Done Call the prospect").click()
    page.get_by_label("What did you find out?").fill("Crews work in cellars; ours forgets what they typed.")
    page.get_by_label("What was missing?").select_option(label="It has to work without a signal.")
    page.get_by_label("Which idea is it evidence for?").select_option(label="Work offline")
    page.get_by_role("button", name="Make it evidence for the idea").click()
    expect(page.get_by_text("It is evidence of the best grade for the idea now.")).to_be_visible()
    look(page, "analysis-ended")
    page.goto(f"{live_server.url}/competitors/")
    look(page, "competitors")
    page.get_by_role("link", name="Fieldly").first.click()
    look(page, "competitor")
    page.goto(f"{live_server.url}/companies/{Deal.objects.get(pk=deal.pk).company_id}/")
    expect(page.get_by_role("heading", name="Deals")).to_be_visible()


def test_what_the_words_of_a_crm_mean_is_decided(
    live_server: LiveServer, page: Page, browser_signed_in: SignIn
) -> None:
    browser_signed_in(make_staff(name="Ines Calder"))
    page.goto(f"{live_server.url}/deals/")
    look(page, "deals-empty")
    page.goto(f"{live_server.url}/competitors/")
    look(page, "competitors-empty")
    a_quarter()
    page.goto(f"{live_server.url}/settings/deals/")
    look(page, "deals-settings")
    page.get_by_label("Deals in “Verloren” are").select_option(label="Lost, unknown")
    page.get_by_role("button", name="Decide").first.click()
    expect(page.get_by_text("All deals in “Verloren” are read again.")).to_be_visible()
    page.goto(f"{live_server.url}/settings/reasons/")
    look(page, "reasons")
    page.goto(f"{live_server.url}/deals/new/")
    page.get_by_label("What is the deal called?").fill("Northwind")
    page.get_by_label("Amount").fill("100")
    page.get_by_label("Currency").fill("XQX")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("is no currency").first).to_be_visible()
    look(page, "deal-new-refused")


def a_quarter() -> Deal:
    """Hear deals as a quarter brings them; return one that was lost for what we lack."""
    add_standard_reasons()
    edit_loss_rule(version=1, industries=["Cooling"], working_days=5, lost_within_days=60)
    make_idea("Work offline")
    make_company(name="Greenfield Cooling Ltd.", industry="Cooling", mrr=400)
    make_company(name="Voltwerk")
    today = clock.today()
    for number, outcome in enumerate(("won", "lost", "lost", "won", "open")):
        heard(
            title=f"Voltwerk, round {number + 1}", company_name="Voltwerk", outcome=outcome, competitor="Fieldly",
            reasons=(SaidReason("Price"),), amount=Decimal(900 * (number + 1)), currency="USD" if number else "EUR",
            closed_on=today - timedelta(days=5 * number + 9), opened_on=today - timedelta(days=50),
        )  # fmt: skip
    heard(title="Sandgate", stage="s7", stage_name="Verloren", reasons=(SaidReason("zu teuer", "buyer"),))
    deal = heard(
        title="Greenfield, 40 crews", company_name="Greenfield Cooling GmbH", outcome="lost", industry="Cooling",
        competitor="Fieldly", amount=Decimal(18_400), missing=("It has to work without a signal.", "A map of the crews"),
        reasons=(SaidReason("missing-function"), SaidReason("They said the app forgets what they typed", "buyer")),
        pipeline="New business", stage="closedlost", closed_on=today - timedelta(days=2), raw={"dealname": "Greenfield"},
    )  # fmt: skip
    judge_deal(deal_id=deal.pk)
    return deal
