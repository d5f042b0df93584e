"""Each number of a report leads to a list of exactly those rows."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from tests.makers import make_company, make_feedback, make_staff, make_tier
from tests.reports.worlds import Quarter, a_quarter, at
from wellheard.learn.reports.commands import make_report
from wellheard.learn.reports.models import Report
from wellheard.listen.deals.models import Deal, DealReason
from wellheard.listen.departures.models import Departure
from wellheard.workspace.commands import add_standard_reasons
from wellheard.workspace.models import Competitor, Reason, Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


def left(back: int, **said: object) -> Departure:
    fields = {"company": make_company(stage="lost"), "mrr_minor": 100, "reported_by": "staff", "recorded_at": at(back)}
    return Departure.objects.create(left_on=at(back).date(), **(fields | said))


def deal(back: int, outcome: str, reasons: tuple[Reason | None, ...] = (), **said: object) -> Deal:
    fields = {"source": "import", "title": "Deal", "created_at": at(back), "reporting_minor": 100} | said
    made = Deal.objects.create(outcome=outcome, day=at(back).date(), **fields)
    for number, reason in enumerate(reasons):
        DealReason.objects.create(deal=made, reason=reason, said=f"said {number}", recorded_at=at(back))
    return made


@pytest.fixture
def report() -> Report:
    """Deals and departures within the days and outside of them, with reasons of both levels, and without."""
    world: Quarter = a_quarter()
    add_standard_reasons()
    leaving = Reason.objects.filter(kind="departure", parent=None).order_by("pk")[0]
    below = Reason.objects.create(kind="departure", parent=leaving, key="below-it", name="Below it", position=9)
    why = list(Reason.objects.filter(kind="deal").order_by("pk")[:2])
    rival = Competitor.objects.create(name="Fieldmaster", added_at=at(20))
    for back, said in (
        (3, {"reason": leaving}),
        (4, {"reason": below}),
        (5, {"reason": below, "competitor": rival}),
        (6, {}),
    ):
        left(back, **said)
    left(80, reason=leaving, returned_on=at(2).date())
    left(7, returned_on=at(1).date())
    deal(3, "lost_competitor", (why[0], why[1]), competitor=rival)
    deal(4, "lost_unknown", (why[0], why[0], None))
    deal(5, "lost_unknown")
    deal(60, "lost_competitor", (why[0],), competitor=rival)
    deal(6, "won", (why[0],), competitor=rival)
    deal(6, "lost_unknown", withdrawn_at=at(1))
    make_company(tier=world.large.tier, stage="lost")
    make_company(tier=make_tier(name="Other"), stage="active")
    make_feedback(source=world.quote.source, heard_at=at(50))
    return make_report(begins_on=world.begins_on, last_on=world.last_on, by=None)


@pytest.fixture
def page(report: Report, signed_in: SignIn) -> tuple[Client, str]:
    client = signed_in(make_staff(role=Role.PRODUCT))
    return client, client.get(f"/reports/{report.pk}/").text


def rows_of(client: Client, address: str) -> int:
    return len(client.get(unescape(address)).context["page"].items)


def links_to(html: str, place: str, *holding: str) -> list[tuple[str, str]]:
    found = re.findall(rf'<a class="plain" href="(/{place}/\?[^"]*)">(.*?)</a>', html, re.DOTALL)
    return [(address, words) for address, words in found if all(part in address for part in holding)]


def first_number(words: str) -> int:
    written = re.search(r"\d+", words)
    return int(written[0]) if written else 1


def test_departures_and_returns_lead_to_themselves(page: tuple[Client, str]) -> None:
    client, html = page
    sentences = [one for one in links_to(html, "departures") if "exactly" not in one[0] and "competitor" not in one[0]]
    assert [first_number(words) for _address, words in sentences] == [5, 2]
    assert [rows_of(client, address) for address, _words in sentences] == [5, 2]


def test_deals_lost_and_won_lead_to_themselves_without_those_deleted_at_their_source(page: tuple[Client, str]) -> None:
    client, html = page
    counted = [
        (first_number(words), rows_of(client, address))
        for address, words in links_to(html, "deals")
        if "exactly" not in address and "competitor" not in address.replace("lost_competitor", "")
    ]
    assert counted == [(3, 3), (1, 1), (2, 2), (1, 1)]


@pytest.mark.parametrize(("place", "list_name"), [("departures", "reasons"), ("deals", "deal_reasons")])
def test_a_reason_leads_to_those_of_exactly_that_reason(
    page: tuple[Client, str], report: Report, place: str, list_name: str
) -> None:
    client, html = page
    counts = {row["reason"]: row["count"] for row in report.sections.get(key="leaving").data[list_name]}
    assert None in counts
    assert len(counts) == 3
    for reason, many in counts.items():
        ((address, _words),) = links_to(html, place, f"exactly={reason or 'none'}&")
        assert rows_of(client, address) == many, reason


def test_a_competitor_leads_to_deals_lost_to_it_and_to_those_who_left_for_it(page: tuple[Client, str]) -> None:
    client, html = page
    for place, many in (("deals", 1), ("departures", 1)):
        ((address, words),) = links_to(html, place, "competitor=")
        assert (first_number(words), rows_of(client, address)) == (many, many)


def test_a_tier_leads_to_its_customers_and_a_way_in_to_what_was_heard_through_it(
    page: tuple[Client, str], report: Report
) -> None:
    client, html = page
    part = report.sections.get(key="coverage").data
    for row in part["tiers"]:
        ((address, _words),) = links_to(html, "companies", f"tier={row['id']}&")
        assert rows_of(client, address) == row["companies"]
    for row in part["channels"]:
        ((address, _words),) = links_to(html, "feedback", f"source={row['source']}&")
        assert rows_of(client, address) == row["said"]


def test_what_is_no_reason_narrows_nothing_and_is_said(page: tuple[Client, str]) -> None:
    client, _html = page
    for place in ("deals", "departures"):
        answer = client.get(f"/{place}/?exactly=9999999999999999999999")
        assert answer.status_code == 200
        assert "There is no such reason" in answer.text
