"""Somebody changes who takes part in a talk, says when a playbook begins, and writes an offer in two languages."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.departures.makers_departures import reason
from tests.journeys.look import look
from tests.makers import make_contact, make_staff
from tests.talks.stories import customer, plan
from wellheard.workspace.models import Staff, Vendor
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db(transaction=True)


def test_people_conditions_and_offers_are_changed_on_their_pages(
    page: Page, live_server: LiveServer, browser_signed_in: Callable[[Staff], None]
) -> None:
    ada = customer("Ada Byron")
    make_contact(company=ada.companies.get(), name="Ben Okri")
    talk = plan(ada)
    browser_signed_in(make_staff(role=Role.ADMIN))
    page.goto(f"{live_server.url}/talks/{talk.pk}/people/")
    look(page, "talk-people")
    page.get_by_label("Ben Okri").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Those who come, and who need not come any more, are told.")).to_be_visible()
    look(page, "talk-people-changed")
    page.goto(f"{live_server.url}/playbooks/new/")
    page.get_by_label("Name").fill("Call the unhappy")
    page.get_by_label("What begins it").select_option("response.completed")
    page.get_by_label("Only if").select_option("response.completed:score")
    page.get_by_label("Number or amount").fill("6")
    look(page, "playbook-conditions")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Begins when: Somebody answers a survey, and the score is 6 or less.")).to_be_visible()
    look(page, "playbook-read-back")
    Vendor.objects.update_or_create(pk=1, defaults={"languages": ["en", "de"]})
    page.goto(f"{live_server.url}/settings/cancellation/{reason('price').pk}/")
    look(page, "offer-languages")
