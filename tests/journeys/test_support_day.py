"""A day of support in English and in Chinese, on a desk and on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.github.conftest import Connected, github, stand_in  # noqa: F401 - fixtures
from tests.journeys.look import look
from tests.journeys.support_day import DAYS, Day
from tests.makers import make_area, make_category, make_company, make_contact, make_mailbox, make_staff
from wellheard.listen.satisfaction.commands import ask_customers
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.all]


@pytest.mark.parametrize("language", DAYS)
def test_a_day_of_support(
    page: Page,
    live_server: LiveServer,
    browser_signed_in: Callable[[Staff], None],
    github: Connected,  # noqa: F811
    language: str,
) -> None:
    priya = make_staff(role=Role.AGENT, name="Priya Nandan", language=DAYS[language].code)
    harbour = make_company(name="Harbour Lift", mrr=2480)
    anneke = make_contact(name="Anneke Visser", email="anneke@harbour.example", company=harbour)
    mailbox = make_mailbox(name="Support", address="support@vendor.example")
    filed = make_area(name="Mobile app"), make_category(key="feature-request", name="Feature request")
    ask_customers(version=1, percent=100, every_days=30, after_hours=2)
    browser_signed_in(priya)

    def show(page: Page, name: str) -> None:
        look(page, f"support-day-{language}-{name}")

    Day(page, live_server, github, DAYS[language], priya, anneke, mailbox, filed, show).live()
