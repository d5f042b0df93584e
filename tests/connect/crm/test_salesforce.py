"""Opportunities of Salesforce: it sends no messages, and is asked what changed by SystemModstamp and Id."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from tests.connect.crm.connected import Connected
from tests.connect.crm.stand_in_salesforce import PER_PAGE, SalesforceStandIn, id_of
from tests.makers import make_company, make_contact, make_staff
from wellheard.connect.crm import once
from wellheard.connect.crm.commands import edit_connection, read_again, say_fields, want_readings
from wellheard.connect.crm.commands.connections import Described
from wellheard.connect.crm.models import CrmArrival, CrmConnection, CrmReading
from wellheard.connect.crm.reaching import crm_of
from wellheard.connect.crm.speaking import CrmError
from wellheard.connect.crm.tasks import crm_knock_again
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.listen.deals.models import Deal, StageMeaning
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

Salesforce = Connected[SalesforceStandIn]


def round_of(salesforce: Salesforce) -> None:
    once.catch_up_once(salesforce.connection.pk)
    salesforce.work()


def deal(salesforce: Salesforce, key: str) -> Deal:
    return salesforce.deal(id_of(key))


def test_an_opportunity_is_heard_whole_with_its_account_its_owner_and_how_it_ended(salesforce: Salesforce) -> None:
    northwind = make_company(name="Northwind")
    say_fields(connection_id=salesforce.connection.pk, fields={"reason": "LossReason__c", "missing": "Missing__c"})
    salesforce.there.create("5", company="001", Amount=1200.5)
    round_of(salesforce)
    found = deal(salesforce, "5")
    assert (found.company, found.amount_minor, found.outcome, found.industry) == (northwind, 120_050, "open", "Retail")
    assert (found.owner_said, found.stage_said, found.company_domain_said) == (
        "sam@example.com",
        "Prospecting",
        "northwind.example",
    )

    salesforce.there.move("5", "Closed Lost", LossReason__c="Price", Missing__c="Offline;Maps")
    round_of(salesforce)
    found = deal(salesforce, "5")
    assert (found.outcome, found.closed_on) == ("lost_unknown", salesforce.there.now.date())
    assert [row.said for row in found.reasons.all()] == ["Price"]
    assert [row.feedback.words for row in found.missing.all()] == ["Offline, Maps"]
    salesforce.there.move("5", "Closed Won")
    round_of(salesforce)
    assert deal(salesforce, "5").outcome == "won"


def test_all_pages_are_read_ties_by_their_ids_and_looking_again_changes_nothing(salesforce: Salesforce) -> None:
    when = salesforce.there.tick()
    for number in range(5 * PER_PAGE + 1):
        salesforce.there.create(str(number), at=when)
    round_of(salesforce)
    assert Deal.objects.filter(source="salesforce").count() == 5 * PER_PAGE + 1
    heard = Fact.objects.filter(name="deal.heard").count()
    round_of(salesforce)
    assert Fact.objects.filter(name="deal.heard").count() == heard
    connection = CrmConnection.objects.get()
    assert (connection.read_until, connection.problem) == (when, "")


def test_a_list_that_is_forgotten_there_goes_on_after_the_last_row_even_within_one_moment(
    salesforce: Salesforce,
) -> None:
    when = salesforce.there.tick()
    for number in range(2 * PER_PAGE + 1):
        salesforce.there.create(str(number), at=when)
    changes = crm_of(salesforce.connection).changed_since(when - timedelta(hours=1))
    seen = [next(changes).external_id for _number in range(PER_PAGE)]
    salesforce.there.forget_lists()
    seen += [change.external_id for change in changes]
    assert seen == [id_of(str(number)) for number in range(2 * PER_PAGE + 1)]


def test_what_is_stored_late_with_an_earlier_time_is_found_and_older_news_never_wins(salesforce: Salesforce) -> None:
    salesforce.there.create("5")
    round_of(salesforce)
    salesforce.there.create("6", at=salesforce.there.now - timedelta(minutes=12))
    round_of(salesforce)
    assert deal(salesforce, "6").title == "Deal 6"

    salesforce.there.change("5", Name="Newer")
    round_of(salesforce)
    salesforce.there.rows["5"] |= {"Name": "Older", "SystemModstamp": salesforce.there.rows["6"]["SystemModstamp"]}
    round_of(salesforce)
    assert deal(salesforce, "5").title == "Newer"


def test_a_renamed_stage_keeps_its_meaning_and_shows_its_new_name(salesforce: Salesforce) -> None:
    salesforce.there.create("5")
    round_of(salesforce)
    StageMeaning.objects.filter(stage="Prospecting").update(outcome="lost_no_decision")
    salesforce.there.names["Prospecting"] = "First call"
    salesforce.there.create("6")
    round_of(salesforce)
    assert StageMeaning.objects.get(stage="Prospecting").name == "First call"
    assert deal(salesforce, "6").outcome == "lost_no_decision"
    outcomes = {one.stage: one.outcome for one in crm_of(salesforce.connection).stages()}
    assert outcomes == {"Prospecting": "open", "Closed Won": "won", "Closed Lost": "lost"}


def test_amounts_are_in_their_own_currency_or_the_chosen_or_the_reporting_one(salesforce: Salesforce) -> None:
    salesforce.there.create("5", Amount=7)
    round_of(salesforce)
    assert deal(salesforce, "5").currency == "USD"
    say_fields(connection_id=salesforce.connection.pk, fields={"currency": "EUR"})
    salesforce.there.change("5", Amount=8)
    round_of(salesforce)
    assert (deal(salesforce, "5").amount_minor, deal(salesforce, "5").currency) == (800, "EUR")
    salesforce.there.fields.append("CurrencyIsoCode")
    salesforce.there.create("6", Amount=Decimal(900).__int__(), CurrencyIsoCode="JPY")
    salesforce.there.create("7", Amount=9, CurrencyIsoCode="XQX")
    round_of(salesforce)
    assert (deal(salesforce, "6").amount_minor, deal(salesforce, "6").currency) == (900, "JPY")
    assert deal(salesforce, "7").amount_minor is None


def test_what_the_account_does_not_let_us_see_is_left_out_and_the_rest_is_read(salesforce: Salesforce) -> None:
    say_fields(connection_id=salesforce.connection.pk, fields={"reason": "Gone__c", "competitor": "x' OR Name != '"})
    salesforce.there.hidden_objects = {"Account", "User"}
    salesforce.there.fields.remove("Amount")
    salesforce.there.create("5", company="001")
    round_of(salesforce)
    found = deal(salesforce, "5")
    assert (found.title, found.amount_minor, found.company_said, found.owner_said) == ("Deal 5", None, "", "")


def test_a_deal_is_with_the_primary_contact_who_is_known_here(salesforce: Salesforce) -> None:
    buyer = make_contact(email="buyer@northwind.example")
    there = salesforce.there
    for key, address in {"5": "Buyer@Northwind.example", "6": "stranger@example.com", "7": None}.items():
        there.create(key)
        there.primary[id_of(key)] = address
    there.create("8")
    round_of(salesforce)
    assert [deal(salesforce, key).contact for key in ("5", "6", "7", "8")] == [buyer, None, None, None]
    # Whoever is not known here cannot be erased here: their address is not kept with the deal.
    assert not Deal.objects.filter(raw__icontains="stranger").exists()


@pytest.mark.parametrize("kind", ["Contact", "OpportunityContactRole"])
def test_who_may_not_see_contacts_is_told_of_deals_without_them(salesforce: Salesforce, kind: str) -> None:
    salesforce.there.hidden_objects = {kind}
    salesforce.there.create("5")
    salesforce.there.primary[id_of("5")] = "buyer@northwind.example"
    round_of(salesforce)
    assert deal(salesforce, "5").title == "Deal 5"


def test_a_session_that_ended_is_begun_again_once_within_the_round(salesforce: Salesforce) -> None:
    salesforce.there.create("5")
    crm = crm_of(salesforce.connection)
    crm.account()
    salesforce.there.end_sessions()
    assert crm.deal(id_of("5")).title == "Deal 5"
    assert salesforce.there.asked.count("POST /services/oauth2/token") >= 2
    salesforce.there.fail(401, body=[{"message": "Session expired", "errorCode": "INVALID_SESSION_ID"}], times=1)
    assert crm.deal(id_of("5")).title == "Deal 5"


def test_a_session_refused_again_right_after_signing_in_stops_all_asking(salesforce: Salesforce) -> None:
    salesforce.there.create("5")
    salesforce.there.knows = lambda asked: asked.path == "/services/oauth2/token"  # type: ignore[method-assign]
    round_of(salesforce)
    connection = CrmConnection.objects.get()
    assert connection.refused_at
    assert "does not accept our session" in connection.problem
    asked = len(salesforce.there.asked)
    round_of(salesforce)
    assert len(salesforce.there.asked) == asked


@pytest.mark.parametrize(
    ("status", "body", "says"),
    [
        (
            400,
            {"error": "invalid_client_id", "error_description": "client identifier invalid"},
            "copy both from your app",
        ),
        (
            400,
            {"error": "invalid_grant", "error_description": "no client credentials user enabled"},
            "choose an active user",
        ),
        (
            400,
            {"error": "invalid_grant", "error_description": "request not supported on this domain"},
            "use that of My Domain",
        ),
        (503, {"error": "temporarily_unavailable"}, "Salesforce answered 503"),
        (200, {"hello": "there"}, "another shape than described. Have it read again"),
    ],
)
def test_why_nobody_is_signed_in_is_said_in_a_sentence(
    salesforce: Salesforce, signed_in: Callable[[Staff], Client], status: int, body: object, says: str
) -> None:
    salesforce.there.fail(status, body=body, times=3)
    address = f"/settings/crm/{salesforce.connection.pk}/test/"
    page = signed_in(make_staff(role=Role.ADMIN)).post(address, follow=True).content.decode()
    assert says in page


def test_a_refused_account_that_answers_in_another_shape_stays_refused_and_stops_nobody(salesforce: Salesforce) -> None:
    CrmConnection.objects.update(refused_at=clock.now())
    salesforce.there.fail(200, body={"hello": "there"})
    crm_knock_again(timestamp=0)
    salesforce.connection.refresh_from_db()
    assert salesforce.connection.refused_at
    crm_knock_again(timestamp=0)
    salesforce.connection.refresh_from_db()
    assert salesforce.connection.refused_at is None


def test_who_may_not_read_opportunities_is_told_what_to_allow(salesforce: Salesforce) -> None:
    salesforce.there.hidden_objects = {"Opportunity"}
    with pytest.raises(CrmError, match="let the user that the app runs as read them"):
        crm_of(salesforce.connection).account()


def test_a_limit_is_waited_out_and_nothing_is_lost(salesforce: Salesforce) -> None:
    for number in range(3 * PER_PAGE):
        salesforce.there.create(str(number))
    salesforce.there.is_full = True
    once.catch_up_once(salesforce.connection.pk)
    connection = CrmConnection.objects.get()
    assert connection.wait_until
    assert connection.wait_until > clock.now() + timedelta(minutes=50)
    assert connection.refused_at is None
    asked = len(salesforce.there.asked)
    once.catch_up_once(salesforce.connection.pk)
    assert len(salesforce.there.asked) == asked
    salesforce.there.is_full = False
    CrmConnection.objects.update(wait_until=None)
    round_of(salesforce)
    assert Deal.objects.count() == 3 * PER_PAGE


def test_one_deleted_there_counts_no_more_until_it_is_taken_out_of_the_bin(salesforce: Salesforce) -> None:
    salesforce.there.create("5")
    salesforce.there.create("6")
    salesforce.there.delete("6")
    round_of(salesforce)
    assert [one.external_id for one in Deal.objects.all()] == [id_of("5")]
    salesforce.there.delete("5")
    for _round in range(2):
        round_of(salesforce)
    assert deal(salesforce, "5").is_withdrawn
    assert Fact.objects.filter(name="deal.withdrawn").count() == 1
    salesforce.there.restore("5")
    round_of(salesforce)
    assert not deal(salesforce, "5").is_withdrawn


def test_one_opportunity_is_read_again_by_hand_and_no_other_words_reach_the_question(salesforce: Salesforce) -> None:
    salesforce.there.create("5")
    want_readings(connection=salesforce.connection, external_ids=[id_of("5"), "x' OR Id != '", id_of("404")])
    salesforce.work()
    assert Deal.objects.count() == 1
    states = {one.external_id: one.state for one in CrmReading.objects.all()}
    assert states == {id_of("5"): "read", "x' OR Id != '": "gone", id_of("404"): "gone"}
    read_again(reading_id=salesforce.reading(id_of("5")).pk)
    salesforce.work()
    assert salesforce.reading(id_of("5")).state == CrmReading.State.READ


def test_one_that_has_another_shape_than_described_does_not_keep_out_the_others(salesforce: Salesforce) -> None:
    salesforce.there.accounts["002"] = "no object"  # type: ignore[assignment]
    salesforce.there.create("5", company="002")
    salesforce.there.create("6")
    round_of(salesforce)
    assert deal(salesforce, "6").title == "Deal 6"
    reading = salesforce.reading(id_of("5"))
    assert (reading.state, "Have it read again" in reading.problem) == (CrmReading.State.FAILED, True)


def test_no_message_is_believed_or_kept(salesforce: Salesforce) -> None:
    assert salesforce.arrive(b'{"Id": "5"}', {}).status_code == 401
    assert not CrmArrival.objects.exists()


def test_a_next_page_elsewhere_is_not_followed(salesforce: Salesforce) -> None:
    page = {"records": [], "done": False, "nextRecordsUrl": "@elsewhere.example/steal"}
    crm = crm_of(salesforce.connection)
    crm.account()
    salesforce.there.fail(200, body=page)
    with pytest.raises(CrmError, match="none of its own"):
        crm.stages()


def test_it_is_connected_on_its_page_with_a_reason_field_and_a_currency_and_its_secret_is_never_shown(
    salesforce: Salesforce, signed_in: Callable[[Staff], Client]
) -> None:
    admin = signed_in(make_staff(role=Role.ADMIN))
    said = {"url": salesforce.there.url, "client_id": "consumer-key", "key": "consumer-secret"}
    assert admin.post("/settings/crm/new/salesforce/", said).status_code == 422
    for missing in said:
        assert admin.post("/settings/crm/new/salesforce/", said | {missing: ""}).status_code == 422
    elsewhere = admin.post("/settings/crm/new/salesforce/", said | {"url": "https://other.my.salesforce.com"})
    assert "It is connected" in elsewhere.content.decode()
    fields = f"/settings/crm/{salesforce.connection.pk}/fields/"
    page = admin.get(fields).content.decode()
    assert "LossReason (LossReason__c)" in page
    assert "IsWon" not in page
    admin.post(fields, {"reason": "LossReason__c", "currency": "EUR"})
    salesforce.connection.refresh_from_db()
    assert salesforce.connection.fields == {"reason": "LossReason__c", "currency": "EUR"}
    assert admin.post(fields, {"currency": "XQX"}).status_code == 422
    assert list(crm_of(salesforce.connection).reasons()) == ["Price"]
    shown = admin.get(f"/settings/crm/{salesforce.connection.pk}/").content.decode()
    assert "consumer-secret" not in shown
    assert "/hooks/crm/" not in shown


def test_another_consumer_key_begins_what_waited(salesforce: Salesforce) -> None:
    salesforce.there.client_id = "another-app"
    round_of(salesforce)
    assert CrmConnection.objects.get().refused_at
    edit_connection(connection_id=salesforce.connection.pk, described=Described(client_id="another-app"))
    salesforce.there.create("5")
    salesforce.work()
    assert CrmConnection.objects.get().refused_at is None
    round_of(salesforce)
    assert deal(salesforce, "5").title == "Deal 5"
