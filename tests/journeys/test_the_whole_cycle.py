"""How a decision comes about: lost deals, a departure and a talk; four departments decide; who asked hears it; it is checked."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.journeys.cycle import Cycle, begin
from tests.journeys.cycle_customers import a_customer_leaves, a_talk_is_planned_and_held
from tests.journeys.cycle_deals import deals_come_in, losses_are_looked_into
from tests.journeys.cycle_outcome import (
    it_is_checked_after_a_month,
    it_ships,
    the_quarter_is_told,
    who_asked_says_whether_it_helped,
    who_left_is_told_and_comes_back,
)
from tests.journeys.cycle_review import a_meeting_is_planned, everybody_rates_alone, they_decide, who_asked_hears_it
from tests.journeys.look import look, watch
from wellheard.workspace.models import Staff

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cycle(
    browser: Browser, page: Page, live_server: LiveServer, browser_signed_in: Callable[[Staff], None], tmp_path: Path
) -> Cycle:
    customer = watch(browser.new_context().new_page())
    return Cycle(page, customer, live_server, browser_signed_in, look, tmp_path)


def test_from_a_lost_deal_to_the_check_and_the_report(cycle: Cycle, settings: Any) -> None:
    settings.HOLD_MINUTES, settings.MEDIA_ROOT = 0, cycle.folder / "files"
    live(cycle)


def live(cycle: Cycle) -> None:
    """Live it whole. Each step asserts that it went as it should."""
    cache.clear()
    begin(cycle)
    listen(cycle)
    decide(cycle)
    deliver_and_learn(cycle)


def listen(cycle: Cycle) -> None:
    """Deals come in and are looked into, a customer leaves, another speaks of what is missing."""
    cycle.sign_in(cycle.ines)
    deals_come_in(cycle)
    losses_are_looked_into(cycle)
    cycle.sign_in(cycle.joel)
    a_customer_leaves(cycle)
    cycle.sign_in(cycle.ines)
    a_talk_is_planned_and_held(cycle)


def decide(cycle: Cycle) -> None:
    """Four departments rate alone and decide together; yes and “not now” are told."""
    a_meeting_is_planned(cycle)
    everybody_rates_alone(cycle)
    they_decide(cycle)
    who_asked_hears_it(cycle)


def deliver_and_learn(cycle: Cycle) -> None:
    """It ships, helps, brings somebody back, is checked, and stands in the report."""
    it_ships(cycle)
    who_asked_says_whether_it_helped(cycle)
    who_left_is_told_and_comes_back(cycle)
    it_is_checked_after_a_month(cycle)
    the_quarter_is_told(cycle)
