"""What was done while two were one stays with the kept one when they are parted, and what was done before goes back."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.makers import make_arrived, make_company, make_contact
from wellheard.customers.commands import merge_companies, merge_contacts
from wellheard.customers.commands.merging import undo_merge
from wellheard.customers.models import Company, Contact, ContactIdentity, Merge
from wellheard.foundation import clock
from wellheard.listen.usage.lake.store import LakeStore
from wellheard.listen.usage.models import CompanySeen, ContactSeen, DailyUse
from wellheard.listen.usage.moving import move_all

pytestmark = pytest.mark.django_db
Arrive = Callable[..., None]


def used(**whose: object) -> int:
    return sum(DailyUse.objects.filter(**whose).values_list("count", flat=True))


def company(external_id: str) -> Company:
    return make_company(external_id=external_id)


def did(arrive: Arrive, lake: LakeStore, group_id: str, times: int) -> None:
    arrive(*(make_arrived(anonymous_id="d-1", group_id=group_id, is_trusted=True) for _n in range(times)))
    move_all(lake)


@pytest.mark.parametrize("first", ["kept", "gone"])
def test_a_merge_of_companies_taken_back_on_the_same_day_leaves_each_day_where_it_was(
    lake: LakeStore, arrive: Arrive, first: str
) -> None:
    kept, gone = company("kept"), company("gone")
    for name in (first, "gone" if first == "kept" else "kept"):
        did(arrive, lake, name, 2 if name == "kept" else 3)
    merge = merge_companies(kept_id=kept.pk, gone_id=gone.pk, by=None)

    did(arrive, lake, "kept", 5)
    did(arrive, lake, "gone", 7)
    assert used(company=kept) == 17
    undo_merge(merge_id=merge.pk, by=None)
    did(arrive, lake, "gone", 1)

    assert (used(company=kept), used(company=gone)) == (14, 4)


def test_a_merge_of_people_taken_back_on_the_same_day_leaves_each_day_where_it_was(
    lake: LakeStore, arrive: Arrive
) -> None:
    def person(external_id: str) -> Contact:
        contact = make_contact()
        ContactIdentity.objects.create(contact=contact, kind="external", value=external_id)
        return contact

    def does(external_id: str, times: int) -> None:
        arrive(*(make_arrived(user_id=external_id, is_trusted=True) for _n in range(times)))
        move_all(lake)

    gone, kept = person("gone"), person("kept")
    does("gone", 2)
    merge = merge_contacts(kept_id=kept.pk, gone_id=gone.pk, by=None)
    does("kept", 5)
    undo_merge(merge_id=merge.pk, by=None)

    assert (used(contact=kept), used(contact=gone)) == (5, 2)


@pytest.mark.parametrize("was_seen", [True, False], ids=["seen before", "never seen before"])
def test_who_was_last_seen_is_as_it_was_after_a_merge_is_taken_back(
    lake: LakeStore, arrive: Arrive, *, was_seen: bool
) -> None:
    kept, gone = company("kept"), company("gone")
    past = clock.now() - timedelta(days=9)
    CompanySeen.objects.create(company=gone, seen_at=past)
    if was_seen:
        CompanySeen.objects.create(company=kept, seen_at=past)
    merge = merge_companies(kept_id=kept.pk, gone_id=gone.pk, by=None)
    did(arrive, lake, "kept", 1)

    undo_merge(merge_id=merge.pk, by=None)

    assert CompanySeen.objects.get(company=gone).seen_at == past
    assert CompanySeen.objects.get(company=kept).seen_at > past
    assert not ContactSeen.objects.exists()


def test_a_merge_that_remembers_no_counts_gives_its_rows_back_as_they_are(lake: LakeStore, arrive: Arrive) -> None:
    kept, gone = company("kept"), company("gone")
    did(arrive, lake, "gone", 3)
    merge = merge_companies(kept_id=kept.pk, gone_id=gone.pk, by=None)
    # As an earlier version wrote it.
    [said] = merge.remembered["passes"]
    for remembered in said.values():
        for name in ("counts", "seen"):
            remembered.pop(name, None)
    Merge.objects.filter(pk=merge.pk).update(remembered=merge.remembered)

    undo_merge(merge_id=merge.pk, by=None)

    assert (used(company=kept), used(company=gone)) == (0, 3)
    assert CompanySeen.objects.get().company == gone
