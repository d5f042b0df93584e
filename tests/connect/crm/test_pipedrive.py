"""Deals of Pipedrive: its messages are hints, and what ended is in a stage called as its status."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.connect.crm.connected import Connected
from tests.connect.crm.stand_in_pipedrive import PipedriveStandIn
from tests.makers import make_company
from wellheard.connect.crm import once
from wellheard.connect.crm.commands import say_fields
from wellheard.connect.crm.models import CrmArrival, CrmConnection, CrmReading
from wellheard.connect.crm.reaching import crm_of
from wellheard.listen.deals.commands import say_what_a_stage_means
from wellheard.listen.deals.models import Deal, StageMeaning

pytestmark = pytest.mark.django_db

Pipedrive = Connected[PipedriveStandIn]


def test_a_deal_made_there_is_here_and_one_that_is_lost_is_lost(pipedrive: Pipedrive) -> None:
    northwind = make_company(name="Northwind")
    say_fields(connection_id=pipedrive.connection.pk, fields={"reason": "lost_reason", "competitor": "ab12"})
    pipedrive.there.create("5", company="901", value=1200.5, currency="USD")
    pipedrive.work()
    deal = pipedrive.deal("5")
    assert (deal.company, deal.amount_minor, deal.currency, deal.outcome) == (northwind, 120_050, "USD", "open")
    assert (deal.owner_said, deal.stage_said) == ("sam@example.com", "11")

    pipedrive.there.lose("5", "Price", custom_fields={"ab12": 31})
    pipedrive.work()
    deal = pipedrive.deal("5")
    assert (deal.outcome.startswith("lost"), deal.stage_said) == (True, "lost")
    assert [row.said for row in deal.reasons.all()] == ["Price"]
    assert StageMeaning.objects.get(stage="lost").name == "Sales: lost"


def test_a_stage_that_means_open_does_not_open_a_deal_that_was_lost_in_it(pipedrive: Pipedrive) -> None:
    pipedrive.there.create("5")
    pipedrive.work()
    say_what_a_stage_means(meaning_id=StageMeaning.objects.get(stage="11").pk, outcome="open", by=None)
    pipedrive.there.lose("5")
    pipedrive.work()
    assert pipedrive.deal("5").outcome == "lost_unknown"
    pipedrive.there.change("5", status="open")
    pipedrive.work()
    assert pipedrive.deal("5").outcome == "open"


def test_messages_out_of_order_or_twice_change_nothing_they_should_not(pipedrive: Pipedrive) -> None:
    pipedrive.there.send = None
    made, lost = pipedrive.there.create("5"), pipedrive.there.lose("5")
    assert [pipedrive.deliver(one) for one in (lost, made, lost)] == [202, 202, 202]
    pipedrive.there.send = pipedrive.arrive
    pipedrive.there.again(lost)
    pipedrive.work()
    assert (pipedrive.deal("5").outcome, CrmArrival.objects.count(), Deal.objects.count()) == ("lost_unknown", 2, 1)


def test_stages_are_renamed_and_fetched_with_what_they_are_taken_for(pipedrive: Pipedrive) -> None:
    pipedrive.there.create("5")
    pipedrive.work()
    pipedrive.there.stages["11"] = "First call"
    pipedrive.there.create("6")
    pipedrive.work()
    assert StageMeaning.objects.get(stage="11").name == "Sales: First call"
    there = crm_of(pipedrive.connection)
    assert [(one.stage, one.outcome) for one in there.stages()] == [
        ("11", "open"),
        ("12", "open"),
        ("won", "won"),
        ("lost", "lost"),
    ]
    assert list(there.reasons()) == ["Price"]
    assert [one.key for one in there.fields()] == ["lost_reason", "ab12"]


def test_a_deal_deleted_there_is_marked_so_and_stays(pipedrive: Pipedrive) -> None:
    pipedrive.there.create("5")
    pipedrive.work()
    pipedrive.there.delete("5")
    pipedrive.work()
    assert (pipedrive.reading("5").state, pipedrive.deal("5").title) == (CrmReading.State.GONE, "Deal 5")


def test_what_no_message_told_is_found_page_by_page(pipedrive: Pipedrive) -> None:
    pipedrive.there.send = None
    for number in range(1, 6):
        pipedrive.there.create(str(number))
    once.catch_up_once(pipedrive.connection.pk)
    pipedrive.work()
    assert Deal.objects.filter(source="pipedrive").count() == 5


@pytest.mark.parametrize(
    "said", ["", "Basic", "Basic é", "Basic AAAA", "Bearer x", "Basic d2VsbGhlYXJkOg==", "basic !!"]
)
def test_what_comes_without_the_password_is_refused_and_never_kept(pipedrive: Pipedrive, said: str) -> None:
    pipedrive.there.send = None
    body, _headers = pipedrive.there.create("5")
    assert pipedrive.arrive(body, {"Authorization": said}).status_code == 401
    assert pipedrive.arrive(body, {}).status_code == 401
    assert pipedrive.arrive(body, pipedrive.there.headers(secret="another")).status_code == 401
    assert not CrmArrival.objects.exists()


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"meta": 1}', b"\xff", b'{"meta": {"entity": "deal"}}'])
def test_what_cannot_be_read_is_kept_and_shown(pipedrive: Pipedrive, body: bytes) -> None:
    assert pipedrive.arrive(body, pipedrive.there.headers()).status_code == 202
    pipedrive.work()
    assert CrmArrival.objects.get().state in {"failed", "not_ours"}


def test_it_is_left_alone_for_as_long_as_its_limit_says(pipedrive: Pipedrive) -> None:
    pipedrive.there.create("5")
    pipedrive.there.fail(429, {"x-ratelimit-reset": "90"}, {"success": False, "error": "Request over limit"})
    pipedrive.work()
    until = CrmConnection.objects.get().wait_until
    assert until
    assert timedelta(seconds=70) < until - datetime.now(UTC) <= timedelta(seconds=90)
    CrmConnection.objects.update(wait_until=None)
    once.read_once(pipedrive.connection.pk)
    assert pipedrive.deal("5").title == "Deal 5"


def test_a_token_that_ended_stops_all_asking(pipedrive: Pipedrive) -> None:
    pipedrive.there.key = "another"
    pipedrive.there.create("5")
    pipedrive.work()
    connection = CrmConnection.objects.get()
    assert connection.refused_at
    assert "unauthorized access" in connection.problem
