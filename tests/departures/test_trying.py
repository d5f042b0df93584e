"""Whoever sets the cancellation form up tries it in the playground, in a frame as customers do, and nobody leaves by it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.departures.makers_departures import reason
from tests.makers import make_company, make_contact, make_staff
from wellheard.customers.models import Contact
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.listen.departures import commands
from wellheard.listen.departures.models import Cancellation, Departure
from wellheard.web.departures import links
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
PAGE, ENTER = "/settings/widget/", "/cancel/"


@pytest.fixture
def ruta() -> Contact:
    reason("price")
    return make_contact(name="Ruta", company=make_company(name="Acme"))


def token_on_the_page(client: Client, contact: Contact) -> str:
    client.force_login(make_staff(role=Role.PRODUCT))
    page = client.get(PAGE, {"contact": str(contact.pk), "try": "cancelling"}).text
    assert 'target="wellheard-cancel"' in page
    found = re.search(r'name="token" value="(try\.[^"]+)"', page)
    assert found
    return found[1]


def test_a_colleague_goes_through_every_step_and_nothing_is_kept(client: Client, ruta: Contact) -> None:
    commands.set_offer(reason=reason("price"), version=0, kind="downgrade", texts={"en": "Take Basic."}, url="")
    token, facts = token_on_the_page(client, ruta), Fact.objects.count()

    first = Client().post(ENTER, {"token": token}, follow=True, headers={"sec-fetch-dest": "iframe"})
    address = first.request["PATH_INFO"]
    said = {"reason": "price", "comment": "Too dear"}
    texts = [
        first.text,
        Client().post(address, said | {"step": "reason"}).text,
        Client().post(address, said | {"step": "stay"}).text,
        Client().post(address, said | {"step": "leave"}).text,
    ]

    wanted = ("What makes you leave?", "Take Basic.", "You stay with us", "Your cancellation is noted")
    for text, words in zip(texts, wanted, strict=True):
        assert words in text
        assert "You see this as Ruta does. Nothing is kept, and nobody leaves." in text
    assert Client().post(address, {"step": "reason"}).status_code == 422
    assert not Cancellation.objects.exists()
    assert not Departure.objects.exists()
    assert Fact.objects.count() == facts


def test_what_serves_for_looking_never_serves_for_leaving(client: Client, ruta: Contact) -> None:
    token = token_on_the_page(client, ruta)
    company = links.company_of(ruta)
    assert company
    link = links.trial_token_for(contact=ruta, company=company)

    assert Client().post(ENTER, {"token": token.removeprefix("try.")}).status_code == 422
    bare = reverse("cancelling", args=[link.removeprefix("try.")])
    assert Client().post(bare, {"step": "leave"}).status_code == 410
    real = links.token_for(contact=ruta, company=company)
    assert Client().post(reverse("cancelling", args=[f"try.{real}"]), {"step": "leave"}).status_code == 410
    assert not Departure.objects.exists()


def test_what_serves_for_looking_ends_after_an_hour(client: Client, ruta: Contact) -> None:
    token = token_on_the_page(client, ruta)
    company = links.company_of(ruta)
    assert company
    address = reverse("cancelling", args=[links.trial_token_for(contact=ruta, company=company)])
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        assert Client().post(ENTER, {"token": token}).status_code == 422
        assert Client().get(address).status_code == 410


def test_of_whom_no_company_is_known_and_what_was_made_up_is_said(client: Client) -> None:
    reason("price")
    lonely = make_contact(name="Lone")
    refused = Client().post(ENTER, {"token": token_on_the_page(client, lonely)})
    assert (refused.status_code, "which company" in refused.text) == (422, True)
    assert Client().post(ENTER, {"token": "try.made-up"}).status_code == 422


def test_the_page_offers_whom_to_try_it_as_before_anybody_is_chosen(client: Client, ruta: Contact) -> None:
    client.force_login(make_staff())
    page = client.get(PAGE).text
    assert f"?contact={ruta.pk}&amp;try=cancelling" in page
    assert "Cancel as" not in page


def test_the_form_that_counts_says_nothing_of_trying(client: Client, ruta: Contact) -> None:
    company = links.company_of(ruta)
    assert company
    real = reverse("cancelling", args=[links.token_for(contact=ruta, company=company)])
    assert "Nothing is kept" not in client.get(real).text
    assert "Nothing is kept" not in client.post(real, {"step": "leave"}).text
    assert Departure.objects.count() == 1
