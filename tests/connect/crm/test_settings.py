"""Settings of systems of sales: connected, asked, paused, and what could not be read; and what their words mean."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.connect.crm.connected import Connected
from tests.connect.crm.stand_in_hubspot import HubSpotStandIn
from tests.makers import make_staff
from wellheard.connect.crm.models import CrmConnection, CrmReading
from wellheard.foundation import clock
from wellheard.listen.deals.models import StageMeaning
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

HubSpot = Connected[HubSpotStandIn]
SignIn = Callable[[Staff], Client]


@pytest.fixture
def admin(signed_in: SignIn) -> Client:
    return signed_in(make_staff(name="Ada", role=Role.ADMIN))


@pytest.fixture
def seller(signed_in: SignIn) -> Client:
    return signed_in(make_staff(name="Sam", role=Role.SALES))


def test_an_account_is_connected_on_the_page_and_its_key_is_never_shown(admin: Client, db: None) -> None:
    assert "No system of sales is connected" in admin.get("/settings/crm/").content.decode()
    page = admin.post("/settings/crm/new/hubspot/", {"key": "pat-secret-key", "hook_secret": "client-secret"})
    connection = CrmConnection.objects.get()
    assert f"/hooks/crm/{connection.path}/" in page.content.decode()
    for path in (f"/settings/crm/{connection.pk}/", "/settings/crm/"):
        shown = admin.get(path).content.decode()
        assert "pat-secret-key" not in shown
        assert "client-secret" not in shown
    assert "pat-secret-key" not in connection.key_sealed


@pytest.mark.parametrize("said", [{"key": "k"}, {"hook_secret": "s"}, {"key": " ", "hook_secret": "s"}])
def test_what_is_missing_is_said_beside_its_field(admin: Client, said: dict[str, str]) -> None:
    assert admin.post("/settings/crm/new/hubspot/", said).status_code == 422
    assert not CrmConnection.objects.exists()
    assert admin.get("/settings/crm/new/nothing/").status_code == 404


def test_only_admins_see_and_change_connections(hubspot: HubSpot, seller: Client) -> None:
    number = hubspot.connection.pk
    for path in ("", "new/hubspot/", f"{number}/", f"{number}/fields/", f"{number}/stages/"):
        assert seller.get(f"/settings/crm/{path}").status_code == 403
    for path in ("test", "pausing", "removal", "secret"):
        assert seller.post(f"/settings/crm/{number}/{path}/").status_code == 403
    assert Client().get("/settings/crm/").status_code == 302
    assert CrmConnection.objects.filter(paused_at=None).count() == 1


def test_asking_says_in_a_sentence_whether_it_answers(hubspot: HubSpot, admin: Client) -> None:
    address = f"/settings/crm/{hubspot.connection.pk}/test/"
    assert "lets us read deals" in admin.post(address, follow=True).content.decode()
    assert CrmConnection.objects.get().account == "62515"
    assert admin.get(address).status_code == 405
    hubspot.there.key = "another"
    page = admin.post(address, follow=True).content.decode()
    assert "Its key is not accepted any more" in page
    assert "OAuth token expired" in page


def test_what_arrives_while_it_is_paused_is_worked_when_it_goes_on(hubspot: HubSpot, admin: Client) -> None:
    address = f"/settings/crm/{hubspot.connection.pk}/pausing/"
    admin.post(address, {"on": "pause"})
    hubspot.there.create("17")
    hubspot.work()
    asked = len(hubspot.there.asked)
    assert "It is paused" in admin.get(f"/settings/crm/{hubspot.connection.pk}/").content.decode()
    assert not CrmReading.objects.exists()

    admin.post(address, {"on": "go"})
    hubspot.work()
    assert len(hubspot.there.asked) > asked
    assert hubspot.deal("17").title == "Deal 17"


def test_stages_are_fetched_offered_as_the_system_takes_them_and_decided_once(hubspot: HubSpot, admin: Client) -> None:
    address = f"/settings/crm/{hubspot.connection.pk}/stages/"
    page = admin.post(address, {"fetch": "1"}, follow=True).content.decode()
    assert "3 meanings are to be decided" in page
    meanings = {one.stage: one for one in StageMeaning.objects.filter(source="hubspot")}
    assert set(meanings) == {"qualified", "8001", "8002"}
    assert 'value="won" selected' in page

    hubspot.there.create("17", dealstage="8002")
    hubspot.work()
    admin.post(address, {f"stage-{meanings['8002'].pk}": "lost_no_decision"})
    hubspot.work()
    assert hubspot.deal("17").outcome == "lost_no_decision"
    assert admin.post(address, {f"stage-{meanings['8002'].pk}": "perhaps"}).status_code == 422
    assert len(StageMeaning.objects.undecided()) == 2


def test_fields_are_chosen_from_those_there_and_stay_when_it_cannot_be_asked(hubspot: HubSpot, admin: Client) -> None:
    address = f"/settings/crm/{hubspot.connection.pk}/fields/"
    assert "Lost to (lost_to)" in admin.get(address).content.decode()
    admin.post(address, {"reason": "closed_lost_reason", "competitor": "lost_to", "same_ids": "on"})
    assert CrmConnection.objects.get().fields == {
        "reason": "closed_lost_reason",
        "competitor": "lost_to",
        "same_ids": "yes",
    }
    assert admin.post(address, {"reason": "nothing_there"}).status_code == 422
    hubspot.there.fail(500, times=3)
    page = admin.get(address).content.decode()
    assert "HubSpot answered 500" in page
    assert 'value="lost_to" selected' in page


def test_a_deal_that_could_not_be_read_is_read_again_by_hand(hubspot: HubSpot, admin: Client) -> None:
    hubspot.there.create("17")
    hubspot.work()
    CrmReading.objects.update(state="failed", problem="It was in the way.")
    page = admin.get(f"/settings/crm/{hubspot.connection.pk}/").content.decode()
    assert "It was in the way." in page
    admin.post(f"/settings/crm/readings/{hubspot.reading('17').pk}/again/")
    hubspot.work()
    assert hubspot.reading("17").state == "read"


def test_the_page_asks_the_database_as_often_for_one_message_as_for_twenty(
    hubspot: HubSpot, admin: Client, queries_of: Callable[[Client, str], int]
) -> None:
    address = f"/settings/crm/{hubspot.connection.pk}/"
    counts = []
    for number in range(20):
        CrmReading.objects.create(
            connection=hubspot.connection,
            external_id=str(number),
            state="failed",
            problem="No",
            wanted_at=clock.now(),
            due_at=clock.now(),
        )
        hubspot.arrive(b"[%d]" % number, hubspot.there.headers(b"[%d]" % number))
        if number in {0, 19}:
            counts.append(queries_of(admin, address))
    assert counts[0] == counts[1]


def test_deals_stay_when_an_account_is_disconnected_and_come_back_to_the_same_name(
    hubspot: HubSpot, admin: Client
) -> None:
    hubspot.there.create("17")
    hubspot.work()
    admin.post(f"/settings/crm/{hubspot.connection.pk}/removal/")
    assert not CrmConnection.objects.exists()
    assert hubspot.deal("17").title == "Deal 17"
    admin.post("/settings/crm/new/hubspot/", {"key": "k", "hook_secret": "s"})
    assert CrmConnection.objects.get().source == "hubspot"
