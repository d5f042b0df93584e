"""Programs read goals and say how a key result goes."""

from typing import Any

import pytest
from django.test import Client

from tests.goals.test_goals import by_hand, objective, result, say
from tests.makers import make_staff
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.learn.goals.models import CheckIn, Objective
from wellheard.workspace.commands import make_token

pytestmark = pytest.mark.django_db


def headers(*scopes: str) -> dict[str, str]:
    _token, secret = make_token(name=f"For {scopes}", by=make_staff(), scopes=list(scopes))
    return {"Authorization": f"Bearer {secret}"}


def post(client: Client, result_id: int, body: Any, may: dict[str, str]) -> Any:
    address = f"/api/v1/key-results/{result_id}/check-ins"
    return client.post(address, body, content_type="application/json", headers=may)


def test_a_program_says_how_a_key_result_goes_and_the_same_again_is_the_same_word(client: Client) -> None:
    talks, may = by_hand(objective()), headers("goals:write")
    body = {"confidence": "on_track", "words": "We talk more.", "value": 4}
    first = post(client, talks.pk, body, may)
    assert (first.status_code, first.json()["value"], first.json()["by_id"]) == (201, 4, None)
    assert post(client, talks.pk, body, may).json() == first.json()
    assert CheckIn.objects.count() == 1
    assert Fact.objects.get(name="check_in.said").actor_type == "api"
    told = client.get(f"/api/v1/objectives/{talks.objective_id}", headers=may).json()
    assert (told["progress"], told["results"][0]["said"]["words"]) == (0.4, "We talk more.")


def test_one_that_is_read_from_a_figure_takes_no_value(client: Client) -> None:
    rate, may = result(objective()), headers("goals:write")
    assert post(client, rate.pk, {"confidence": "at_risk", "value": 7}, may).status_code == 422
    assert post(client, rate.pk, {"confidence": "at_risk"}, may).status_code == 201


@pytest.mark.parametrize(
    "wrong", [{"confidence": "sure"}, {"value": None}, {"value": "many"}, {"value": 1e300}, {"on": "Monday"}]
)
def test_what_cannot_be_is_refused_in_a_sentence(client: Client, wrong: dict[str, Any]) -> None:
    body = {"confidence": "on_track", "value": 4} | wrong
    response = post(client, by_hand(objective()).pk, body, headers("goals:write"))
    assert response.status_code == 422
    assert response.json()["detail"]
    assert not CheckIn.objects.exists()


def test_a_goal_that_is_closed_hears_no_more_of_it(client: Client) -> None:
    talks = by_hand(objective())
    Objective.objects.update(closed_at=clock.now(), grade="0.5")
    response = post(client, talks.pk, {"confidence": "on_track", "value": 4}, headers("goals:write"))
    assert response.status_code == 422


def test_objectives_and_what_was_said_are_listed_and_narrowed(client: Client) -> None:
    first, second, may = objective(title="One"), objective(title="Two"), headers("goals:read")
    talks = by_hand(first)
    for value in (1, 2, 3):
        say(talks, value=value)
    Objective.objects.filter(pk=second.pk).update(closed_at=clock.now(), grade="0.75")

    def titles(query: str) -> list[str]:
        return [one["title"] for one in client.get(f"/api/v1/objectives?{query}", headers=may).json()["items"]]

    assert (titles(""), titles("state=open"), titles("state=closed")) == (["Two", "One"], ["One"], ["Two"])
    assert (titles("on=2026-11-01"), titles("on=2020-01-01")) == (["Two", "One"], [])
    assert client.get(f"/api/v1/objectives/{second.pk}", headers=may).json()["grade"] == "0.75"
    page = client.get(f"/api/v1/key-results/{talks.pk}/check-ins?limit=2", headers=may).json()
    rest = client.get(page["next"], headers=may).json()
    assert [one["value"] for one in page["items"] + rest["items"]] == [3, 2, 1]
    assert client.get("/api/v1/objectives?state=lost", headers=may).status_code == 422
    numbered = client.get("/api/v1/objectives?on=20261101", headers=may)
    assert numbered.status_code == 422
    assert numbered.json()["detail"] == "on must be a day such as 2026-03-31."


def test_the_list_asks_the_database_as_often_for_one_as_for_twenty(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    may = headers("goals:read")
    for _number in range(20):
        say(by_hand(objective()), value=1)
    client.get("/api/v1/objectives", headers=may)
    with django_assert_max_num_queries(12):
        assert len(client.get("/api/v1/objectives", headers=may).json()["items"]) == 20


def test_each_needs_its_scope(client: Client) -> None:
    talks, reads = by_hand(objective()), headers("goals:read")
    assert post(client, talks.pk, {"confidence": "on_track", "value": 4}, reads).status_code == 403
    assert client.get("/api/v1/objectives", headers=headers("ideas:write")).status_code == 403
    assert client.get("/api/v1/objectives").status_code == 401
    for address in ("objectives/987654", "key-results/987654/check-ins"):
        assert client.get(f"/api/v1/{address}", headers=reads).status_code == 404
    assert post(client, 987654, {"confidence": "on_track", "value": 4}, headers("goals:write")).status_code == 404
