"""Suggestions for programs, and the figure that counts what came of them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.articles.conftest import Publish
from tests.learn.worlds import numbers_of
from tests.makers import make_company, make_contact, make_idea, make_staff
from wellheard.customers.models import Segment, SegmentMember
from wellheard.foundation import clock
from wellheard.listen.articles.models import Article, Showing
from wellheard.understand import similar
from wellheard.workspace.commands import make_token

pytestmark = pytest.mark.django_db
WORDS = "how can I work without a signal underground"
URL = "/api/v1/suggestions"


@pytest.fixture
def ask(client: Client) -> Callable[..., Any]:
    """Return what asks with a token for articles."""
    _token, key = make_token(name="Widget", by=make_staff(), scopes=["articles:write"])

    def send(body: object | None = None, url: str = URL) -> Any:
        headers = {"Authorization": f"Bearer {key}"}
        if body is None:
            return client.get(url, headers=headers)
        return client.post(url, body, content_type="application/json", headers=headers)

    return send


def test_a_program_asks_shows_and_says_what_came_of_it(ask: Callable[..., Any], published: Publish) -> None:
    article, idea = published(), make_idea("Keep working without a signal", is_public=True)
    hidden = make_idea("Working without a signal for our rival")
    for one in (idea, hidden):
        similar.index(kind="idea", object_id=one.pk, text=one.title, language="en")

    first = ask({"words": WORDS, "place": "widget"}).json()
    again = ask({"words": f"{WORDS} at night", "showing": first["showing"]}).json()

    assert [each["id"] for each in first["articles"]] == [article.pk]
    assert first["articles"][0]["url"] == "http://127.0.0.1:8000/portal/help/en/work-without-a-signal/"
    assert [each["id"] for each in first["ideas"]] == [idea.pk]
    assert again["showing"] == first["showing"]
    outcomes = f"{URL}/{first['showing']}/outcomes"
    for said in (
        {"outcome": "opened", "article_id": article.pk},
        {"outcome": "solved", "article_id": article.pk},
        {"outcome": "voted", "idea_id": idea.pk},
        {"outcome": "sent"},
    ):
        assert ask(said, outcomes).status_code == 200
    showing = Showing.objects.get()
    assert showing.place == "widget"
    assert showing.solved_at
    assert showing.voted_at
    assert showing.sent_at


def test_looking_counts_nothing(ask: Callable[..., Any], published: Publish) -> None:
    published()

    assert ask(url=f"{URL}?words=how can I work without signal").json()["articles"]
    assert ask({"words": "signal"}).json()["articles"] == []
    assert not Showing.objects.exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"words": "x" * 1001}, 422),
        ({"words": WORDS, "showing": "../../etc"}, 422),
        ({"words": WORDS, "contact_id": 999_999}, 422),
        ({"words": WORDS, "surprise": 1}, 422),
    ],
)
def test_what_a_program_says_wrong_is_said(ask: Callable[..., Any], body: dict[str, object], status: int) -> None:
    assert ask(body).status_code == status


def test_outcomes_are_of_something_that_was_shown(ask: Callable[..., Any], published: Publish) -> None:
    published()
    assert ask({"outcome": "sent"}, f"{URL}/{'0' * 32}/outcomes").status_code == 404
    showing = ask({"words": WORDS}).json()["showing"]
    assert ask({"outcome": "solved"}, f"{URL}/{showing}/outcomes").status_code == 422


def test_a_contact_gets_what_is_for_their_company_and_nobody_else(ask: Callable[..., Any], published: Publish) -> None:
    offley, segment = make_company(), Segment.objects.create(name="Lifts", rule={})
    SegmentMember.objects.create(segment=segment, company=offley)
    published(audience=Article.Audience.SEGMENT, segment=segment)

    assert ask({"words": WORDS, "contact_id": make_contact(company=offley).pk}).json()["articles"]
    assert not ask({"words": WORDS, "contact_id": make_contact().pk}).json()["articles"]
    assert not ask({"words": WORDS}).json()["articles"]


def test_a_token_for_something_else_is_refused(client: Client) -> None:
    _token, key = make_token(name="Other", by=make_staff(), scopes=["feedback:write"])
    headers = {"Authorization": f"Bearer {key}"}

    assert client.post(URL, {"words": WORDS}, content_type="application/json", headers=headers).status_code == 403
    assert client.get(f"{URL}?words=x").status_code == 401


def test_deflection_is_the_share_that_neither_sent_nor_came_back() -> None:
    long_ago, now = clock.now() - timedelta(days=8), clock.now()
    for number, fields in enumerate(
        (
            {},
            {},
            {"sent_at": long_ago},
            {"came_back_at": long_ago},
            {"began_at": now - timedelta(days=1)},
            {"began_at": now - timedelta(days=1), "sent_at": now},
        )
    ):
        Showing.objects.create(**{"key": f"{number:032x}", "place": "portal", "began_at": long_ago} | fields)

    counted = numbers_of("deflection")

    assert (counted.good, counted.rated, counted.cases) == (2, 5, 5)
