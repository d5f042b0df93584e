"""Deals of amoCRM: nobody signs its messages, so that they can do no more than have a lead read again."""

import pytest

from tests.connect.crm.connected import Connected
from tests.connect.crm.stand_in_amocrm import LOST, NEW, WON, AmoCrmStandIn
from tests.makers import make_company
from wellheard.connect.crm import once
from wellheard.connect.crm.models import CrmArrival, CrmConnection, CrmReading
from wellheard.connect.crm.reaching import crm_of
from wellheard.listen.deals.models import Deal, StageMeaning

pytestmark = pytest.mark.django_db

AmoCrm = Connected[AmoCrmStandIn]


def test_a_lead_made_there_is_here_and_one_that_is_lost_is_lost(amocrm: AmoCrm) -> None:
    northwind = make_company(name="Northwind")
    amocrm.there.currency = "USD"
    amocrm.there.create("5", company="901", price=1200)
    amocrm.work()
    deal = amocrm.deal("5")
    assert (deal.company, deal.amount_minor, deal.currency, deal.outcome) == (northwind, 120_000, "USD", "open")
    assert deal.owner_said == "sam@example.com"

    amocrm.there.move("5", LOST, "Too expensive")
    amocrm.work()
    deal = amocrm.deal("5")
    assert deal.outcome.startswith("lost")
    assert [row.said for row in deal.reasons.all()] == ["Too expensive"]
    amocrm.there.move("5", WON)
    amocrm.work()
    assert amocrm.deal("5").outcome == "won"


def test_messages_out_of_order_or_twice_change_nothing_they_should_not(amocrm: AmoCrm) -> None:
    amocrm.there.send = None
    made, lost = amocrm.there.create("5"), amocrm.there.move("5", LOST)
    assert [amocrm.deliver(one) for one in (lost, made, lost)] == [202, 202, 202]
    amocrm.work()
    assert (amocrm.deal("5").outcome, CrmArrival.objects.count(), Deal.objects.count()) == ("lost_unknown", 2, 1)


def test_stages_are_renamed_and_fetched_with_what_they_are_taken_for(amocrm: AmoCrm) -> None:
    amocrm.there.create("5")
    amocrm.work()
    amocrm.there.stages[NEW] = "Hello"
    amocrm.there.create("6")
    amocrm.work()
    assert StageMeaning.objects.get(stage=str(NEW)).name == "Sales: Hello"
    there = crm_of(amocrm.connection)
    assert [(one.stage, one.outcome) for one in there.stages()] == [("7001", "open"), ("142", "won"), ("143", "lost")]
    assert list(there.reasons()) == ["Too expensive"]
    assert [one.key for one in there.fields()] == ["loss_reason", "55"]


def test_a_lead_deleted_there_is_marked_so_and_stays(amocrm: AmoCrm) -> None:
    amocrm.there.create("5")
    amocrm.work()
    amocrm.there.delete("5")
    amocrm.work()
    assert (amocrm.reading("5").state, amocrm.deal("5").title) == (CrmReading.State.GONE, "Deal 5")


def test_what_no_message_told_is_found_by_looking(amocrm: AmoCrm) -> None:
    amocrm.there.send = None
    for number in range(1, 4):
        amocrm.there.create(str(number))
    once.catch_up_once(amocrm.connection.pk)
    amocrm.work()
    assert Deal.objects.filter(source="amocrm").count() == 3


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"{}", b"leads[add][0][id]=x", b"a=1&" * 3000])
def test_what_says_nothing_is_kept_and_concerns_nothing(amocrm: AmoCrm, body: bytes) -> None:
    assert amocrm.arrive(body, {}).status_code == 202
    amocrm.work()
    assert CrmArrival.objects.get().state in {"not_ours", "failed"}
    assert not CrmReading.objects.exists()


def test_a_token_that_ended_stops_all_asking(amocrm: AmoCrm) -> None:
    amocrm.there.key = "another"
    amocrm.there.create("5")
    amocrm.work()
    connection = CrmConnection.objects.get()
    assert connection.refused_at
    assert "Token has expired" in connection.problem
