"""An open page of a meeting hears what others did since it was loaded, and nothing of ratings."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from tests.reviews.tables import Department, Table, agreed_table, decide, table, yes
from wellheard.decide.reviews import commands
from wellheard.workspace.models import Staff

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


def news_of(client: Client, made: Table) -> str:
    """Return the address an open page asks, as it stands on the page."""
    found = re.search(r'data-news="([^"]+)"', client.get(f"/reviews/{made.review.pk}/").text)
    assert found
    return unescape(found[1])


def test_what_another_did_is_said_once_and_what_i_did_myself_is_not(signed_in: SignIn) -> None:
    made = agreed_table(2)
    client = signed_in(made.lead)
    address = news_of(client, made)
    assert client.get(address).json()["said"] == []
    decide(made, made.items()[0], yes(), by=made.people[Department.SUPPORT])
    decide(made, made.items()[1], yes(), by=made.lead)
    assert client.get(address).json()["said"] == ["Jana Adler recorded “Yes” for “Idea 1”."]
    assert client.get(news_of(client, made)).json()["said"] == []


def test_who_came_what_is_talked_about_and_that_it_is_over_is_said_in_its_order(signed_in: SignIn) -> None:
    made = agreed_table(1)
    made.review.attendees.update(came_at=None)
    client = signed_in(made.lead)
    address = news_of(client, made)
    signed_in(made.people[Department.SALES]).post(
        f"/reviews/{made.review.pk}/there/{made.review.attendees.get(department=Department.SALES).pk}/"
    )
    commands.start_talk(review_id=made.review.pk, item_id=made.items()[0].pk)
    assert client.get(address).json()["said"] == ["Owen Wright is there.", "“Idea 1” is talked about now."]
    commands.hold_review(review_id=made.review.pk)
    assert client.get(address).json()["said"][-1] == "The meeting is over. Its minutes stand."


def test_who_waits_hears_that_the_ratings_are_open_and_never_who_gave_what(signed_in: SignIn) -> None:
    made = table(1)
    client = signed_in(made.lead)
    address = news_of(client, made)
    before = client.get(address).json()
    made.rate(Department.SALES, [5])
    made.hand_in(Department.SALES)
    assert client.get(address).json() == before
    commands.reveal_review(review_id=made.review.pk)
    after = client.get(address).json()
    assert after["said"] == ["The ratings are open."]
    assert after["stamp"] != before["stamp"]


@pytest.mark.parametrize(
    "since",
    ["", "yesterday", "2026-02-31T00:00:00+00:00", "2026-02-01T00:00:00", "\0", "9999-12-31T23:59:59-23:59"],
)
def test_a_moment_nobody_can_read_or_that_never_comes_tells_nothing(signed_in: SignIn, since: str) -> None:
    made = agreed_table(1)
    answer = signed_in(made.lead).get(f"/reviews/{made.review.pk}/news/", {"since": since})
    assert answer.status_code == 200
    assert answer.json()["said"] == []
