"""Programs plan talks, each once, and read what became of them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.makers import make_company, make_contact, make_staff
from tests.talks.stories import customer, plan
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.interviews.commands import mark_quote, move_interview
from wellheard.listen.interviews.models import Interview
from wellheard.workspace.commands import make_token

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/talks"


def headers(*scopes: str) -> dict[str, str]:
    _token, secret = make_token(name=f"For {scopes}", by=make_staff(), scopes=list(scopes))
    return {"Authorization": f"Bearer {secret}"}


def post(client: Client, body: Any, may: dict[str, str]) -> Any:
    return client.post(ADDRESS, body, content_type="application/json", headers=may)


def in_days(days: int) -> str:
    return (clock.now() + timedelta(days=days)).replace(microsecond=0).isoformat()


def test_a_talk_is_planned_once_and_nobody_is_invited_unasked(client: Client, run_jobs: Any) -> None:
    ada, host, may = customer(), make_staff(), headers("talks:write")
    company = ada.companies.get()
    body = {
        "company_id": company.pk,
        "planned_at": in_days(3),
        "contact_ids": [ada.pk],
        "host_id": host.pk,
        "title": "Maps",
    }
    first = post(client, body, may)
    assert (first.status_code, first.json()["state"], first.json()["contact_ids"]) == (201, "planned", [ada.pk])
    again = post(client, body, may)
    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
    run_jobs()
    assert not OutgoingMail.objects.exists()
    assert Fact.objects.get(name="interview.planned").actor_type == "api"


def test_one_in_the_past_is_written_down_as_one_that_took_place(client: Client) -> None:
    body = {"company_id": make_company().pk, "planned_at": in_days(-2), "kind": "interview"}
    told = post(client, body, headers("talks:write")).json()
    assert (told["state"], told["kind"]) == ("held", "interview")


@pytest.mark.parametrize(
    "wrong",
    [
        {"planned_at": "tomorrow"},
        {"planned_at": "0001-01-01T00:00:00Z"},
        {"minutes": 0},
        {"minutes": 9999},
        {"company_id": 987654},
        {"contact_ids": [987654]},
        {"host_id": 987654},
        {"guide_id": 987654},
        {"kind": "party"},
        {"notes": "no"},
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(client: Client, wrong: dict[str, Any]) -> None:
    body = {"company_id": make_company().pk, "planned_at": in_days(3)} | wrong
    response = post(client, body, headers("talks:write"))
    assert response.status_code == 422
    assert response.json()["detail"]
    assert not Interview.objects.exists()


def test_people_of_another_company_are_refused(client: Client) -> None:
    stranger = make_contact(company=make_company())
    body = {"company_id": make_company().pk, "planned_at": in_days(3), "contact_ids": [stranger.pk]}
    assert "belong to this company" in post(client, body, headers("talks:write")).json()["detail"]


def test_talks_are_listed_latest_first_narrowed_and_read_with_their_quotes(client: Client) -> None:
    ada, may = customer(), headers("talks:read")
    held, coming = plan(ada, days=-1), plan(days=5)
    Interview.objects.filter(pk=held.pk).update(notes="I print every day.")
    mark_quote(interview_id=held.pk, words="I print every day.", contact=ada, quotable="no", by=make_staff())
    items = client.get(ADDRESS, headers=may).json()["items"]
    assert [one["id"] for one in items] == [coming.pk, held.pk]
    told = client.get(f"{ADDRESS}/{held.pk}", headers=may).json()
    assert (len(told["feedback_ids"]), told["state"]) == (1, "held")
    first = client.get(f"{ADDRESS}?limit=1", headers=may).json()
    assert [one["id"] for one in client.get(first["next"], headers=may).json()["items"]] == [held.pk]
    for query, ids in {
        "state=planned": [coming.pk],
        f"company={held.company_id}": [held.pk],
        f"host={coming.host_id}": [coming.pk],
        "kind=interview": [],
    }.items():
        assert [one["id"] for one in client.get(f"{ADDRESS}?{query}", headers=may).json()["items"]] == ids


def test_a_program_reads_who_comes_and_what_each_answered(client: Client) -> None:
    ada, may = customer(), headers("talks:read")
    ben, cleo = (make_contact(company=ada.companies.get()) for _ in range(2))
    talk = plan(ada, ben, cleo)
    moment = clock.now().replace(microsecond=0)
    for contact, answer in ((ada, "accepted"), (ben, "declined")):
        talk.guests.filter(contact=contact).update(answer=answer, answered_at=moment)
    told = client.get(f"{ADDRESS}/{talk.pk}", headers=may).json()
    said = [(one["contact_id"], one["answer"], one["answered_at"] is None) for one in told["guests"]]
    assert said == [(ada.pk, "accepted", False), (ben.pk, "declined", False), (cleo.pk, "", True)]

    later = talk.planned_at + timedelta(hours=2)
    move_interview(interview_id=talk.pk, version=talk.version, planned_at=later, minutes=30, place="")
    told = client.get(f"{ADDRESS}/{talk.pk}", headers=may).json()
    assert {one["answer"] for one in told["guests"]} == {""}


def test_the_list_asks_the_database_as_often_for_one_as_for_twenty(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    may = headers("talks:read")
    for number in range(20):
        plan(customer(), days=number + 1)
    client.get(ADDRESS, headers=may)
    with django_assert_max_num_queries(11):
        assert len(client.get(ADDRESS, headers=may).json()["items"]) == 20


def test_each_needs_its_scope(client: Client) -> None:
    body, reads = {"company_id": make_company().pk, "planned_at": in_days(3)}, headers("talks:read")
    assert post(client, body, reads).status_code == 403
    assert client.get(ADDRESS, headers=headers("feedback:read")).status_code == 403
    assert client.get(ADDRESS).status_code == 401
    assert client.get(f"{ADDRESS}/987654", headers=reads).status_code == 404
