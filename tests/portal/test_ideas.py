"""One public idea: how far it is, why, what others said, and what a visitor adds to it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.makers import make_area, make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.customers.models import Contact
from wellheard.decide.commands import change_status, link_feedback, record_decision, set_importance, vote
from wellheard.decide.models import Evidence, Idea
from wellheard.deliver.commands import draft_release, publish_release
from wellheard.foundation import clock
from wellheard.listen.models import Feedback
from wellheard.web.portal import limits
from wellheard.workspace.models import Staff

STORY = {"words": "On Tuesday in the shaft.", "quotable": "no"}


def _decide(idea: Idea, outcome: str, **fields: Any) -> None:
    idea.refresh_from_db()
    words = {"reason": "Nine weeks of work.", "public_reason": "It takes nine weeks and a skill we lack."}
    record_decision(
        idea_id=idea.pk, version=idea.version, outcome=outcome, by=make_staff(name="Ines Calder"), **words | fields
    )


def _way(client: Client, idea: Idea) -> list[tuple[str, str, str]]:
    page = client.get(f"/portal/ideas/{idea.pk}/")
    return [(str(step.title), str(step.note), step.state) for step in page.context["story"].steps]


def test_a_public_idea_tells_what_it_is_and_what_helps_meanwhile(client: Client) -> None:
    idea = make_idea(
        "Work offline", is_public=True, area=make_area(name="Mobile app"), public_text="No sheet is lost.\n\nEver.",
        workaround="Photograph it.", problem="Half of our churn.", internal_text="Ask the board.",
    )  # fmt: skip
    page = client.get(f"/portal/ideas/{idea.pk}/").text

    for shown in (">Work offline</h1>", "<p>No sheet is lost.</p>", "Photograph it.", "Mobile app"):
        assert shown in page
    for ours in ("churn", "the board"):
        assert ours not in page


@pytest.mark.parametrize("path", ["", "votes/", "importance/", "comments/"])
def test_a_private_idea_does_not_exist(visiting: Callable[[Contact], Client], path: str) -> None:
    ada = make_contact()
    private = make_idea()
    vote(idea_id=private.pk, contact=ada)
    client = visiting(ada)
    for idea_id in (private.pk, private.pk + 1, 10**30):
        address = f"/portal/ideas/{idea_id}/{path}"
        answer = client.post(address, STORY | {"wish": "no", "importance": "3"}) if path else client.get(address)
        assert answer.status_code == 404

    assert private.votes.count() == 1
    assert not Feedback.objects.exists()


def test_the_way_of_an_idea_is_told_with_its_dates(client: Client, run_jobs: Callable[[], None]) -> None:
    with time_machine.travel(datetime(2026, 1, 20, 12, tzinfo=UTC)):
        said = make_feedback(contact=make_contact(), heard_at=datetime(2025, 3, 3, tzinfo=UTC))
        idea = make_idea(is_public=True)
        link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=None)
    assert _way(client, idea)[:2] == [("Heard", "March 2025", "done"), ("Understood", _day(1, 20), "now")]

    with time_machine.travel(datetime(2026, 2, 3, 12, tzinfo=UTC)):
        _decide(idea, "yes")
        assert _way(client, idea)[2:] == [
            ("Decided", "yes, February 3", "now"), ("Building", "not begun", ""), ("You hear back", "by mail", ""),
        ]  # fmt: skip
    with time_machine.travel(datetime(2026, 2, 5, 12, tzinfo=UTC)):
        change_status(idea_id=idea.pk, status="building")
    with time_machine.travel(datetime(2026, 2, 9, 12, tzinfo=UTC)):
        assert _way(client, idea)[3] == ("Building", "February 5", "now")
        change_status(idea_id=idea.pk, status="beta")
        assert _way(client, idea)[3] == ("Building", "beta now", "now")
        publish_release(release_id=draft_release(title="4.2", notes="Offline.", idea_ids=[idea.pk], by=None).pk)
        assert _way(client, idea)[2:] == [
            ("Decided", "yes, February 3", "done"), ("Shipped", "February 9", "done"), ("You hear back", "by mail", ""),
        ]  # fmt: skip


def test_under_review_and_not_now_have_their_own_ends(client: Client) -> None:
    reviewed, refused = make_idea(is_public=True), make_idea(is_public=True)
    change_status(idea_id=reviewed.pk, status="under_review")
    _decide(refused, "not_now", revisit_on=date(2099, 5, 1))

    assert _way(client, reviewed)[1:3] == [("Understood", "under review", "now"), ("Decided", "yes or no", "")]
    assert [title for title, _note, _state in _way(client, refused)][3:] == ["You hear back", "Looked at again"]
    assert _way(client, refused)[4][1] == "May 2099"


def test_what_was_decided_is_told_with_its_public_reason_and_by_whom(client: Client) -> None:
    idea = make_idea(is_public=True)
    _decide(idea, "yes", public_reason="Because of the shaft.")
    _decide(idea, "not_now")

    page = client.get(f"/portal/ideas/{idea.pk}/").text

    assert "It takes nine weeks and a skill we lack." in page
    assert "Ines Calder, Product, " in page
    assert "Nine weeks of work." not in page
    # What was decided before stands in what happened so far.
    assert page.index("It takes nine weeks") < page.index("What happened so far") < page.index("Because of the shaft.")


def test_quotes_say_as_much_of_who_said_them_as_was_allowed(
    client: Client, visiting: Callable[[Contact], Client]
) -> None:
    idea = make_idea(is_public=True)
    ada = make_contact(name="Ada Stone", company=make_company(name="Acme GmbH", industry="Cold chain"))
    bob = make_contact(name="Bob Reed", company=make_company(name="SmallCo", industry="SaaS"))
    for who, words, quotable in (
        (ada, "By name.", "named"), (bob, "Unnamed.", "unnamed"), (ada, "Silent.", "no"), (None, "Nobody.", "named"),
    ):  # fmt: skip
        said = make_feedback(words, contact=who, quotable=quotable, published_at=clock.now())
        link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=_somebody_here())

    page = client.get(f"/portal/ideas/{idea.pk}/").text
    assert "Ada Stone, Acme GmbH" in page
    assert "a customer in SaaS" in page
    assert "Nobody." in page
    for hidden in ("Bob", "SmallCo", "Silent."):
        assert hidden not in page

    own = visiting(ada).get(f"/portal/ideas/{idea.pk}/").text
    assert "“Silent.”" in own
    assert "<b>You</b>, Acme GmbH" in own
    assert own.count("only you and the team see this") == 1


def test_what_staff_reported_of_somebody_is_not_shown_as_said_by_them(visiting: Callable[[Contact], Client]) -> None:
    idea, ada = make_idea(is_public=True), make_contact(name="Ada Stone")
    said = make_feedback(
        "She needs it by May.", contact=ada, voice="reported", quotable="named", published_at=clock.now()
    )
    link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=_somebody_here())

    page = visiting(ada).get(f"/portal/ideas/{idea.pk}/").text
    assert "She needs it by May." in page
    assert "<b>You</b>" not in page


def test_a_vote_is_given_taken_back_and_not_undone_by_a_double_click(visiting: Callable[[Contact], Client]) -> None:
    idea, ada = make_idea("Work offline", is_public=True), make_contact()
    client = visiting(ada)
    for _click in range(2):
        answer = client.post(f"/portal/ideas/{idea.pk}/votes/", {"wish": "yes"})
        assert answer["Location"] == f"/portal/ideas/{idea.pk}/"
    assert idea.votes.get().contact == ada
    assert "Vote for Work offline, 1 vote" in client.get(f"/portal/ideas/{idea.pk}/").text

    for _click in range(2):
        client.post(f"/portal/ideas/{idea.pk}/votes/", {"wish": "no"})
    idea.refresh_from_db()
    assert idea.vote_count == 0
    assert 'aria-pressed="false"' in client.get(f"/portal/ideas/{idea.pk}/").text


def test_a_script_gets_the_row_back_with_one_more_question(visiting: Callable[[Contact], Client]) -> None:
    idea, ada = make_idea("Work offline", is_public=True), make_contact()
    answer = visiting(ada).post(f"/portal/ideas/{idea.pk}/votes/", {"wish": "yes", "place": "similar"}, headers=_SCRIPT)

    assert answer.status_code == 200
    assert f'<li class="idea-row" id="similaridea-{idea.pk}">' in answer.text
    assert "Vote for Work offline, 1 vote" in answer.text
    assert "How much does this block you?" in answer.text
    assert "<html" not in answer.text


def test_a_stranger_with_a_script_is_asked_in_place_who_they_are(client: Client) -> None:
    idea = make_idea(is_public=True)
    answer = client.post(f"/portal/ideas/{idea.pk}/votes/", {"wish": "yes"}, headers=_SCRIPT)

    assert "counts once we know that an address is yours" in answer.text
    assert f'id="idea-{idea.pk}"' in answer.text
    assert not idea.votes.exists()


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/portal/", "/", "/accounts/logout/", "\\\\evil", ""]
)
def test_nobody_is_led_out_of_the_portal(visiting: Callable[[Contact], Client], elsewhere: str) -> None:
    idea = make_idea(is_public=True)
    answer = visiting(make_contact()).post(f"/portal/ideas/{idea.pk}/votes/", {"wish": "yes", "next": elsewhere})

    assert answer["Location"] == f"/portal/ideas/{idea.pk}/"


@time_machine.travel("2026-03-02 10:01", tick=False)
def test_a_flood_of_votes_is_stopped(visiting: Callable[[Contact], Client], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "VOTES", limits.Limit("votes", most=2, most_from_address=100))
    idea, client = make_idea(is_public=True), visiting(make_contact())
    for wish in ("yes", "no"):
        client.post(f"/portal/ideas/{idea.pk}/votes/", {"wish": wish})
    answer = client.post(f"/portal/ideas/{idea.pk}/votes/", {"wish": "yes"}, follow=True)

    assert "That is a lot of votes at once." in answer.text
    assert not idea.votes.exists()


def test_how_much_it_blocks_is_set_by_the_customer(visiting: Callable[[Contact], Client]) -> None:
    idea, ada = make_idea(is_public=True), make_contact(company=make_company())
    client = visiting(ada)
    client.post(f"/portal/ideas/{idea.pk}/votes/", {"wish": "yes"})
    assert "How much does this block you?" in client.get(f"/portal/ideas/{idea.pk}/").text
    client.post(f"/portal/ideas/{idea.pk}/importance/", {"importance": "3"})

    evidence = Evidence.objects.get()
    assert (evidence.importance, evidence.importance_set_by) == (3, "customer")
    page = client.get(f"/portal/ideas/{idea.pk}/").text
    assert 'value="3" aria-pressed="true"' in page
    assert "Noted." in page


def test_what_staff_guessed_is_not_shown_as_said_by_the_customer(visiting: Callable[[Contact], Client]) -> None:
    idea, ada = make_idea(is_public=True), make_contact()
    vote(idea_id=idea.pk, contact=ada)
    set_importance(evidence_id=Evidence.objects.get().pk, importance=1, set_by="staff")
    page = visiting(ada).get(f"/portal/ideas/{idea.pk}/").text

    assert 'value="1" aria-pressed="false"' in page


@pytest.mark.parametrize("importance", ["", "0", "4", "-1", "x", "\x00"])
def test_there_are_three_answers_to_how_much(visiting: Callable[[Contact], Client], importance: str) -> None:
    idea, ada = make_idea(is_public=True), make_contact()
    vote(idea_id=idea.pk, contact=ada)
    answer = visiting(ada).post(f"/portal/ideas/{idea.pk}/importance/", {"importance": importance}, follow=True)

    assert "Choose one of the three" in answer.text
    assert Evidence.objects.get().importance is None


def test_how_much_is_asked_of_who_wants_it_only(client: Client, visiting: Callable[[Contact], Client]) -> None:
    idea = make_idea(is_public=True)
    vote(idea_id=idea.pk, contact=make_contact())
    path = f"/portal/ideas/{idea.pk}/importance/"

    assert client.post(path, {"importance": "3"})["Location"] == "/portal/sign-in/"
    answer = visiting(make_contact()).post(path, {"importance": "3"}, follow=True)
    assert "Vote for it first" in answer.text
    assert Evidence.objects.get().importance is None


def test_a_story_becomes_evidence_and_stays_private(visiting: Callable[[Contact], Client], client: Client) -> None:
    idea, ada = make_idea(is_public=True), make_contact(company=make_company())
    answer = visiting(ada).post(f"/portal/ideas/{idea.pk}/comments/", STORY | {"quotable": "named"})

    item = idea.items.get()
    assert answer["Location"] == f"/portal/ideas/{idea.pk}/?said={item.feedback_id}#words"
    assert (item.feedback and item.feedback.words, item.linked_by) == (STORY["words"], None)
    idea.refresh_from_db()
    assert (idea.feedback_count, idea.company_count) == (1, 1)
    assert STORY["words"] not in client.get(f"/portal/ideas/{idea.pk}/").text


def test_a_strangers_story_counts_for_their_company_once_we_know_it(
    client: Client, prove: Callable[[Client, str], None], run_jobs: Callable[[], None]
) -> None:
    idea = make_idea(is_public=True)
    acme = make_company(mrr=500)
    make_contact(email="ada@example.com", company=acme)
    assert client.post(f"/portal/ideas/{idea.pk}/comments/", STORY)["Location"] == "/portal/sign-in/"
    idea.refresh_from_db()
    assert (idea.feedback_count, idea.company_count) == (1, 0)
    prove(client, "ada@example.com")
    run_jobs()

    idea.refresh_from_db()
    assert (idea.company_count, idea.mrr_minor) == (1, 50_000)


def test_a_story_that_cannot_be_kept_is_still_in_its_form(client: Client) -> None:
    idea = make_idea(is_public=True)
    answer = client.post(f"/portal/ideas/{idea.pk}/comments/", {"words": "x" * 20_001, "quotable": "no"})
    empty = client.post(f"/portal/ideas/{idea.pk}/comments/", {"words": "", "quotable": "no"})

    assert answer.status_code == empty.status_code == 422
    assert "x" * 20_001 in answer.text
    assert "There are no words in this yet." in empty.text
    assert not Feedback.objects.exists()


def test_an_idea_asks_the_database_as_often_for_twenty_quotes_as_for_one(visiting: Callable[[Contact], Client]) -> None:
    idea, ada = make_idea(is_public=True, area=make_area()), make_contact()
    client = visiting(ada)
    vote(idea_id=idea.pk, contact=ada)
    _decide(idea, "yes")

    def add() -> None:
        said = make_feedback(contact=make_contact(company=make_company()), quotable="named", published_at=clock.now())
        link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=_somebody_here())

    add()
    client.get(f"/portal/ideas/{idea.pk}/")
    with CaptureQueriesContext(connection) as one:
        client.get(f"/portal/ideas/{idea.pk}/")
    for _number in range(19):
        add()
    with CaptureQueriesContext(connection) as twenty:
        page = client.get(f"/portal/ideas/{idea.pk}/")

    assert len(page.context["page"].items) == 20
    assert len(twenty) == len(one) <= 23


def test_more_quotes_follow_on_the_next_page(client: Client) -> None:
    idea = make_idea(is_public=True)
    for number in range(22):
        heard_at = clock.now() - timedelta(days=number)
        said = make_feedback(f"Quote {number}.", quotable="named", heard_at=heard_at, published_at=heard_at)
        link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=_somebody_here())
    first = client.get(f"/portal/ideas/{idea.pk}/")
    following = client.get(f"/portal/ideas/{idea.pk}/?after={first.context['page'].next}")

    assert [quote.words for quote in following.context["page"].items] == ["Quote 20.", "Quote 21."]


@pytest.mark.parametrize("path", ["votes", "importance", "comments"])
def test_changes_come_by_posting_from_our_own_pages(path: str) -> None:
    idea = make_idea(is_public=True)
    client = Client(enforce_csrf_checks=True)

    assert client.get(f"/portal/ideas/{idea.pk}/{path}/").status_code == 405
    assert client.post(f"/portal/ideas/{idea.pk}/{path}/", STORY).status_code == 403
    assert client.post(f"/portal/ideas/{idea.pk}/").status_code in {403, 405}


def _day(month: int, day: int) -> str:
    from wellheard.web.portal.queries.way import day as written

    return written(date(2026, month, day))


_SCRIPT = {"HX-Request": "true"}


def _somebody_here() -> Staff:
    return Staff.objects.first() or make_staff()
