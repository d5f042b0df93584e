"""The portal's first page: what others need, in their words as far as they allow it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.makers import make_area, make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.customers.models import Contact
from wellheard.decide.commands import change_status, link_feedback, publish_idea, vote
from wellheard.decide.models import Idea
from wellheard.foundation import clock
from wellheard.listen.commands import hide_feedback, publish_feedback
from wellheard.listen.models import Feedback
from wellheard.understand import similar
from wellheard.workspace.models import Staff


def _said_about(idea: Idea, words: str, contact: Contact | None = None, **fields: Any) -> Feedback:
    said = make_feedback(words, contact=contact, **{"published_at": clock.now()} | fields)
    link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=_somebody_here())
    return said


def test_public_ideas_are_listed_and_private_ones_do_not_exist(client: Client) -> None:
    make_idea("Work offline", is_public=True)
    make_idea("Buy our rival")

    page = client.get("/portal/")

    assert page.status_code == 200
    assert "Work offline" in page.text
    assert "Buy our rival" not in page.text
    assert "1 open idea<" in page.text


def test_an_empty_portal_says_how_ideas_come_about(client: Client) -> None:
    assert "No ideas here yet" in client.get("/portal/").text


def test_the_list_is_ordered_by_wishes_by_age_or_by_what_moves(client: Client) -> None:
    old = clock.now() - timedelta(days=90)
    wanted = make_idea("Wanted", is_public=True, vote_count=7, created_at=old)
    new = make_idea("Fresh", is_public=True)
    make_idea("Moved", is_public=True, status="planned", vote_count=4, created_at=old - timedelta(days=1))
    assert wanted.created_at < new.created_at

    assert _titles(client, "") == ["Wanted", "Moved", "Fresh"]
    assert _titles(client, "?order=new") == ["Fresh", "Wanted", "Moved"]
    assert _titles(client, "?order=moving") == ["Moved"]


def test_the_list_can_be_read_by_area_and_status(client: Client) -> None:
    scheduling = make_area(name="Scheduling")
    make_idea("Two-way calendar", is_public=True, area=scheduling)
    make_idea("Shipped calendar", is_public=True, area=scheduling, status="shipped")
    make_idea("Offline", is_public=True, area=make_area(name="Mobile app"))

    assert _titles(client, f"?area={scheduling.pk}&order=new") == ["Shipped calendar", "Two-way calendar"]
    assert _titles(client, f"?area={scheduling.pk}&status=shipped") == ["Shipped calendar"]
    counts = client.get("/portal/").context["areas"]
    assert [(area.name, area.count) for area in counts] == [("Mobile app", 1), ("Scheduling", 1)]


@pytest.mark.parametrize(
    "query",
    [
        "?area=x",
        "?area=-1",
        "?area=" + "9" * 40,
        "?area=²",
        "?status=nonsense",
        "?order=%00",
        "?after=xyz",
        "?voted=%ED%A0%80",
        "?after=WzEsIDIsICJ4Il0",
        "?after=WyIyMDI2LTAxLTAxIiwgMSwgMV0",
        "?after=WzEsIDIsIDFlNDAwXQ",
        "?order=new&after=WzEsIDJd",
        "?order=new&after=WyJ4IiwgMl0",
    ],
)
def test_an_address_somebody_made_up_shows_the_whole_list(client: Client, query: str) -> None:
    make_idea("Work offline", is_public=True)

    assert _titles(client, query) == ["Work offline"]


def test_long_lists_go_on_on_the_next_page(client: Client) -> None:
    for number in range(25):
        make_idea(f"Idea no. {number:02}", is_public=True, vote_count=100 - number)

    first = client.get("/portal/?order=wanted")
    following = client.get(f"/portal/?order=wanted&after={first.context['page'].next}")

    assert len(first.context["page"].items) == 20
    assert {row.idea.title for row in following.context["page"].items} == {
        f"Idea no. {number}" for number in range(20, 25)
    }
    assert 'rel="next"' in first.text
    assert 'rel="next"' not in following.text


def test_no_count_is_shown_before_one_has_voted(client: Client, visiting: Callable[[Contact], Client]) -> None:
    ada = make_contact()
    idea = make_idea("Work offline", is_public=True)
    for voter in (ada, make_contact(), make_contact()):
        vote(idea_id=idea.pk, contact=voter)

    assert "3 votes" not in client.get("/portal/").text
    assert 'aria-pressed="false"' in client.get("/portal/").text
    assert "3 votes" not in visiting(make_contact()).get("/portal/").text
    page = visiting(ada).get("/portal/").text
    assert "Vote for Work offline, 3 votes" in page
    assert 'aria-pressed="true"' in page


def test_words_are_shown_only_where_whoever_said_them_allows_it(client: Client) -> None:
    acme = make_company(name="Acme GmbH", industry="Logistics")
    ada = make_contact(name="Ada Stone", company=acme)
    _said_about(make_idea("One", is_public=True), "Nobody may quote this.", ada, quotable="no")
    _said_about(make_idea("Two", is_public=True), "Quote me unnamed.", ada, quotable="unnamed")
    _said_about(make_idea("Three", is_public=True), "Quote me by name.", ada, quotable="named")
    _said_about(make_idea("Four", is_public=True), "Nobody published this.", ada, quotable="named", published_at=None)

    page = client.get("/portal/").text

    assert "Nobody may quote this." not in page
    assert "Nobody published this." not in page
    assert "“Quote me unnamed.”" in page
    assert "“Quote me by name.”" in page


def test_what_a_visitor_adds_stays_private_until_one_of_us_published_it(
    client: Client, visiting: Callable[[Contact], Client], run_jobs: Callable[[], None]
) -> None:
    ada = make_contact()
    idea = make_idea("Work offline", is_public=True)
    said = make_feedback("Buy cheap pills at example.com", contact=ada, quotable="named")
    link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=None)

    assert "cheap pills" not in client.get("/portal/").text
    assert "cheap pills" in visiting(ada).get("/portal/").text

    publish_feedback(feedback_id=said.pk)
    run_jobs()
    assert "cheap pills" in client.get("/portal/").text
    hide_feedback(feedback_id=said.pk)
    assert "cheap pills" not in client.get("/portal/").text


def test_ones_own_words_stand_for_an_idea_also_when_nobody_else_may_read_them(
    visiting: Callable[[Contact], Client],
) -> None:
    ada = make_contact()
    idea = make_idea("Work offline", is_public=True)
    _said_about(idea, "Mine alone.", ada, quotable="no", heard_at=clock.now() - timedelta(days=9))
    _said_about(idea, "Somebody else's.", make_contact(), quotable="named")

    page = visiting(ada).get("/portal/").text

    assert "“Mine alone.”" in page
    assert "your words" in page
    assert "Somebody else" not in page


def test_what_staff_wrote_about_somebody_is_not_their_own_words(visiting: Callable[[Contact], Client]) -> None:
    ada = make_contact()
    idea = make_idea("Work offline", is_public=True)
    _said_about(idea, "Ada will leave us anyway.", ada, quotable="no", voice="reported")

    assert "leave us" not in visiting(ada).get("/portal/").text


def test_evidence_that_was_withdrawn_is_quoted_no_more(client: Client) -> None:
    from wellheard.decide.commands import withdraw_evidence

    idea = make_idea("Work offline", is_public=True)
    _said_about(idea, "We need it.", make_contact(company=make_company()), quotable="named")
    withdraw_evidence(evidence_id=idea.evidence.get().pk, reason="They built it themselves.")

    assert "We need it." not in client.get("/portal/").text


def test_what_shipped_is_shown_beside_what_was_said(client: Client) -> None:
    idea = make_idea("Quiet hours", is_public=True, status="shipped")
    _said_about(idea, "How do I stop the texts at night?", quotable="unnamed")
    _said_about(make_idea("Secret", status="shipped"), "Not for everybody.", quotable="named")
    _said_about(make_idea("Not yet", is_public=True), "Still waiting.", quotable="named")

    shown = client.get("/portal/").context["said_and_done"]

    assert [(said.quote.words, said.idea) for said in shown] == [("How do I stop the texts at night?", idea)]


def test_the_board_asks_the_database_as_often_for_twenty_ideas_as_for_one(
    visiting: Callable[[Contact], Client],
) -> None:
    ada = make_contact()
    client = visiting(ada)
    area = make_area()

    def add() -> None:
        idea = make_idea(is_public=True, area=area, status="shipped")
        _said_about(idea, "We need it.", make_contact(company=make_company()), quotable="named")
        vote(idea_id=idea.pk, contact=ada)

    add()
    client.get("/portal/")
    with CaptureQueriesContext(connection) as one:
        client.get("/portal/")
    for _number in range(19):
        add()
    with CaptureQueriesContext(connection) as twenty:
        page = client.get("/portal/")

    assert len(page.context["page"].items) == 20
    assert len(twenty) == len(one)
    assert len(one) <= 15


def test_markup_in_titles_and_words_is_shown_as_it_was_typed(client: Client) -> None:
    idea = make_idea("<b>Bold</b> idea", is_public=True)
    _said_about(idea, "<script>alert(1)</script> [x](javascript:alert(1))", quotable="named")

    page = client.get("/portal/").text

    assert "<b>Bold" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_the_board_is_for_reading_only(client: Client) -> None:
    assert client.post("/portal/").status_code == 405
    assert client.get("/portal/similar/").status_code == 405


def test_ideas_that_fit_are_suggested_while_typing_and_private_ones_are_not(client: Client) -> None:
    public = make_idea("Keep working without a signal", is_public=True)
    private = make_idea("Working without a signal for our rival")
    for idea in (public, private):
        similar.index(kind="idea", object_id=idea.pk, text=idea.title, language="en")

    found = client.post("/portal/similar/", {"words": "we must work without signal underground"})

    assert "Is it one of these?" in found.text
    assert "Keep working without a signal" in found.text
    assert "rival" not in found.text
    assert "<html" not in found.text


@pytest.mark.parametrize("words", ["", " ", "x", "\x00", "\u200b\u200b", "qwzx vbnm", "y" * 200_000, "🙂" * 50])
def test_nothing_is_suggested_where_nothing_fits(client: Client, words: str) -> None:
    idea = make_idea("Keep working without a signal", is_public=True)
    similar.index(kind="idea", object_id=idea.pk, text=idea.title, language="en")

    found = client.post("/portal/similar/", {"words": words})

    assert found.status_code == 200
    assert "Is it one of these?" not in found.text


def test_suggesting_changes_nothing(client: Client) -> None:
    client.post("/portal/similar/", {"words": "we must work without signal underground"})

    assert not Feedback.objects.exists()
    assert not client.session.keys()


def test_an_idea_that_is_published_or_moved_is_on_the_board_at_once(client: Client) -> None:
    idea = make_idea("Work offline")
    publish_idea(idea_id=idea.pk)
    change_status(idea_id=idea.pk, status="building")

    assert _titles(client, "?order=moving") == ["Work offline"]


def _titles(client: Client, query: str) -> list[str]:
    page = client.get(f"/portal/{query}")
    assert page.status_code == 200
    return [row.idea.title for row in page.context["page"].items]


def _somebody_here() -> Staff:
    return Staff.objects.first() or make_staff()
