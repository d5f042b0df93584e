"""Companies, what they pay and who speaks for them."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.makers import make_company, make_contact
from wellheard.customers.commands import (
    CustomerError,
    InvalidEmailError,
    find_or_make_contact,
    import_companies,
    join_company,
    make_primary,
    recompute_mrr,
    save_company,
    save_contact,
    save_subscription,
)
from wellheard.customers.models import Company, Contact, ContactIdentity, Subscription
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact

pytestmark = pytest.mark.django_db


def test_a_company_is_found_again_by_its_external_id() -> None:
    first = save_company(external_id="A-1", name="Acme", domain="https://www.Acme.example/about", seats=4)
    again = save_company(external_id="A-1", name="Acme Ltd")

    assert again.pk == first.pk
    assert (again.name, again.domain, again.seats) == ("Acme Ltd", "acme.example", 4)
    assert Fact.objects.filter(name="company.saved").count() == 2


def test_saving_what_is_already_so_is_no_news() -> None:
    save_company(external_id="A-1", name="Acme")
    save_company(external_id="A-1", name="Acme")

    assert Fact.objects.filter(name="company.saved").count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": " \u200b"}, "needs a name"),
        ({"name": "x" * 201}, "shorten it"),
        ({"name": "Acme", "stage": "dormant"}, "There is no stage"),
        ({"name": "Acme", "country": "Germany"}, "two letters"),
        ({"name": "Acme", "seats": -1}, "whole number"),
        ({"name": "Acme", "seats": 10**12}, "whole number"),
        ({"company_id": 987654, "name": "Acme"}, "does not exist"),
    ],
)
def test_what_cannot_be_so_is_refused_with_a_sentence(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(CustomerError, match=sentence):
        save_company(**fields)
    assert not Company.objects.exists()


def test_mrr_is_the_sum_of_what_runs_today_in_the_reporting_currency() -> None:
    company = save_company(name="Acme")
    today = clock.today()
    for amount, currency, start, end in [
        (10_000, "USD", today - timedelta(days=90), None),
        (5_000, "USD", today, today + timedelta(days=1)),
        (700, "USD", today - timedelta(days=9), today),  # the last day is not included
        (900, "USD", today + timedelta(days=1), None),
        (400, "EUR", today - timedelta(days=9), None),
    ]:
        save_subscription(company_id=company.pk, amount_minor=amount, currency=currency, from_on=start, until=end)

    company.refresh_from_db()
    assert company.mrr_minor == 15_000
    changes = Fact.objects.filter(name="company.mrr_changed").order_by("pk")
    assert [(fact.details["old"], fact.details["new"]) for fact in changes] == [(0, 10_000), (10_000, 15_000)]


def test_a_subscription_moved_to_another_company_moves_its_money() -> None:
    acme, globex = save_company(name="Acme"), save_company(name="Globex")
    start = date(2024, 1, 1)
    save_subscription(company_id=acme.pk, external_id="S-1", amount_minor=100, currency="USD", from_on=start)

    save_subscription(company_id=globex.pk, external_id="S-1", amount_minor=150)

    assert dict(Company.objects.values_list("name", "mrr_minor")) == {"Acme": 0, "Globex": 150}
    assert Subscription.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"amount_minor": -1}, "0 or more"),
        ({"currency": "euro"}, "three letters"),
        ({"until": date(2023, 12, 31)}, "ends before it starts"),
    ],
)
def test_a_subscription_that_cannot_be_is_refused(fields: dict[str, Any], sentence: str) -> None:
    company = make_company()
    plain: dict[str, Any] = {"amount_minor": 1, "currency": "USD", "from_on": date(2024, 1, 1)}

    with pytest.raises(CustomerError, match=sentence):
        save_subscription(company_id=company.pk, **plain | fields)
    assert not Subscription.objects.exists()


def test_recomputing_what_is_right_changes_nothing() -> None:
    company = make_company(mrr=300)

    assert recompute_mrr(company_ids=[company.pk]) == 0


def test_a_contact_is_found_again_by_address_however_it_is_written() -> None:
    ada = find_or_make_contact(email=" Ada@Example.COM ", name="Ada")

    assert find_or_make_contact(email="ada@example.com", name="Somebody else") == ada
    assert Contact.objects.get().name == "Ada"


def test_a_matching_mail_domain_links_nothing() -> None:
    make_company(domain="example.com")

    ada = find_or_make_contact(email="ada@example.com")

    assert not ada.companies.exists()


def test_the_vendors_own_id_wins_over_an_address_that_moved() -> None:
    ada = find_or_make_contact(email="office@example.com", external_id="u1")
    bob = find_or_make_contact(external_id="u2")

    assert find_or_make_contact(email="office@example.com", external_id="u2") == bob
    assert ContactIdentity.objects.get(value="office@example.com").contact == ada


def test_an_address_is_verified_once() -> None:
    moment = clock.now()
    find_or_make_contact(email="ada@example.com")
    find_or_make_contact(email="ada@example.com", verified_at=moment)
    find_or_make_contact(email="ada@example.com", verified_at=moment + timedelta(days=1))

    assert ContactIdentity.objects.get().verified_at == moment
    assert Fact.objects.filter(name="contact.verified").count() == 1


@pytest.mark.parametrize("email", ["ada", "ada@", "a b@example.com", "a@b@c.example", "x" * 400 + "@example.com"])
def test_no_address_is_refused_with_a_sentence(email: str) -> None:
    with pytest.raises(InvalidEmailError, match="is not an e-mail address"):
        find_or_make_contact(email=email)


def test_a_contacts_name_is_changed_and_known_in_the_ledger_by_its_field_only() -> None:
    ada = make_contact(name="Ada")

    save_contact(contact_id=ada.pk, name="Ada  Lovelace\x00")

    assert Contact.objects.get().name == "Ada Lovelace"
    assert Fact.objects.get(name="contact.saved").details == {"changed": ["name"]}


def test_the_first_company_is_the_primary_one_until_another_is_chosen() -> None:
    acme, globex = make_company(), make_company()
    ada = make_contact()

    assert join_company(contact=ada, company=acme).is_primary
    assert not join_company(contact=ada, company=globex, role="buyer").is_primary
    make_primary(contact=ada, company=globex)

    assert list(ada.memberships.filter(is_primary=True).values_list("company", flat=True)) == [globex.pk]


def test_an_import_tells_how_stages_changed_in_as_many_statements_for_one_company_as_for_twenty() -> None:
    counts = []
    for ids in (["c-0"], [f"c-{number}" for number in range(1, 21)]):
        import_companies(drafts=[{"external_id": key, "name": key, "stage": "at_risk"} for key in ids])
        with CaptureQueriesContext(connection) as asked:
            import_companies(drafts=[{"external_id": key, "name": key, "stage": "active"} for key in ids])
        counts.append(len(asked))
    assert counts[0] == counts[1]
    told = Fact.objects.filter(name="company.stage_changed", details={"before": "at_risk", "stage": "active"})
    assert told.count() == Company.objects.count() == 21
