"""What is offered is read in one's own language; the form opens in a frame of the vendor's own pages; ideas come as one types."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.departures.makers_departures import reason
from tests.makers import make_company, make_contact, make_idea, make_staff
from wellheard.customers.commands import join_company
from wellheard.customers.models import Contact
from wellheard.listen.departures import commands
from wellheard.listen.departures.models import Cancellation, Offer
from wellheard.understand import similar
from wellheard.web.departures import links
from wellheard.web.departures.views import cancelling
from wellheard.workspace import installation
from wellheard.workspace.models import Vendor
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
IN_FRAME = {"sec-fetch-dest": "iframe"}


def visitor(language: str = "") -> Contact:
    company = make_company(name="Acme")
    contact = make_contact(name="Ruta", company=company)
    Contact.objects.filter(pk=contact.pk).update(language=language)
    contact.refresh_from_db()
    return contact


def address_of(contact: Contact) -> str:
    company = links.company_of(contact)
    assert company is not None
    return reverse("cancelling", args=[links.token_for(contact=contact, company=company)])


@pytest.mark.parametrize(
    ("language", "read"),
    [("de", "Bleiben Sie"), ("de-AT", "Bleiben Sie"), ("fr", "Restez"), ("lt", "Do stay"), ("", "Do stay")],
)
def test_an_offer_is_read_in_ones_own_language_else_in_the_installations(
    client: Client, language: str, read: str
) -> None:
    texts = {"en": "Do stay", "de": "Bleiben Sie", "fr": "Restez"}
    commands.set_offer(reason=reason("price"), version=0, kind="pause", texts=texts, url="")
    shown = client.post(address_of(visitor(language)), {"step": "reason", "reason": "price"}).text
    assert [one for one in texts.values() if one in shown] == [read]


def test_an_offer_that_is_not_written_in_the_installations_language_is_read_as_it_is(client: Client) -> None:
    commands.set_offer(reason=reason("price"), version=0, kind="pause", texts={"de": "Bleiben Sie", "en": " "}, url="")
    assert Offer.objects.get().texts == {"de": "Bleiben Sie"}
    assert "Bleiben Sie" in client.post(address_of(visitor("lt")), {"step": "reason", "reason": "price"}).text


def test_staff_write_an_offer_in_the_languages_of_the_portal(client: Client) -> None:
    reason("price")
    Vendor.objects.update_or_create(pk=1, defaults={"languages": ["en", "de"]})
    installation.forget()
    client.force_login(make_staff(role=Role.ADMIN))
    page = reverse("settings_offer", args=[reason("price").pk])
    assert 'name="text_de"' in client.get(page).text
    assert (
        client.post(page, {"version": 0, "kind": "pause", "text_de": "Bleiben Sie", "text_en": ""}).status_code == 302
    )
    assert Offer.objects.get().texts == {"de": "Bleiben Sie"}
    refused = client.post(page, {"version": 1, "kind": "pause", "text_de": "", "text_en": ""})
    assert (refused.status_code, Offer.objects.get().texts) == (422, {"de": "Bleiben Sie"})
    assert client.post(page, {"version": 1, "kind": "none", "text_de": "", "text_en": ""}).status_code == 302


def test_of_two_who_write_an_offer_at_once_the_second_is_told_and_loses_nothing(client: Client) -> None:
    client.force_login(make_staff(role=Role.ADMIN))
    page = reverse("settings_offer", args=[reason("price").pk])
    client.post(page, {"version": 0, "kind": "pause", "text_en": "Wait a month."})
    late = client.post(page, {"version": 0, "kind": "call", "text_en": "Talk to us."})
    assert (late.status_code, Offer.objects.get().texts) == (422, {"en": "Wait a month."})
    assert "Talk to us." in late.text
    assert "What stands now" in late.text
    assert "<dd>Wait a month.</dd>" in late.text
    assert 'name="version" value="1"' in late.text
    assert client.post(page, {"version": 1, "kind": "call", "text_en": "Talk to us."}).status_code == 302
    assert Offer.objects.get().texts == {"en": "Talk to us."}


def test_only_the_vendors_own_sites_may_frame_the_form(client: Client) -> None:
    address = address_of(visitor())
    reply = client.get(address, headers=IN_FRAME)
    assert "frame-ancestors 'self';" in reply["Content-Security-Policy"] + ";"
    commands.set_return_origins(origins=["https://app.example.com"])
    reply = client.get(address, headers=IN_FRAME)
    assert reply["Content-Security-Policy"].endswith("frame-ancestors 'self' https://app.example.com")
    assert "X-Frame-Options" not in reply
    assert "frame-ancestors 'none'" in client.get("/portal/")["Content-Security-Policy"]


def test_in_a_frame_nothing_of_the_portal_stands_around_the_form(client: Client) -> None:
    address = address_of(visitor())
    alone, framed = client.get(address).text, client.get(address, headers=IN_FRAME).text
    assert "portal-head" in alone
    assert "portal-head" not in framed
    assert "What makes you leave?" in framed
    done = client.post(address, {"step": "leave"}, headers=IN_FRAME).text
    assert 'data-outcome="left"' in done


def test_ideas_come_as_one_types_and_nothing_is_kept_of_it(client: Client) -> None:
    reason("price")
    open_one = make_idea(title="Export to spreadsheets", is_public=True)
    secret = make_idea(title="Export to spreadsheets, secretly")
    chosen = make_idea(title="Work offline", is_public=True)
    for one in (open_one, secret, chosen):
        similar.index(kind="idea", object_id=one.pk, text=one.title, language="en")
    address = address_of(visitor())
    looking = address + "ideas/"
    shown = client.post(looking, {"missing": "export spreadsheets", "idea": str(chosen.pk)}).text
    assert f'value="{open_one.pk}"' in shown
    assert "secretly" not in shown
    assert f'value="{chosen.pk}" checked' in shown
    assert "<html" not in shown
    assert not Cancellation.objects.exists()
    assert client.post(looking, {"missing": "", "idea": "9" * 40}).text.count("<input") == 0
    assert client.get(looking).status_code == 405
    assert client.post("/cancel/nonsense/ideas/", {"missing": "export"}).status_code == 204


def test_typing_uses_up_none_of_the_tries_to_leave(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cancelling, "MOST_TRIES", 3)
    address = address_of(visitor())
    for _ in range(6):
        client.post(address + "ideas/", {"missing": "export spreadsheets"})
    assert "Your cancellation is noted" in client.post(address, {"step": "leave"}).text


def test_somebody_of_two_companies_leaves_for_the_one_the_link_names(client: Client) -> None:
    contact = visitor()
    other = make_company(name="Other")
    join_company(contact=contact, company=other)
    token = links.token_for(contact=contact, company=other)
    client.post(reverse("cancelling", args=[token]), {"step": "leave"})
    assert Cancellation.objects.get().company == other
