"""The pages of reports: read, written, published, counted again, and given to customers."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.makers import make_staff
from tests.reports.worlds import Quarter, a_quarter
from wellheard.learn.reports.commands import make_report, publish_report
from wellheard.learn.reports.models import Report
from wellheard.learn.reports.sections import VOICE
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


@pytest.fixture
def product(signed_in: SignIn) -> Client:
    return signed_in(make_staff(role=Role.PRODUCT))


@pytest.fixture
def viewer(signed_in: SignIn) -> Client:
    return signed_in(make_staff(role=Role.VIEWER))


@pytest.fixture
def quarter() -> Quarter:
    return a_quarter()


@pytest.fixture
def draft(quarter: Quarter) -> Report:
    return make_report(begins_on=quarter.begins_on, last_on=quarter.last_on, by=None)


def published(report: Report) -> Report:
    return publish_report(report_id=report.pk, version=report.version, by=make_staff())


def test_a_report_shows_its_twelve_sections_with_every_number_leading_on(product: Client, draft: Report) -> None:
    page = product.get(f"/reports/{draft.pk}/").content.decode()
    found = re.findall(r'<section class="section" id="(\w+)"', page)
    assert found == list(VOICE)
    assert "They said 3 things. We answered 2 of them." in page or "They said 3 things" in page
    for address in set(re.findall(r'href="(/[^"#]*)"', page.split("<main")[1].split("</main>")[0])):
        if not address.endswith((".pdf", ".csv")):
            assert product.get(address.replace("&amp;", "&")).status_code in {200, 302}, address
