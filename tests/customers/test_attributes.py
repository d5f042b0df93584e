"""Custom attributes: defined in the settings, filled in by hand and by imports."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.makers import make_attribute, make_company, make_staff
from wellheard.customers.attributes import ValueRefusedError, labelled, settled, stored
from wellheard.customers.commands import (
    ContactDraft,
    CustomerError,
    add_attribute,
    edit_attribute,
    import_companies,
    import_contacts,
    remove_attribute,
    save_company,
)
from wellheard.customers.models import Attribute, Company
from wellheard.foundation.facts.models import Fact
from wellheard.workspace.commands import NameTakenError
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
PAGE = "/settings/attributes/"


@pytest.fixture
def browser(signed_in: SignIn) -> Client:
    """Return the browser of somebody who may define attributes."""
    return signed_in(make_staff(role=Role.PRODUCT))


def sent(**changes: str) -> dict[str, str]:
    return {"of": "company", "label": "Contract type", "kind": "text", "choices": "", "key": ""} | changes


@pytest.mark.parametrize(
    ("kind", "written", "kept"),
    [
        ("text", "  two  words ", "two words"),
        ("number", "12", 12),
        ("number", "3.50", 3.5),
        ("number", 7, 7),
        ("date", "2026-01-31", "2026-01-31"),
        ("date", "2026-01-31T10:00:00Z", "2026-01-31"),
        ("yes_no", "Ja", True),
        ("yes_no", False, False),
        ("choice", "gold", "Gold"),
        ("text", " \u200b", None),
        ("number", None, None),
    ],
)
def test_a_value_is_kept_as_rules_compare_it(kind: str, written: Any, kept: Any) -> None:
    assert stored(make_attribute(kind=kind, choices=["Gold", "Silver"]), written) == kept


@pytest.mark.parametrize(
    ("kind", "written"),
    [("text", "a" * 501), ("number", "many"), ("number", "NaN"), ("number", "1e99"), ("date", "2026-02-31"),
     ("date", "soon"), ("yes_no", "maybe"), ("choice", "Bronze")],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_refused_and_an_imported_one_stays_as_it_came(kind: str, written: str) -> None:
    attribute = make_attribute(key="it", kind=kind, choices=["Gold", "Silver"])

    with pytest.raises(ValueRefusedError, match="“"):
        stored(attribute, written)
    assert settled({"it": written}, [attribute]) == {"it": written}


@given(kind=st.sampled_from(Attribute.Kind.values), written=st.text() | st.integers() | st.booleans() | st.none())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_kept_once_is_kept_the_same_again(kind: str, written: Any) -> None:
    attribute = Attribute(key="it", label="It", kind=kind, choices=["Gold", "0"])
    try:
        kept = stored(attribute, written)
    except ValueRefusedError:
        return
    assert stored(attribute, kept) == kept


def test_an_attribute_is_defined_and_its_key_made_from_its_name(browser: Client) -> None:
    page = browser.post(
        PAGE, sent(kind="choice", choices="Yearly\r\n yearly \r\nMonthly"), follow=True
    ).content.decode()

    attribute = Attribute.objects.get()
    assert (attribute.key, attribute.choices) == ("contract_type", ["Yearly", "Monthly"])
    assert "contract_type" in page
    assert add_attribute(of="company", label="合同", kind="text").key == "合同"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"label": " "}, "Write how it is called."),
        ({"kind": "choice"}, "Write 1 to 100 choices"),
        ({"key": "<b>"}, "A key begins with a letter or digit"),
        ({"kind": "colour"}, "Choose one of the list"),
        ({"label": "Known"}, "is there already"),
        ({"key": "KNOWN"}, "is there already"),
    ],
)
def test_what_cannot_be_defined_is_said(browser: Client, changes: dict[str, str], words: str) -> None:
    make_attribute(label="Known", key="known")
    response = browser.post(PAGE, sent(**changes))

    assert response.status_code == 422
    assert words in response.content.decode()
    assert Attribute.objects.count() == 1


def test_companies_and_contacts_may_have_an_attribute_of_one_name() -> None:
    add_attribute(of="company", label="Region", kind="text")
    add_attribute(of="contact", label="Region", kind="text")
    with pytest.raises(NameTakenError):
        add_attribute(of="contact", label="region", kind="number", key="other")
    with pytest.raises(CustomerError):
        add_attribute(of="contact", label="Other", kind="choice")


def test_it_is_renamed_with_a_warning_to_whoever_saves_second(browser: Client) -> None:
    attribute = make_attribute(label="Sites", kind="number")
    url = f"{PAGE}{attribute.pk}/"
    browser.post(url, {"label": "Number of sites", "position": "0", "version": "1"})
    response = browser.post(url, {"label": "Places", "position": "0", "version": "1"})

    attribute.refresh_from_db()
    assert (attribute.label, attribute.kind) == ("Number of sites", "number")
    assert response.status_code == 422
    assert "Number of sites" in response.content.decode()


def test_saving_what_stands_already_records_nothing() -> None:
    attribute = make_attribute(label="Sites")
    edit_attribute(attribute_id=attribute.pk, version=1, label="Sites", position=0)

    assert not Fact.objects.filter(name="attribute.edited").exists()


def test_removing_it_twice_keeps_what_was_filled_in(browser: Client) -> None:
    attribute = make_attribute(key="sites", label="Sites", kind="number")
    company = make_company(attributes={"sites": 4})
    browser.post(f"{PAGE}{attribute.pk}/removal/")
    remove_attribute(attribute_id=attribute.pk)

    company.refresh_from_db()
    assert company.attributes == {"sites": 4}
    assert Fact.objects.filter(name="attribute.removed").count() == 1
    assert browser.post(f"{PAGE}{attribute.pk}/removal/").status_code == 404


def test_imports_and_the_api_fill_them_in_by_their_key() -> None:
    make_attribute(key="Sites", kind="number")
    make_attribute(of="contact", key="VIP", kind="yes_no")
    import_companies(drafts=[{"name": "Acme", "attributes": {"Sites": "12", "Other": "x"}}])
    contact, outcome = import_contacts(drafts=[ContactDraft(email="ada@example.com", attributes={"VIP": "yes"})])[0]
    again = import_contacts(drafts=[ContactDraft(email="ada@example.com", attributes={"VIP": "yes", "Desk": "4"})])[0]
    globex = save_company(name="Globex", attributes={"Sites": "3"})

    assert Company.objects.get(name="Acme").attributes == {"Sites": 12, "Other": "x"}
    assert globex.attributes == {"Sites": 3}
    assert contact
    contact.refresh_from_db()
    assert (outcome, again[1], contact.attributes) == ("new", "updated", {"VIP": True, "Desk": "4"})


def test_a_row_shows_what_was_defined_by_label_and_the_rest_by_key() -> None:
    defined = [make_attribute(key="vip", label="Important", kind="yes_no"), make_attribute(key="since", kind="date")]

    shown = labelled({"other": "x", "since": "2026-01-31", "vip": True}, defined)

    assert shown == [("Important", "Yes"), (defined[1].label, "Jan. 31, 2026"), ("other", "x")]


def test_the_page_asks_as_often_for_one_as_for_twenty(
    browser: Client, queries_of: Callable[[Client, str], int]
) -> None:
    make_attribute()
    queries_of(browser, PAGE)
    one = queries_of(browser, PAGE)
    for _number in range(20):
        make_attribute()
    assert queries_of(browser, PAGE) == one


def test_who_may_not_edit_our_side_defines_nothing(signed_in: SignIn) -> None:
    attribute = make_attribute()
    sales = signed_in(make_staff(role=Role.SALES))
    for url in (PAGE, f"{PAGE}{attribute.pk}/", f"{PAGE}{attribute.pk}/removal/"):
        assert sales.post(url, sent()).status_code == 403
    assert Attribute.objects.get() == attribute
