"""Each number of a report leads to a list of exactly those rows."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from tests.makers import make_company, make_feedback, make_staff, make_tier
from tests.reports.full import who_left
from tests.reports.worlds import a_quarter, at
from wellheard.learn.reports.commands import make_report
from wellheard.learn.reports.models import Report
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


@pytest.fixture
def report() -> Report:
    """Deals and departures within the days and outside of them, with reasons of both levels, and without."""
    world = who_left(a_quarter())
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
    assert [first_number(words) for _address, words in sentences] == [5, 0, 2]
    assert [rows_of(client, address) for address, _words in sentences] == [5, 0, 2]


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
        found = {address for address, _words in links_to(html, place, f"exactly={reason or 'none'}&")}
        (address,) = [one for one in found if "competitor=" not in one]
        assert rows_of(client, address) == many, reason


def test_a_competitor_leads_to_deals_lost_to_it_and_to_those_who_left_for_it(page: tuple[Client, str]) -> None:
    client, html = page
    for place, many in (("deals", 1), ("departures", 1)):
        found = [link for link in links_to(html, place, "competitor=") if "exactly=" not in link[0]]
        ((address, words),) = found
        assert (first_number(words), rows_of(client, address)) == (many, many)


def test_a_tier_leads_to_its_customers_and_a_way_in_to_what_was_heard_through_it(
    page: tuple[Client, str], report: Report
) -> None:
    client, html = page
    part = report.sections.get(key="coverage").data
    for row in part["tiers"]:
        found = {address for address, _words in links_to(html, "companies", f"tier={row['id']}&")}
        (address,) = [one for one in found if "heard=" not in one and "asks=" not in one]
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
