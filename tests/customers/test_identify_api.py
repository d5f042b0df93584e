"""The vendor's server tells who uses its product."""

from typing import Any

import pytest
from django.test import Client

from tests.makers import make_contact, make_feedback, make_idea, make_staff
from wellheard.customers.commands import undo_merge
from wellheard.customers.models import Company, Contact, ContactIdentity, Membership, Merge, Subscription
from wellheard.decide.commands import vote
from wellheard.decide.models import Vote
from wellheard.foundation.facts.models import Fact
from wellheard.workspace.commands import make_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def tell(client: Client) -> Any:
    """Return a way to send an identification as the vendor's server does."""
    _token, plain = make_token(name="Server", by=make_staff())

    def send(status: int = 200, **body: Any) -> Any:
        response = client.post(
            "/api/v1/identify", body, content_type="application/json", headers={"Authorization": f"Bearer {plain}"}
        )
        assert response.status_code == status, response.content
        return response.json()

    return send


ADA = {
    "external_id": "u-1",
    "email": "ada@example.com",
    "name": "Ada",
    "traits": {"role": "driver", "trips": 12},
    "company": {
        "external_id": "c-1",
        "name": "Acme",
        "plan": "Pro",
        "mrr": {"amount_minor": 12_000, "currency": "USD", "since": "2025-01-01"},
    },
}


def test_a_person_and_their_company_are_made(tell: Any) -> None:
    made = tell(**ADA)

    contact, company = Contact.objects.get(pk=made["contact_id"]), Company.objects.get(pk=made["company_id"])
    assert (contact.name, contact.attributes) == ("Ada", {"role": "driver", "trips": 12})
    assert (company.name, company.plan, company.mrr_minor) == ("Acme", "Pro", 12_000)
    assert Membership.objects.filter(contact=contact, company=company, is_primary=True).exists()
    assert contact.identities.get(kind="email").verified_at is None


def test_the_same_again_changes_nothing(tell: Any) -> None:
    first = tell(**ADA)
    facts = Fact.objects.count()

    assert tell(**ADA) == first
    assert Fact.objects.count() == facts
    assert (Contact.objects.count(), Company.objects.count(), Subscription.objects.count()) == (1, 1, 1)


def test_what_a_company_pays_is_brought_up_to_date(tell: Any) -> None:
    tell(**ADA)
    tell(external_id="u-1", company={"external_id": "c-1", "mrr": {"amount_minor": 15_000, "currency": "usd"}})

    assert Company.objects.get().mrr_minor == 15_000


def test_what_was_done_under_no_name_joins_the_person(tell: Any) -> None:
    anonymous = Contact.objects.create(created_at=make_contact().created_at)
    ContactIdentity.objects.create(contact=anonymous, kind="device", value="d-1")
    said, idea = make_feedback(contact=anonymous), make_idea()
    vote(idea_id=idea.pk, contact=anonymous)

    made = tell(external_id="u-1", device_id="d-1")

    said.refresh_from_db()
    assert said.contact_id == made["contact_id"]
    assert Vote.objects.get().contact_id == made["contact_id"]
    assert tell(external_id="u-1", device_id="d-1") == made
    undo_merge(merge_id=Merge.objects.get().pk, by=None)
    assert Vote.objects.get().contact_id == anonymous.pk


def test_a_shared_device_stays_with_the_first_person(tell: Any) -> None:
    first = tell(external_id="u-1", device_id="d-1")
    second = tell(external_id="u-2", device_id="d-1")

    assert first["contact_id"] != second["contact_id"]
    assert ContactIdentity.objects.get(kind="device").contact_id == first["contact_id"]


def test_somebody_known_by_a_proved_address_is_not_swallowed_by_a_claim(tell: Any) -> None:
    ada = make_contact(email="ada@example.com")

    made = tell(external_id="mallory", email="ada@example.com")

    assert made["contact_id"] != ada.pk
    assert ContactIdentity.objects.get(value="ada@example.com").contact_id == ada.pk


def test_a_proved_address_joins_two_contacts_and_can_be_undone(tell: Any) -> None:
    made = tell(external_id="u-1")
    ada = make_contact(email="ada@example.com")
    said = make_feedback(contact=ada)

    assert tell(external_id="u-1", email="ada@example.com", email_verified=True) == made

    said.refresh_from_db()
    assert said.contact_id == made["contact_id"]
    assert Contact.with_merged.get(pk=ada.pk).merged_into_id == made["contact_id"]


def test_two_accounts_of_the_vendor_are_never_joined_by_a_mail_address(tell: Any) -> None:
    one = tell(external_id="u-1", email="team@example.com", email_verified=True)
    two = tell(external_id="u-2")

    assert tell(external_id="u-2", email="team@example.com", email_verified=True) == two
    assert one != two
    assert Contact.objects.count() == 2


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"external_id": ""},
        {"external_id": "u", "mrr": 5},
        {"external_id": "u", "company": {"name": "No id"}},
        {
            "external_id": "u",
            "company": {"external_id": "c", "name": "C", "mrr": {"amount_minor": -1, "currency": "USD"}},
        },
        {"external_id": "u", "traits": {"deep": {"er": 1}}},
        {"external_id": "u", "traits": {f"t{number}": 1 for number in range(51)}},
        {"external_id": "u", "email": "no address"},
        {"external_id": "u", "company": {"external_id": "c", "mrr": {"amount_minor": 1, "currency": "USD"}}},
    ],
)
def test_what_cannot_be_kept_is_refused_in_a_sentence(tell: Any, body: dict[str, Any]) -> None:
    assert tell(status=422, **body)["detail"]


def test_without_a_token_nobody_is_told(client: Client) -> None:
    response = client.post("/api/v1/identify", {"external_id": "u"}, content_type="application/json")

    assert response.status_code == 401
    assert Contact.objects.count() == 0
