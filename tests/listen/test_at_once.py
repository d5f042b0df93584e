"""Two clicks, two servers, two visitors at the same moment."""

from collections.abc import Callable
from typing import TypeVar

import pytest

from tests.makers import make_company
from tests.meanwhile import together
from wellheard.customers.commands import (
    find_or_make_contact,
    join_company,
    recompute_mrr,
    save_company,
    save_segment,
)
from wellheard.customers.commands.segments import refresh_segments_of
from wellheard.customers.models import Company, Contact, Membership, SegmentMember
from wellheard.foundation.facts.models import Fact
from wellheard.listen.commands import hear
from wellheard.listen.models import Feedback

pytestmark = pytest.mark.django_db(transaction=True)

Found = TypeVar("Found")
AT_ONCE = 4


def at_once(act: Callable[[], Found]) -> list[Found]:
    """Do the same in several threads at the same moment, each with a connection of its own."""
    return together(*[act] * AT_ONCE)


def test_the_same_thing_told_at_once_is_kept_once() -> None:
    heard = at_once(lambda: hear(words="No export.", source="api", origin="crm", origin_key="7"))

    assert sorted(one.is_new for one in heard) == [False] * (AT_ONCE - 1) + [True]
    assert len({one.feedback.pk for one in heard}) == 1
    assert Feedback.objects.count() == 1
    assert Fact.objects.filter(name="feedback.recorded").count() == 1


def test_one_person_told_of_at_once_is_one_contact() -> None:
    contacts = at_once(lambda: find_or_make_contact(email="ada@acme.example", name="Ada"))

    assert len({contact.pk for contact in contacts}) == 1
    assert Contact.objects.count() == 1


def test_one_company_saved_at_once_is_one_company() -> None:
    at_once(lambda: save_company(external_id="A-1", name="Acme"))

    assert Company.objects.count() == 1


def test_a_contact_joining_at_once_has_one_place() -> None:
    contact, company = find_or_make_contact(email="ada@acme.example"), make_company()

    at_once(lambda: join_company(contact=contact, company=company))

    assert Membership.objects.filter(is_primary=True).count() == 1


def test_money_and_places_counted_at_once_are_counted_once() -> None:
    company = make_company(mrr=50)
    Company.objects.update(mrr_minor=0)
    segment = save_segment(name="Paying", rule={"field": "mrr", "op": ">", "value": 0})

    at_once(lambda: recompute_mrr(company_ids=[company.pk]))
    at_once(lambda: refresh_segments_of(company_id=company.pk))

    segment.refresh_from_db()
    assert (segment.company_count, SegmentMember.objects.count()) == (1, 1)
    assert Fact.objects.filter(name="company.mrr_changed").count() == 1
