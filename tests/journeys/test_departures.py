"""Somebody misses a function and leaves by the form; one of us sees why companies leave, and notes that this one came back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.departures.makers_departures import leave, reason
from tests.journeys.look import look
from tests.makers import make_company, make_contact, make_idea, make_staff, make_tier
from wellheard.foundation import clock
from wellheard.listen.departures import commands
from wellheard.listen.departures.commands import Helped
from wellheard.listen.departures.models import Departure
from wellheard.understand import similar
from wellheard.web.departures import links
from wellheard.workspace.models import Staff

pytestmark = pytest.mark.django_db(transaction=True)


def story(owner: Staff) -> str:
    """Tell of some who left, and return the address by which one more may."""
    keys = ("price", "budget", "quality", "support", "champion-left")
    for number, key in enumerate(keys * 3):
        company = make_company(name=f"Fleet {number}", industry=("Shipping", "Rail")[number % 2], tier=make_tier())
        day = clock.today() - timedelta(days=40 * number + 9)
        one = leave(company, day, reason=reason(key), mrr_minor=45_000 + 9_000 * number, words="We had hoped for more.")
        if number % 3 == 0:
            back_on = day + timedelta(days=5)
            commands.record_return(departure_id=one.pk, returned_on=back_on, mrr_minor=30_000, helped=Helped("A call."))
    leave(make_company(name="Quay & Sons"), clock.today(), reason_said="Umzug", source="billing")
    idea = make_idea(title="Work offline in the harbour", is_public=True)
    similar.index(kind="idea", object_id=idea.pk, text=idea.title, language="en")
    company = make_company(name="Acme Ferries", mrr=1_200, owner=owner, industry="Shipping")
    contact = make_contact(name="Ruta Berg", company=company)
    commands.set_return_origins(origins=["https://app.example.com"])
    commands.set_offer(
        reason=reason("missing-function"),
        version=0,
        kind="call",
        texts={"en": "Shall we show you what is planned?"},
        url="",
    )
    token = links.token_for(contact=contact, company=company, return_url="https://app.example.com/billing")
    return f"/cancel/{token}/"


def test_a_customer_leaves_by_the_form_and_comes_back(
    page: Page, live_server: LiveServer, browser_signed_in: Callable[[Staff], None]
) -> None:
    owner = make_staff(name="Joel Martins")
    page.goto(live_server.url + story(owner))
    look(page, "leaving-why")
    page.get_by_label("Something we need is missing").check()
    page.get_by_label("Anything you want to add").fill("Our captains have no signal.")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("What did you miss?").fill("work offline")
    page.get_by_role("button", name="Look for it").click()
    page.get_by_label("Work offline in the harbour").check()
    look(page, "leaving-offer")
    page.get_by_role("button", name="Cancel anyway").click()
    expect(page.get_by_role("heading", name="Your cancellation is noted")).to_be_visible()
    look(page, "leaving-done")
    departure = Departure.objects.get(company__name="Acme Ferries")
    browser_signed_in(owner)
    for address, name in (
        ("/departures/", "departures"),
        ("/departures/why/", "departures-why"),
        ("/departures/words/", "departures-words"),
        ("/departures/new/", "departures-new"),
        ("/settings/cancellation/", "departures-form"),
        (f"/departures/{departure.pk}/", "departure"),
    ):
        page.goto(live_server.url + address)
        look(page, name)
    page.get_by_label("What brought them back").fill("It works offline now.")
    page.get_by_role("button", name="Note the return").click()
    expect(page.get_by_text("It is noted that they came back.")).to_be_visible()
