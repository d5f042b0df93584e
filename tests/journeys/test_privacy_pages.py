"""The pages about what we keep of people, and about exchange rates, as people see them."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.look import look
from tests.makers import make_company, make_contact, make_feedback, make_staff
from wellheard.customers.commands import save_rate, save_subscription, set_consents, suppress
from wellheard.foundation import clock
from wellheard.workspace.models import Staff

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Staff], None]


def test_a_person_is_exported_and_erased(live_server: LiveServer, page: Page, browser_signed_in: SignIn) -> None:
    acme = make_company(name="Harbour Lift & Escalator", mrr=2480)
    ada = make_contact(name="Marta Okafor", company=acme, email="marta@harbourlift.example", attributes={"desk": "2F"})
    make_feedback(
        contact=ada, company=acme, words="Half our lifts are in basements, and the job sheet goes with the signal."
    )
    set_consents(contact_id=ada.pk, purposes=["beta"], source="staff", by=None)
    browser_signed_in(make_staff(name="Ines Calder"))

    page.goto(f"{live_server.url}/contacts/{ada.pk}/")
    look(page, "contact-privacy")
    page.get_by_role("link", name="Everything about them").click()
    look(page, "contact-export")
    page.goto(f"{live_server.url}/contacts/{ada.pk}/erasure/")
    look(page, "contact-erasure")
    page.get_by_label("Their name, to confirm").fill("Marta Okafor")
    page.get_by_role("button", name="Erase this person").click()
    expect(page.get_by_text("was erased on")).to_be_visible()
    look(page, "contact-erased")


def test_addresses_and_rates_have_their_settings(
    live_server: LiveServer, page: Page, browser_signed_in: SignIn
) -> None:
    acme = make_company(name="Harbour Lift & Escalator")
    for currency in ("EUR", "SEK"):
        save_subscription(company_id=acme.pk, amount_minor=90_000, currency=currency, from_on=clock.today())
    save_rate(currency="EUR", on=clock.today() - timedelta(days=3), rate=Decimal("1.0825"), source="Central bank")
    suppress(email="marta@harbourlift.example", reason="asked")
    browser_signed_in(make_staff(name="Ines Calder"))

    page.goto(f"{live_server.url}/settings/rates/")
    look(page, "settings-rates")
    page.goto(f"{live_server.url}/settings/suppressions/")
    look(page, "settings-suppressions")
    page.goto(f"{live_server.url}/companies/{acme.pk}/")
    look(page, "company-rates")
