"""Deals of HubSpot: whatever order its messages come in, a deal here stands as it stands there."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from tests.connect.crm.connected import Connected
from tests.connect.crm.stand_in_hubspot import HubSpotStandIn
from wellheard.connect.crm import once
from wellheard.connect.crm.commands import say_fields
from wellheard.connect.crm.models import CrmArrival, CrmConnection, CrmReading
from wellheard.connect.crm.systems import hubspot as speaking
from wellheard.connect.crm.there import Letter
from wellheard.customers.commands import add_company
from wellheard.listen.deals.commands import say_what_a_stage_means
from wellheard.listen.deals.models import Deal, ReasonMeaning, StageMeaning

pytestmark = pytest.mark.django_db

HubSpot = Connected[HubSpotStandIn]


def test_a_deal_made_there_is_here_with_its_company_money_and_owner(hubspot: HubSpot) -> None:
    northwind = add_company(name="Northwind", domain="northwind.example")
    hubspot.there.create("17", company="901", amount="1200.50", deal_currency_code="USD", hubspot_owner_id="77")
    hubspot.work()

    deal = hubspot.deal("17")
    assert (deal.source, deal.title, deal.company) == ("hubspot", "Deal 17", northwind)
    assert (deal.amount_minor, deal.currency, deal.outcome) == (120_050, "USD", "open")
    assert (deal.owner_said, deal.industry, deal.stage_said) == ("sam@example.com", "Retail", "qualified")
    assert hubspot.statuses == [202]
    assert hubspot.reading("17").state == CrmReading.State.READ


def test_the_currency_of_the_account_counts_where_a_deal_names_none(hubspot: HubSpot) -> None:
    hubspot.there.create("17", amount="10")
    hubspot.work()
    assert (hubspot.deal("17").amount_minor, hubspot.deal("17").currency) == (1000, "EUR")


def test_a_currency_nobody_knows_keeps_no_deal_out(hubspot: HubSpot) -> None:
    hubspot.there.create("17", amount="10", deal_currency_code="QQQ")
    hubspot.work()

    deal = hubspot.deal("17")
    assert deal.amount_minor is None
    assert deal.raw["properties"]["deal_currency_code"] == "QQQ"


def test_a_deal_moved_to_lost_is_lost_for_the_reason_its_seller_gives(hubspot: HubSpot) -> None:
    hubspot.there.create("17", company="901")
    hubspot.there.lose("17", "Too expensive")
    hubspot.work()
    # Nobody said yet what the stage means, and HubSpot's own flag is not set: it is as open as it was.
    assert hubspot.deal("17").outcome == "open"
    meaning = StageMeaning.objects.get(source="hubspot", stage="8002")
    assert (meaning.outcome, meaning.name) == ("", "Sales: Closed lost")

    say_what_a_stage_means(meaning_id=meaning.pk, outcome="lost_unknown", by=None)
    hubspot.work()

    deal = hubspot.deal("17")
    assert deal.outcome == "lost_unknown"
    assert [row.said for row in deal.reasons.all()] == ["Too expensive"]
    assert ReasonMeaning.objects.filter(source="hubspot", said="Too expensive").exists()


def test_its_own_flag_says_that_a_deal_is_won_before_anybody_said_what_a_stage_means(hubspot: HubSpot) -> None:
    hubspot.there.create("17")
    hubspot.there.change("17", dealstage="8001", hs_is_closed_won="true")
    hubspot.work()
    assert hubspot.deal("17").outcome == "won"


def test_fields_of_the_team_say_the_competitor_and_what_was_missing(hubspot: HubSpot) -> None:
    fields = {"reason": "closed_lost_reason", "competitor": "lost_to", "missing": "missing_function"}
    say_fields(connection_id=hubspot.connection.pk, fields=fields)
    hubspot.there.create("17", lost_to="Rivaltool", missing_function="Offline mode", hs_is_closed_lost="true")
    hubspot.work()

    deal = hubspot.deal("17")
    assert [one.feedback.words for one in deal.missing.select_related("feedback")] == ["Offline mode"]
    assert deal.outcome.startswith("lost")
    assert deal.raw["properties"]["lost_to"] == "Rivaltool"


def test_messages_out_of_order_or_twice_change_nothing_they_should_not(hubspot: HubSpot) -> None:
    hubspot.there.send = None
    made = hubspot.there.create("17")
    lost = hubspot.there.lose("17", hs_is_closed_lost="true")
    assert [hubspot.deliver(one) for one in (lost, made, lost)] == [202, 202, 202]
    hubspot.work()
    assert hubspot.deal("17").outcome == "lost_unknown"
    version = hubspot.deal("17").version
    hubspot.there.send = hubspot.arrive
    hubspot.there.again(lost)
    hubspot.work()

    assert CrmArrival.objects.count() == 2
    assert (Deal.objects.count(), hubspot.deal("17").version) == (1, version)


def test_a_renamed_stage_keeps_what_it_means(hubspot: HubSpot) -> None:
    hubspot.there.create("17", dealstage="8002")
    hubspot.work()
    meaning = StageMeaning.objects.get(stage="8002")
    say_what_a_stage_means(meaning_id=meaning.pk, outcome="lost_no_decision", by=None)
    hubspot.there.stages["8002"] = ("Sadly not", "true", "0.0")
    hubspot.there.create("18", dealstage="8002")
    hubspot.work()

    meaning.refresh_from_db()
    assert (meaning.name, StageMeaning.objects.filter(stage="8002").count()) == ("Sales: Sadly not", 1)
    assert hubspot.deal("18").outcome == "lost_no_decision"


def test_a_deal_deleted_there_stays_here_as_it_was_and_is_marked_so(hubspot: HubSpot) -> None:
    hubspot.there.create("17")
    hubspot.work()
    hubspot.there.delete("17")
    hubspot.work()

    assert hubspot.reading("17").state == CrmReading.State.GONE
    assert hubspot.deal("17").title == "Deal 17"


def test_what_no_message_told_is_found_by_looking(hubspot: HubSpot) -> None:
    hubspot.there.send = None
    for number in range(1, 206):
        hubspot.there.create(str(number), amount="5")
    once.catch_up_once(hubspot.connection.pk)
    hubspot.work()
    hubspot.connection.refresh_from_db()

    assert Deal.objects.filter(source="hubspot").count() == 205
    assert hubspot.connection.read_until == hubspot.there.now
    asked = len(hubspot.there.asked)
    once.catch_up_once(hubspot.connection.pk)
    hubspot.work()
    # What was read already is not read again, though the time of the two looks overlaps.
    assert len(hubspot.there.asked) == asked + 4


@pytest.mark.parametrize(
    "harm",
    [
        lambda headers: headers | {"X-HubSpot-Signature-v3": ""},
        lambda headers: headers | {"X-HubSpot-Signature-v3": "nonsense é"},
        lambda headers: headers | {"X-HubSpot-Signature-v3": "AAAA"},
        lambda headers: headers | {"X-HubSpot-Request-Timestamp": "soon"},
        lambda headers: headers | {"X-HubSpot-Request-Timestamp": "9" * 40},
        lambda headers: headers | {"X-HubSpot-Request-Timestamp": "²³"},
        lambda headers: {"X-HubSpot-Request-Timestamp": headers["X-HubSpot-Request-Timestamp"]},
        lambda _headers: {},
    ],
)
def test_what_is_not_signed_is_refused_and_never_kept(hubspot: HubSpot, harm: object) -> None:
    hubspot.there.send = None
    body, headers = hubspot.there.create("17")
    assert hubspot.arrive(body, harm(headers)).status_code == 401  # type: ignore[operator]
    assert hubspot.arrive(body + b" ", headers).status_code == 401
    assert hubspot.arrive(body, hubspot.there.headers(body, secret="another")).status_code == 401
    assert not CrmArrival.objects.exists()
    assert Client().post("/hooks/crm/elsewhere/", body, content_type="application/json").status_code == 401
    assert Client().get(f"/hooks/crm/{hubspot.connection.path}/").status_code == 405


@pytest.mark.parametrize(
    ("minutes", "status"), [(-6, 401), (-4, 202), (0, 202), (2, 401), (525_600, 401)]
)  # a year ahead, which its own library takes
def test_a_signature_holds_for_five_minutes_and_never_ahead_of_time(
    hubspot: HubSpot, minutes: int, status: int
) -> None:
    at = datetime.now(UTC) + timedelta(minutes=minutes)
    assert hubspot.arrive(b"[]", hubspot.there.headers(b"[]", at=at)).status_code == status


def test_the_signature_is_made_as_hubspot_describes_it() -> None:
    # Made with openssl: printf 'POSThttps://example.com/hook[]1700000000000' | openssl dgst -sha256 -hmac secret -binary | base64
    letter = Letter(
        url="https://example.com/hook",
        headers={
            "x-hubspot-request-timestamp": "1700000000000",
            "x-hubspot-signature-v3": "0/4DF+YUcmbqY3ggukl+oIJILQ/DMu3iavl4482uHT4=",
        },
        body=b"[]",
        at=datetime.fromtimestamp(1_700_000_100, UTC),
    )
    assert speaking.proves(letter, "secret")


@pytest.mark.parametrize("body", [b"", b"{}", b"null", b"[1]", b"\xff\xfe", b"{" * 2000, b'[{"objectId": {}}]'])
def test_what_is_signed_and_cannot_be_read_is_kept_and_shown(hubspot: HubSpot, body: bytes) -> None:
    assert hubspot.arrive(body, hubspot.there.headers(body)).status_code == 202
    hubspot.work()

    arrival = CrmArrival.objects.get()
    assert arrival.state in {CrmArrival.State.FAILED, CrmArrival.State.NOT_OURS}
    assert bytes(arrival.body) == body


def test_messages_about_other_things_concern_nothing_here(hubspot: HubSpot) -> None:
    body = json.dumps([{"subscriptionType": "contact.creation", "objectId": 4, "eventId": 1}]).encode()
    hubspot.arrive(body, hubspot.there.headers(body))
    hubspot.work()
    assert CrmArrival.objects.get().state == CrmArrival.State.NOT_OURS
    assert not CrmReading.objects.exists()


def test_a_key_that_is_not_accepted_stops_all_asking_until_there_is_another(hubspot: HubSpot) -> None:
    hubspot.there.key = "another"
    hubspot.there.create("17")
    hubspot.work()
    connection = CrmConnection.objects.get()
    assert connection.refused_at
    assert "OAuth token expired" in connection.problem
    asked = len(hubspot.there.asked)
    hubspot.there.create("18")
    hubspot.work()
    assert len(hubspot.there.asked) == asked

    from wellheard.connect.crm.commands import Described, edit_connection

    edit_connection(connection_id=connection.pk, described=Described(key="another"))
    hubspot.work()
    assert CrmConnection.objects.filter(refused_at=None).exists()
    assert {deal.external_id for deal in Deal.objects.all()} == {"17", "18"}


def test_it_is_left_alone_for_as_long_as_it_says(hubspot: HubSpot) -> None:
    hubspot.there.fail(429, {"Retry-After": "120"}, {"policyName": "TEN_SECONDLY_ROLLING", "message": "slow"})
    hubspot.there.create("17")
    hubspot.work()
    connection = CrmConnection.objects.get()
    assert connection.wait_until
    assert timedelta(seconds=100) < connection.wait_until - datetime.now(UTC) <= timedelta(seconds=120)
    asked = len(hubspot.there.asked)
    once.read_once(connection.pk)
    assert len(hubspot.there.asked) == asked
    assert hubspot.reading("17").state == CrmReading.State.WAITING

    CrmConnection.objects.update(wait_until=datetime.now(UTC))
    once.read_once(connection.pk)
    assert hubspot.deal("17").title == "Deal 17"


def test_a_short_trouble_is_over_before_anybody_notices(hubspot: HubSpot) -> None:
    hubspot.there.create("17")
    hubspot.there.fail(503, times=2)
    hubspot.work()
    assert hubspot.reading("17").state == CrmReading.State.READ


def test_a_deal_that_cannot_be_read_is_tried_again_later_and_at_last_waits_for_a_person(hubspot: HubSpot) -> None:
    hubspot.there.create("17")
    hubspot.there.fail(500, times=3)
    hubspot.work()
    for tries in range(2, 8):
        hubspot.there.failures.clear()
        hubspot.there.fail(500, times=3)
        CrmReading.objects.update(due_at=datetime.now(UTC))
        once.read_once(hubspot.connection.pk)
        assert hubspot.reading("17").tries == tries
    reading = hubspot.reading("17")
    assert (reading.state, "500" in reading.problem) == (CrmReading.State.FAILED, True)
    assert "500" in CrmConnection.objects.get().problem

    hubspot.there.failures.clear()
    hubspot.there.change("17", amount="7")
    hubspot.work()
    assert (hubspot.reading("17").state, hubspot.deal("17").amount_minor) == (CrmReading.State.READ, 700)
    assert CrmConnection.objects.get().problem == ""


def test_a_deal_told_of_while_it_is_read_is_read_once_more(hubspot: HubSpot) -> None:
    from wellheard.connect.crm.commands import note_read, want_readings

    hubspot.there.create("17")
    hubspot.work()
    before = hubspot.reading("17")
    want_readings(connection=hubspot.connection, external_ids=["17"])
    note_read(reading=before, changed_at=None)
    assert hubspot.reading("17").state == CrmReading.State.WAITING


def test_what_a_deal_is_tied_to_may_be_hidden_from_us(hubspot: HubSpot) -> None:
    hubspot.there.create("17", company="999", hubspot_owner_id="5", amount="3.50", deal_currency_code="EUR")
    hubspot.work()
    deal = hubspot.deal("17")
    assert (deal.company_said, deal.owner_said) == ("", "")
    assert Decimal(deal.amount_minor or 0) == 350
