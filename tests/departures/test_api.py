"""Programs record departures and returns, each once, and read them."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.departures.makers_departures import leave, reason
from tests.makers import make_company, make_contact, make_staff
from wellheard.customers.models import Company
from wellheard.foundation.facts.models import Fact
from wellheard.listen.departures.models import Departure, SaidReason
from wellheard.workspace.commands import make_token

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/departures"


def headers(*scopes: str) -> dict[str, str]:
    _token, secret = make_token(name=f"For {scopes}", by=make_staff(), scopes=list(scopes))
    return {"Authorization": f"Bearer {secret}"}


def said(company: Company, **more: Any) -> dict[str, Any]:
    plain = {"source": "billing", "external_id": "d-7", "company_id": company.pk, "left_on": "2026-03-02"}
    return plain | more


def post(client: Client, address: str, body: Any, may: dict[str, str]) -> Any:
    return client.post(address, body, content_type="application/json", headers=may)


def test_a_departure_is_recorded_once_however_often_it_is_told(client: Client) -> None:
    company, may = make_company(external_id="c1"), headers("departures:write")
    body = said(company, reason_id=reason("price").pk, words="Too expensive for us.", mrr_minor=4_900)
    first = post(client, ADDRESS, body, may)
    assert (first.status_code, first.json()["mrr_minor"], first.json()["is_away"]) == (201, 4_900, True)
    again = post(client, ADDRESS, body | {"left_on": "2026-03-05", "words": "Other"}, may)
    assert (again.status_code, again.json()) == (200, first.json())
    spaced = post(client, ADDRESS, body | {"external_id": " d-7 "}, may)
    assert (spaced.status_code, spaced.json()) == (200, first.json())
    departure = Departure.objects.get()
    assert departure.feedback
    assert (departure.feedback.words, departure.feedback.voice) == ("Too expensive for us.", "own")
    assert Company.objects.get().stage == Company.Stage.LOST
    fact = Fact.objects.get(name="departure.recorded")
    assert (fact.actor_type, fact.details["reason"]) == ("api", "price")


def test_a_word_of_theirs_waits_for_its_meaning_and_a_company_is_named_by_their_id(client: Client) -> None:
    make_company(external_id="c1")
    body = {"source": "billing", "external_id": "1", "company_external_id": "c1", "left_on": "2026-03-02"}
    told = post(client, ADDRESS, body | {"reason_said": "CHURN_42"}, headers("departures:write")).json()
    assert (told["reason_id"], told["reason_said"]) == (None, "CHURN_42")
    assert SaidReason.objects.undecided().get().said == "CHURN_42"


def test_who_told_of_it_is_of_the_company_that_left(client: Client) -> None:
    company, may = make_company(), headers("departures:write")
    theirs, others = make_contact(company=company), make_contact(company=make_company())
    refused = post(client, ADDRESS, said(company, contact_id=others.pk), may)
    assert (refused.status_code, "contact_id" in refused.json()["detail"]) == (422, True)
    assert not Departure.objects.exists()
    assert post(client, ADDRESS, said(company, contact_id=theirs.pk), may).json()["contact_id"] == theirs.pk


def test_a_return_is_recorded_and_the_same_again_changes_nothing(client: Client) -> None:
    departure, may = leave(make_company(), date(2026, 3, 2)), headers("departures:write")
    address = f"{ADDRESS}/{departure.pk}/return"
    body = {"returned_on": "2026-06-01", "mrr_minor": 500, "helped": "Offline came"}
    for _again in range(2):
        told = post(client, address, body, may)
        assert (told.status_code, told.json()["returned_mrr_minor"], told.json()["is_away"]) == (200, 500, False)
    assert Fact.objects.filter(name="company.returned").count() == 1
    corrected = post(client, address, {"returned_on": "2026-06-02"}, may).json()
    assert (corrected["returned_on"], corrected["helped"]) == ("2026-06-02", "Offline came")
    assert post(client, address, {"returned_on": "2026-01-01"}, may).status_code == 422
    assert post(client, f"{ADDRESS}/987654/return", body, may).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"left_on": "soon"},
        {"left_on": "2099-01-01"},
        {"left_on": "1901-01-01"},
        {"source": "Our Billing"},
        {"external_id": ""},
        {"external_id": " \u00a0"},
        {"company_id": 987654},
        {"company_id": None, "company_external_id": "nobody"},
        {"reason_id": 987654},
        {"reported_by": "staff"},
        {"mrr_minor": -1},
        {"why": "?"},
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_is_kept(client: Client, wrong: dict[str, Any]) -> None:
    response = post(client, ADDRESS, said(make_company(), **wrong), headers("departures:write"))
    assert response.status_code == 422
    assert response.json()["detail"].endswith((".", ":"))
    assert not Departure.objects.exists()


def test_who_is_away_already_does_not_leave_once_more(client: Client) -> None:
    company, may = make_company(), headers("departures:write")
    leave(company, date(2026, 3, 2))
    response = post(client, ADDRESS, said(company, left_on="2026-04-02"), may)
    assert response.status_code == 422
    assert "has not come back since" in response.json()["detail"]


def test_lists_go_on_by_a_cursor_and_are_narrowed(client: Client) -> None:
    may, first = headers("departures:read"), make_company()
    leave(first, date(2026, 3, 1), reason=reason("price"))
    for day in range(2, 5):
        leave(make_company(), date(2026, 3, day))
    Departure.objects.filter(left_on=date(2026, 3, 4)).update(returned_on=date(2026, 5, 1))
    page = client.get(f"{ADDRESS}?limit=3", headers=may).json()
    rest = client.get(page["next"], headers=may).json()
    days = [one["left_on"][-2:] for one in page["items"] + rest["items"]]
    assert (days, rest["next"]) == (["04", "03", "02", "01"], None)

    def found(query: str) -> int:
        return len(client.get(f"{ADDRESS}?{query}", headers=may).json()["items"])

    assert (found("state=away"), found("state=returned"), found(f"company={first.pk}")) == (3, 1, 1)
    assert (found(f"reason={reason('price').pk}"), found("source=billing")) == (1, 0)
    assert client.get(f"{ADDRESS}?state=gone", headers=may).status_code == 422


def test_the_list_asks_the_database_as_often_for_one_as_for_twenty(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    may = headers("departures:read")
    for _number in range(20):
        leave(make_company(), date(2026, 3, 1))
    client.get(ADDRESS, headers=may)
    with django_assert_max_num_queries(8):
        assert len(client.get(ADDRESS, headers=may).json()["items"]) == 20


def test_each_needs_its_scope_and_reading_is_not_recording(client: Client) -> None:
    company, reads = make_company(), headers("departures:read")
    departure = leave(company, date(2026, 3, 2))
    assert client.get(f"{ADDRESS}/{departure.pk}", headers=reads).json()["company_id"] == company.pk
    assert post(client, ADDRESS, said(company), reads).status_code == 403
    assert post(client, f"{ADDRESS}/{departure.pk}/return", {"returned_on": "2026-06-01"}, reads).status_code == 403
    assert client.get(ADDRESS, headers=headers("companies:write")).status_code == 403
    assert client.get(ADDRESS).status_code == 401
    assert client.get(f"{ADDRESS}/987654", headers=reads).status_code == 404
