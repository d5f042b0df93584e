"""A deal deleted in its system of sales: it stays here with a note, counts nowhere, and comes back when it is restored."""

from typing import Any

import pytest

from tests.connect.crm.connected import Connected
from wellheard.connect.crm import once, working
from wellheard.connect.crm.models import CrmConnection, CrmReading
from wellheard.foundation.facts.models import Fact
from wellheard.listen.deals.models import Deal

pytestmark = pytest.mark.django_db

ALL = ("hubspot", "pipedrive", "bitrix24", "amocrm")


@pytest.fixture
def crm(request: pytest.FixtureRequest) -> Connected[Any]:
    found: Connected[Any] = request.getfixturevalue(request.param)
    return found


def facts() -> list[str]:
    names = ("deal.withdrawn", "deal.restored")
    return list(Fact.objects.filter(name__in=names).order_by("pk").values_list("name", flat=True))


@pytest.mark.parametrize("crm", ALL, indirect=True)
def test_a_deal_deleted_there_counts_no_more_and_again_when_it_is_restored(crm: Connected[Any]) -> None:
    crm.there.create("5")
    crm.work()
    for _again in range(2):
        crm.there.delete("5")
        crm.work()
        assert crm.deal("5").is_withdrawn
        assert crm.reading("5").state == CrmReading.State.GONE
        assert not Deal.objects.standing().exists()
        crm.there.restore("5")
        crm.work()
        assert not crm.deal("5").is_withdrawn
        assert crm.reading("5").state == CrmReading.State.READ
    assert facts() == ["deal.withdrawn", "deal.restored"] * 2


@pytest.mark.parametrize("crm", ALL, indirect=True)
def test_messages_of_a_deletion_and_a_restoration_may_come_in_any_order_and_twice(crm: Connected[Any]) -> None:
    crm.there.create("5")
    crm.work()
    crm.there.send = None
    deleted, restored = crm.there.delete("5"), crm.there.restore("5")
    for message in (restored, deleted, deleted):
        assert crm.deliver(message) == 202
        crm.work()
    assert not crm.deal("5").is_withdrawn
    assert facts() == []


@pytest.mark.parametrize("crm", ALL, indirect=True)
def test_a_deletion_no_message_told_of_is_found_by_looking_and_once(crm: Connected[Any]) -> None:
    for key in ("5", "6", "7", "8"):
        crm.there.create(key)
    crm.work()
    crm.there.send = None
    for key in ("5", "6", "7"):
        crm.there.delete(key)
    for _round in range(2):
        once.catch_up_once(crm.connection.pk)
        crm.work()
    standing = Deal.objects.standing().values_list("external_id", flat=True)
    assert (list(standing), facts()) == (["8"], ["deal.withdrawn"] * 3)
    assert crm.reading("5").state == CrmReading.State.GONE


@pytest.mark.parametrize("crm", ALL, indirect=True)
def test_one_found_deleted_by_looking_comes_back_by_a_message(crm: Connected[Any]) -> None:
    crm.there.create("5")
    crm.work()
    tells, crm.there.send = crm.there.send, None
    crm.there.delete("5")
    once.catch_up_once(crm.connection.pk)
    crm.work()
    assert crm.deal("5").is_withdrawn
    crm.there.send = tells
    crm.there.restore("5")
    crm.work()
    assert not crm.deal("5").is_withdrawn


@pytest.mark.parametrize("crm", ALL, indirect=True)
def test_what_was_deleted_before_we_ever_heard_of_it_makes_no_deal(crm: Connected[Any]) -> None:
    crm.there.send = None
    crm.there.create("5")
    crm.there.delete("5")
    once.catch_up_once(crm.connection.pk)
    crm.work()
    assert not Deal.objects.exists()
    assert not CrmReading.objects.exists()


def test_where_nothing_at_all_is_found_no_deal_was_deleted(pipedrive: Connected[Any]) -> None:
    pipedrive.there.create("5")
    pipedrive.work()
    CrmConnection.objects.update(url=f"{pipedrive.there.url}/moved")
    pipedrive.there.change("5")
    pipedrive.work()
    assert not pipedrive.deal("5").is_withdrawn
    assert pipedrive.reading("5").state == CrmReading.State.WAITING
    assert "does not have this" in CrmConnection.objects.get().problem


def test_stages_that_cannot_be_found_do_not_withdraw_the_deals_in_them(hubspot: Connected[Any]) -> None:
    hubspot.there.create("5")
    hubspot.work()
    hubspot.there.hidden = "/crm/v3/pipelines/deals"
    hubspot.there.change("5", amount="7")
    hubspot.work()
    assert not hubspot.deal("5").is_withdrawn
    hubspot.there.hidden = ""
    CrmReading.objects.update(due_at="2026-01-01T00:00Z")
    once.read_once(hubspot.connection.pk)
    assert hubspot.deal("5").amount_minor == 700


def test_where_nothing_deleted_is_listed_what_is_left_is_asked_for_in_parts(
    bitrix24: Connected[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "COMPARED_AT_ONCE", 2)
    for number in range(1, 6):
        bitrix24.there.create(str(number))
    bitrix24.work()
    bitrix24.there.send = None
    for key in ("1", "5"):
        bitrix24.there.delete(key)
    gone = []
    for _round in range(4):
        once.catch_up_once(bitrix24.connection.pk)
        bitrix24.work()
        gone.append(set(Deal.objects.exclude(withdrawn_at=None).values_list("external_id", flat=True)))
    assert gone == [{"1"}, {"1"}, {"1", "5"}, {"1", "5"}]
    # The fourth round began again with the first of those that are left.
    left = bitrix24.connection.readings.get(external_id="3").pk
    assert CrmConnection.objects.get().compared_to == left


def test_a_deal_that_is_only_hidden_from_us_is_not_taken_for_deleted(bitrix24: Connected[Any]) -> None:
    bitrix24.there.create("5")
    bitrix24.work()
    bitrix24.there.not_ours.add("5")
    once.catch_up_once(bitrix24.connection.pk)
    bitrix24.work()
    assert not bitrix24.deal("5").is_withdrawn
    assert "Access denied" in bitrix24.reading("5").problem


def test_a_round_that_breaks_off_asks_again_for_the_same_part(bitrix24: Connected[Any]) -> None:
    bitrix24.there.create("5")
    bitrix24.work()
    bitrix24.there.send = None
    bitrix24.there.delete("5")
    # The changes are listed; what is left is then answered with a failure, three times over.
    since, bitrix24.there.found = (
        bitrix24.there.found,
        lambda asked: (500, {}, {"error": "INTERNAL"}) if b"@ID" in asked.body else since(asked),
    )
    once.catch_up_once(bitrix24.connection.pk)
    assert not bitrix24.deal("5").is_withdrawn
    bitrix24.there.found = since
    CrmConnection.objects.update(wait_until=None)
    once.catch_up_once(bitrix24.connection.pk)
    bitrix24.work()
    assert bitrix24.deal("5").is_withdrawn
