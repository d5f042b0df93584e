"""Money in columns, still needed?, a sample, estimates and scores, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.decide.test_deal_money import missed
from tests.demand.test_sample import Asked
from tests.demand.test_scores import estimated
from tests.demand.test_still_needed import asked, asker
from tests.journeys.look import look
from tests.makers import make_company, make_idea, make_staff
from wellheard.decide.demand.commands import add_standard_formulas
from wellheard.decide.models import Evidence, Idea
from wellheard.listen.deals.models import Deal
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Staff], None]


@pytest.fixture
def idea() -> Idea:
    """Make an idea with money in all columns."""
    idea = make_idea(title="Sign in with SAML")
    missed(idea, make_company(name="Harbour Lift", mrr=2480, external_id="c1"), 9000, Deal.Outcome.OPEN)
    missed(
        idea,
        make_company(name="Meridian Cold Chain", mrr=1900, stage="at_risk", external_id="c2"),
        400,
        Deal.Outcome.OPEN,
    )
    missed(
        idea,
        make_company(name="Bluefin", mrr=0, stage="prospect", external_id="c3"),
        52000,
        Deal.Outcome.LOST_COMPETITOR,
    )
    return idea


def test_the_money_behind_an_idea_and_its_total_once_somebody_asks(
    page: Page, live_server: LiveServer, browser_signed_in: SignIn, idea: Idea
) -> None:
    browser_signed_in(make_staff(role=Role.PRODUCT))
    columns = "&".join(f"col={name}" for name in ("money", "risk", "lost_deals", "pipeline", "expansion"))
    page.goto(f"{live_server.url}/ideas/?{columns}&sort=lost_deals")
    look(page, "ideas-money-columns")
    page.goto(f"{live_server.url}/ideas/{idea.pk}/")
    page.get_by_role("link", name="All the money, column by column").click()
    expect(page.get_by_text("in a year")).to_have_count(0)
    page.get_by_label("They pay").check()
    page.get_by_label("Blocked pipeline").check()
    page.get_by_role("button", name="Add up the chosen").click()
    expect(page.get_by_role("status").filter(has_text="in a year")).to_be_visible()
    look(page, "idea-money")


def test_staff_ask_and_a_customer_answers_with_one_button(
    page: Page, live_server: LiveServer, browser_signed_in: SignIn, idea: Idea
) -> None:
    browser_signed_in(make_staff(role=Role.PRODUCT))
    ada = asker(idea, email="ada@northwind.example")
    page.goto(f"{live_server.url}/ideas/still-needed/?idea={idea.pk}")
    look(page, "still-needed-asking")
    page.get_by_role("button", name="Ask them now").click()
    expect(page.get_by_text("1 person is asked")).to_be_visible()

    page.goto(f"{live_server.url}/portal/still-needed/{asked(ada).token}/")
    look(page, "still-needed")
    page.get_by_role("button", name="Do not need it any more").click()
    expect(page.get_by_text("You said: we do not need it any more.")).to_be_visible()
    look(page, "still-needed-answered")
    assert Evidence.objects.exclude(withdrawn_at=None).count() == 1
    page.goto(f"{live_server.url}/portal/still-needed/nonsense/")
    look(page, "still-needed-link")
    page.goto(f"{live_server.url}/ideas/still-needed/")
    look(page, "still-needed-rounds")


def test_a_sample_says_how_many_need_it(
    page: Page, live_server: LiveServer, browser_signed_in: SignIn, idea: Idea
) -> None:
    browser_signed_in(make_staff(role=Role.ADMIN))
    page.goto(f"{live_server.url}/ideas/{idea.pk}/sample/")
    look(page, "sample-empty")
    sample = Asked(idea)
    for option in "aabab":
        sample.says(option, make_company())
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Asked 5, yes 3")
    look(page, "sample")
    page.goto(f"{live_server.url}/ideas/half-lives/")
    look(page, "half-lives")


def test_ideas_are_estimated_and_scored(
    page: Page, live_server: LiveServer, browser_signed_in: SignIn, idea: Idea
) -> None:
    browser_signed_in(make_staff(role=Role.PRODUCT))
    page.goto(f"{live_server.url}/ideas/scores/")
    look(page, "scores-empty")
    page.get_by_role("button", name="Add RICE and WSJF").click()
    expect(page.get_by_text("reach * impact")).to_be_visible()
    add_standard_formulas()
    for value in (3, 9, 15):
        estimated(value)
    page.goto(f"{live_server.url}/ideas/{idea.pk}/estimates/")
    look(page, "estimates")
    page.goto(f"{live_server.url}/ideas/scores/")
    look(page, "scores")
    page.get_by_label("Formula", exact=True).first.select_option(label="WSJF 1")
    page.get_by_label("How many are chosen at most").fill("1")
    page.get_by_role("button", name="Score all open ideas").click()
    expect(page.get_by_text("Chance to be chosen")).to_be_visible()
    look(page, "scoring")
