"""Deals of Bitrix24: its messages name a deal only, and prove themselves by a token."""

import pytest

from tests.connect.crm.connected import Connected
from tests.connect.crm.stand_in_bitrix24 import Bitrix24StandIn
from tests.makers import make_company
from wellheard.connect.crm import once
from wellheard.connect.crm.commands import say_fields
from wellheard.connect.crm.models import CrmArrival, CrmConnection, CrmReading
from wellheard.connect.crm.reaching import crm_of
from wellheard.listen.deals.models import Deal, StageMeaning

pytestmark = pytest.mark.django_db

Bitrix24 = Connected[Bitrix24StandIn]


def test_a_deal_made_there_is_here_and_one_that_is_lost_is_lost(bitrix24: Bitrix24) -> None:
    northwind = make_company(name="Northwind")
    say_fields(connection_id=bitrix24.connection.pk, fields={"reason": "UF_CRM_WHY"})
    bitrix24.there.create("5", company="901", OPPORTUNITY="1200.50", CURRENCY_ID="RUB")
    bitrix24.work()
    deal = bitrix24.deal("5")
    assert (deal.company, deal.amount_minor, deal.currency, deal.outcome) == (northwind, 120_050, "RUB", "open")
    assert deal.owner_said == "sam@example.com"

    bitrix24.there.move("5", "APOLOGY", UF_CRM_WHY="41")
    bitrix24.work()
    deal = bitrix24.deal("5")
    assert deal.outcome.startswith("lost")
    assert [row.said for row in deal.reasons.all()] == ["Price"]
    bitrix24.there.move("5", "WON")
    bitrix24.work()
    assert bitrix24.deal("5").outcome == "won"


def test_messages_out_of_order_or_twice_change_nothing_they_should_not(bitrix24: Bitrix24) -> None:
    bitrix24.there.send = None
    made, lost = bitrix24.there.create("5"), bitrix24.there.move("5", "LOSE")
    assert [bitrix24.deliver(one) for one in (lost, made, lost)] == [202, 202, 202]
    bitrix24.work()
    assert (bitrix24.deal("5").outcome, CrmArrival.objects.count(), Deal.objects.count()) == ("lost_unknown", 2, 1)


def test_stages_are_renamed_and_fetched_with_what_they_are_taken_for(bitrix24: Bitrix24) -> None:
    bitrix24.there.create("5")
    bitrix24.work()
    bitrix24.there.names["NEW"] = "First call"
    bitrix24.there.create("6")
    bitrix24.work()
    assert StageMeaning.objects.get(stage="NEW").name == "Sales: First call"
    there = crm_of(bitrix24.connection)
    assert {one.stage: one.outcome for one in there.stages()} == {
        "NEW": "open",
        "WON": "won",
        "LOSE": "lost",
        "APOLOGY": "lost",
    }
    assert [one.label for one in there.fields()] == ["Title", "Why"]


def test_a_deal_deleted_there_is_marked_so_and_stays(bitrix24: Bitrix24) -> None:
    bitrix24.there.create("5")
    bitrix24.work()
    bitrix24.there.delete("5")
    bitrix24.work()
    assert (bitrix24.reading("5").state, bitrix24.deal("5").title) == (CrmReading.State.GONE, "Deal 5")


def test_what_no_message_told_is_found_page_by_page(bitrix24: Bitrix24) -> None:
    bitrix24.there.send = None
    for number in range(1, 6):
        bitrix24.there.create(str(number))
    once.catch_up_once(bitrix24.connection.pk)
    bitrix24.work()
    assert Deal.objects.filter(source="bitrix24").count() == 5


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe", b"{}", b"auth[application_token]=", b"auth[application_token]=%E9", b"a=1&" * 500]
)
def test_what_comes_without_the_token_is_refused_and_never_kept(bitrix24: Bitrix24, body: bytes) -> None:
    assert bitrix24.arrive(body, {}).status_code == 401
    assert bitrix24.arrive(bitrix24.there.body("ONCRMDEALADD", "5", secret="another"), {}).status_code == 401
    assert not CrmArrival.objects.exists()


def test_messages_about_other_things_concern_nothing_here(bitrix24: Bitrix24) -> None:
    for body in (bitrix24.there.body("ONCRMLEADADD", "5"), bitrix24.there.body("ONCRMDEALADD", "x")):
        assert bitrix24.arrive(body, {}).status_code == 202
    bitrix24.work()
    assert set(CrmArrival.objects.values_list("state", flat=True)) == {"not_ours"}


def test_too_many_questions_are_asked_later_and_a_key_that_ended_stops_all_asking(bitrix24: Bitrix24) -> None:
    bitrix24.there.create("5")
    bitrix24.there.fail(503, body={"error": "OPERATION_TIME_LIMIT", "error_description": "Method is blocked"})
    bitrix24.work()
    assert CrmConnection.objects.get().wait_until
    CrmConnection.objects.update(wait_until=None)
    once.read_once(bitrix24.connection.pk)
    assert bitrix24.deal("5").title == "Deal 5"

    bitrix24.there.key = "1/another"
    bitrix24.there.change("5")
    bitrix24.work()
    connection = CrmConnection.objects.get()
    assert connection.refused_at
    assert "Invalid request credentials" in connection.problem
