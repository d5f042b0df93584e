"""The three aims on one page: every number with its doubt or its whole, and the list behind it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.learn.worlds import deal, left, missed, released
from tests.makers import make_area, make_company, make_idea, make_staff, make_tier
from wellheard.foundation import clock
from wellheard.web.figures.aims import AIMS, Volume
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


@pytest.fixture
def viewer(signed_in: SignIn) -> Client:
    return signed_in(make_staff(role=Role.VIEWER))


def lost_and_won_back() -> None:
    idea, firm, now = make_idea("Work offline"), make_company(mrr=20), clock.now()
    lost = deal(firm, (now - timedelta(days=50)).date(), reporting_minor=123_400)
    missed(lost, idea, now - timedelta(days=50))
    released(idea, now - timedelta(days=1))
    deal(firm, clock.today(), "won")


def test_each_number_leads_to_its_list_and_says_of_how_many_it_is(viewer: Client) -> None:
    lost_and_won_back()
    firm = make_company(mrr=50)
    left(firm, clock.today() - timedelta(days=1), returned_on=clock.today(), mrr_minor=5_000)
    page = viewer.get("/figures/aims/?period=year").content.decode()
    for aim in AIMS:
        assert str(aim.name) in page
        for key in aim.figures:
            assert f'href="/figures/{key}/?period=year"' in page
    assert "$1,234" in page
    assert "1 of them was won since" in page
    assert re.search(r'href="/figures/lost-and-mended/\?period=year&amp;show=met"', page)
    assert "$50 a month was about to go, or gone, and is here" in page
    listed = viewer.get("/figures/lost-and-mended/?period=year&show=met").content.decode()
    assert "Work offline" in listed
    assert "A plan" in listed


def test_an_empty_page_says_so_number_by_number(viewer: Client) -> None:
    page = viewer.get("/figures/aims/").content.decode()
    assert "Nobody came back, stayed or began after all in this period" in page
    assert "None" not in page


def test_what_cannot_be_told_of_a_tier_is_left_empty_and_not_told_of_everybody(viewer: Client) -> None:
    lost_and_won_back()
    area, tier = make_area(), make_tier()
    page = viewer.get(f"/figures/aims/?period=year&tier={tier.pk}").content.decode()
    assert "This cannot be told of what you chose" in page
    assert "$1,234" not in page
    page = viewer.get(f"/figures/aims/?period=year&area={area.pk}").content.decode()
    assert "$1,234" not in page
    assert "This cannot be told of what you chose" not in page
    assert "Words on leaving do not count" in page
    page = viewer.get(f"/figures/win-rate/?area={area.pk}").content.decode()
    assert "No case belongs to this" in page
    assert "companies that had said something about it before" in page
    page = viewer.get(f"/figures/tagged/?area={area.pk}").content.decode()
    assert "This cannot be told of what you chose" in page
    assert 'name="area"' not in page
    assert 'name="team"' in page
    assert viewer.get("/figures/aims/?area=999").status_code == 200


def test_a_fall_of_what_is_said_is_told_from_chance() -> None:
    assert Volume(6, 3).is_noise
    assert not Volume(40, 10).is_noise
    assert not Volume(0, 20).is_noise


def test_as_many_queries_for_twenty_deals_as_for_one(viewer: Client, queries_of: Callable[[Client, str], int]) -> None:
    lost_and_won_back()
    few = queries_of(viewer, "/figures/aims/?period=year")
    for _ in range(20):
        lost_and_won_back()
    assert queries_of(viewer, "/figures/aims/?period=year") == few


def test_it_stands_in_the_rail_and_only_reads(viewer: Client) -> None:
    assert 'href="/figures/aims/"' in viewer.get("/goals/").content.decode()
    assert viewer.post("/figures/aims/").status_code == 405
    assert Client().get("/figures/aims/").status_code == 302
