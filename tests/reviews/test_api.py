"""Programs read review meetings: the table, the verdicts and the minutes, and nothing of ratings before they are open."""

from typing import Any

import pytest
from django.test import Client

from tests.makers import make_staff
from tests.reviews.tables import Department, agreed_table, decide, table, yes
from wellheard.decide.reviews import commands
from wellheard.workspace.commands import make_token

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/reviews"


def headers(*scopes: str) -> dict[str, str]:
    _token, secret = make_token(name=f"For {scopes}", by=make_staff(), scopes=list(scopes))
    return {"Authorization": f"Bearer {secret}"}


def test_a_meeting_is_read_with_its_verdicts_and_once_it_is_over_with_its_minutes(client: Client) -> None:
    made, may = agreed_table(2), headers("reviews:read")
    decide(made, made.items()[0], yes(), by=made.lead)
    address = f"{ADDRESS}/{made.review.pk}"
    assert client.get(f"{address}/minutes", headers=may).status_code == 404
    commands.hold_review(review_id=made.review.pk, notes="Coffee is out.")
    told = client.get(address, headers=may).json()
    first, second = told["items"]
    assert (told["state"], told["notes"], len(told["attendee_ids"])) == ("held", "Coffee is out.", 4)
    assert (first["idea_id"], first["verdict"]["outcome"], second["verdict"]) == (made.ideas[0].pk, "accept", None)
    assert first["mean"] is not None
    assert first["verdict"]["expectation"]["measure"]
    minutes = client.get(f"{address}/minutes", headers=may).json()["markdown"]
    assert minutes.startswith(f"# Review meeting {made.review.number}")
    assert "Coffee is out." in minutes


def test_ratings_are_not_told_before_they_are_open(client: Client) -> None:
    made, may = table(1), headers("admin")
    made.rate(Department.SALES, [5])
    made.hand_in(Department.SALES)
    item = client.get(f"{ADDRESS}/{made.review.pk}", headers=may).json()["items"][0]
    assert (item["mean"], item["spread"], item["weeks"]) == (None, None, None)
    commands.reveal_review(review_id=made.review.pk)
    assert client.get(f"{ADDRESS}/{made.review.pk}", headers=may).json()["items"][0]["mean"] == 5


def test_meetings_are_listed_latest_first_and_by_state(client: Client, django_assert_max_num_queries: Any) -> None:
    made, may = agreed_table(1), headers("reviews:read")
    items = client.get(ADDRESS, headers=may).json()["items"]
    assert [one["id"] for one in items] == [made.review.pk]
    assert client.get(f"{ADDRESS}?state=held", headers=may).json()["items"] == []
    assert client.get(f"{ADDRESS}?state=lost", headers=may).status_code == 422
    with django_assert_max_num_queries(7):
        client.get(ADDRESS, headers=may)


def test_it_is_read_only_and_needs_its_scope(client: Client) -> None:
    made, may = table(1), headers("admin")
    assert client.post(ADDRESS, {}, content_type="application/json", headers=may).status_code == 405
    assert client.get(ADDRESS, headers=headers("ideas:write")).status_code == 403
    assert client.get(f"{ADDRESS}/{made.review.pk}").status_code == 401
    for address in ("987654", "987654/minutes"):
        assert client.get(f"{ADDRESS}/{address}", headers=may).status_code == 404
