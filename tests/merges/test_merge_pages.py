"""Joining two companies or people on their pages, and undoing it."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.makers import make_company, make_contact, make_staff
from wellheard.customers.commands import merge_companies, merge_contacts
from wellheard.customers.models import Company, Contact, Merge
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(signed_in: Callable[[Staff], Client]) -> Client:
    """Return the browser of somebody who looks after customers."""
    return signed_in(make_staff(role=Role.SUCCESS))


def test_doubles_are_suggested_by_name_and_domain(browser: Client) -> None:
    acme = make_company(name="Acme", domain="acme.example")
    make_company(name="ACME")
    make_company(name="Acme Rail", domain="acme.example")
    make_company(name="Other")

    page = browser.get(reverse("company_merge", args=[acme.pk])).content.decode()

    assert "ACME" in page
    assert "Acme Rail" in page
    assert "Other" not in page


def test_people_of_one_name_are_suggested_those_of_one_company_first(browser: Client) -> None:
    acme = make_company()
    ada = make_contact(name="Ada", company=acme)
    stranger, colleague = make_contact(name="ada"), make_contact(name="Ada", company=acme)

    page = browser.get(reverse("contact_merge", args=[ada.pk])).content.decode()

    assert page.index(f"?with={colleague.pk}") < page.index(f"?with={stranger.pk}")


def test_two_are_compared_then_joined_and_the_old_page_leads_on(browser: Client) -> None:
    acme, inc = make_company(name="Acme"), make_company(name="Acme Inc", domain="acme.example")
    url = reverse("company_merge", args=[acme.pk])

    page = browser.get(f"{url}?with={inc.pk}").content.decode()
    assert "acme.example" in page
    response = browser.post(url, {"with": inc.pk, "name": "theirs"}, follow=True)

    assert "Its old page leads here" in response.content.decode()
    acme.refresh_from_db()
    assert (acme.name, acme.domain) == ("Acme Inc", "acme.example")
    led = browser.get(reverse("company", args=[inc.pk]))
    assert (led.status_code, led["Location"]) == (302, reverse("company", args=[acme.pk]))


def test_an_old_page_leads_through_several_merges(browser: Client) -> None:
    a, b, c = (make_contact() for _each in range(3))
    merge_contacts(kept_id=b.pk, gone_id=a.pk, by=None)
    merge_contacts(kept_id=c.pk, gone_id=b.pk, by=None)

    assert browser.get(reverse("contact", args=[a.pk]))["Location"] == reverse("contact", args=[c.pk])


def test_a_merge_is_undone_from_the_list(browser: Client) -> None:
    ada, double = make_contact(name="Ada"), make_contact(name="A. Lovelace")
    browser.post(reverse("contact_merge", args=[ada.pk]), {"with": double.pk})
    merge = Merge.objects.get()
    assert "A. Lovelace" in browser.get(reverse("merges")).content.decode()

    response = browser.post(reverse("merge_undoing", args=[merge.pk]), follow=True)

    assert "They are two again" in response.content.decode()
    assert Contact.objects.count() == 2


def test_what_cannot_be_undone_now_is_said(browser: Client) -> None:
    a, b, c = (make_company() for _each in range(3))
    inner = merge_companies(kept_id=b.pk, gone_id=a.pk, by=None)
    merge_companies(kept_id=c.pk, gone_id=b.pk, by=None)

    assert (
        "Undo that merge first" in browser.post(reverse("merge_undoing", args=[inner.pk]), follow=True).content.decode()
    )
    assert Company.objects.count() == 1


@pytest.mark.parametrize("named", ["0", "999999", "-1", "x", "9" * 40, "²"])
def test_nobody_is_joined_to_what_is_not_there(browser: Client, named: str) -> None:
    acme = make_company()

    assert browser.get(reverse("company_merge", args=[acme.pk]), {"with": named}).status_code == 404
    assert browser.post(reverse("company_merge", args=[acme.pk]), {"with": named}).status_code == 404


def test_a_company_is_not_joined_to_itself(browser: Client) -> None:
    acme = make_company()

    assert browser.post(reverse("company_merge", args=[acme.pk]), {"with": acme.pk}).status_code == 404


def test_undoing_changes_nothing_by_get(browser: Client) -> None:
    assert browser.get(reverse("merge_undoing", args=[1])).status_code == 405


def test_the_list_asks_as_often_for_one_merge_as_for_twenty(browser: Client) -> None:
    def join() -> None:
        merge_companies(kept_id=make_company().pk, gone_id=make_company().pk, by=make_staff())

    counts = []
    for number in (1, 19):
        for _each in range(number):
            join()
        browser.get(reverse("merges"))
        with CaptureQueriesContext(connection) as asked:
            browser.get(reverse("merges"))
        counts.append(len(asked))

    assert counts[0] == counts[1]
