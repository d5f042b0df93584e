"""The queue of posts: read by one of us, then by others; one or many at once, and every decision can be taken back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.makers import make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.decide.commands import add_comment
from wellheard.decide.models import EvidenceItem, Idea
from wellheard.foundation import clock
from wellheard.listen.commands import hold_suspect
from wellheard.listen.models import Feedback, Suspect, TriageStep
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
PAGE = "/feedback/moderation/"


def _posted(words: str, **fields: Any) -> Feedback:
    usual: dict[str, Any] = {"source": "portal", "quotable": "named", "contact": make_contact()}
    return make_feedback(words, **usual | fields)


def _suspect(words: str = "Buy now") -> Suspect:
    return hold_suspect(
        words=words, quotable="no", origin="portal", origin_key=words, reason="links", contact=make_contact()
    )


@pytest.fixture
def desk(signed_in: SignIn) -> Client:
    return signed_in(make_staff(role=Role.AGENT))


def test_only_what_others_may_read_waits_here(desk: Client) -> None:
    _posted("For all to read")
    _posted("For the team alone", quotable="no")
    _posted("From a talk", source="interview")
    _posted("Read already", published_at=clock.now())
    page = desk.get(PAGE)

    assert [post.words for post in page.context["page"].items] == ["For all to read"]
    assert "One post waits to be read" in page.text


def test_one_is_published_by_its_own_button_and_taken_back(desk: Client) -> None:
    said, other = _posted("Yes"), _posted("Not this one")
    answer = desk.post(PAGE, {"do": f"publish {said.pk}", "ids": other.pk}, follow=True)
    step = TriageStep.objects.get()
    said.refresh_from_db()
    other.refresh_from_db()
    assert (bool(said.published_at), other.published_at) == (True, None)
    assert f"{PAGE}{step.pk}/undoing/" in answer.text

    desk.post(f"{PAGE}{step.pk}/undoing/")
    said.refresh_from_db()
    assert said.published_at is None


@pytest.mark.parametrize(
    ("verdict", "shelf"), [("publish", "published"), ("hide", "hidden"), ("spam", "spam"), ("wait", "waiting")]
)
def test_many_at_once_move_to_their_list_and_back(desk: Client, verdict: str, shelf: str) -> None:
    said = [_posted("One"), _posted("Two")]
    if verdict == "wait":
        Feedback.objects.update(hidden_at=clock.now())
    desk.post(PAGE, {"do": verdict, "ids": [one.pk for one in said]})
    page = desk.get(PAGE, {"shelf": shelf})
    shown = page.context["marked"] if verdict == "spam" else page.context["page"].items
    assert {post.pk for post in shown} == {one.pk for one in said}

    desk.post(f"{PAGE}{TriageStep.objects.get().pk}/undoing/")
    waiting = {post.pk for post in desk.get(PAGE).context["page"].items}
    assert waiting == (set() if verdict == "wait" else {one.pk for one in said})


def test_spam_is_evidence_for_nothing_until_it_is_taken_back(desk: Client, run_jobs: Callable[[], None]) -> None:
    idea, said = make_idea("Work offline", is_public=True), _posted("Buy", published_at=clock.now())
    add_comment(idea_id=idea.pk, feedback=said)
    assert Idea.objects.get().comment_count == 1
    desk.post(PAGE, {"do": "spam", "ids": said.pk})
    run_jobs()
    assert Idea.objects.get().comment_count == 0
    assert not EvidenceItem.objects.exists()
    assert not Feedback.objects.unfiled().exists()

    desk.post(f"{PAGE}{TriageStep.objects.get().pk}/undoing/")
    run_jobs()
    assert Idea.objects.get().comment_count == 1
    assert EvidenceItem.objects.get().idea == idea


def test_deciding_twice_changes_nothing_more(desk: Client) -> None:
    said = _posted("Yes")
    desk.post(PAGE, {"do": "publish", "ids": said.pk})
    desk.post(PAGE, {"do": "publish", "ids": said.pk})

    assert TriageStep.objects.count() == 1


def test_what_somebody_changed_since_is_not_taken_back(desk: Client) -> None:
    said = _posted("Yes")
    desk.post(PAGE, {"do": "publish", "ids": said.pk})
    Feedback.objects.update(published_at=None, hidden_at=clock.now())
    answer = desk.post(f"{PAGE}{TriageStep.objects.get().pk}/undoing/", follow=True)

    assert "Somebody has changed this since" in answer.text
    assert Feedback.objects.get().hidden_at


def test_what_may_not_be_quoted_is_not_published_and_the_others_are(desk: Client) -> None:
    private, open_one = _posted("Private", quotable="no"), _posted("Open")
    answer = desk.post(PAGE, {"do": "publish", "ids": [private.pk, open_one.pk]}, follow=True)

    assert "They did not allow to be quoted." in answer.text
    assert list(Feedback.objects.filter(published_at__isnull=False)) == [open_one]


def test_what_the_rules_held_is_let_in(desk: Client) -> None:
    suspect = _suspect()
    page = desk.get(PAGE, {"shelf": "spam"})
    assert "has more links than you allow" in page.text
    desk.post(f"{PAGE}?shelf=spam", {"do": f"let-in {suspect.pk}"})

    assert Feedback.objects.get().words == "Buy now"
    assert not desk.get(PAGE, {"shelf": "spam"}).context["page"].items


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Nothing is chosen"),
        ({"do": "publish", "ids": "x"}, "Nothing is chosen"),
        ({"do": "publish", "ids": "9" * 40}, "Nothing is chosen"),
        ({"do": "burn", "ids": "1"}, "Choose what becomes of it"),
        ({"do": "publish", "ids": "1"}, "does not exist any more"),
        ({"do": "let-in", "ids": "1"}, "does not exist any more"),
    ],
)
def test_what_cannot_be_done_is_said(desk: Client, sent: dict[str, str], said: str) -> None:
    assert said in desk.post(PAGE, sent, follow=True).text


def test_who_only_looks_may_not_decide(signed_in: SignIn) -> None:
    said, viewer = _posted("Yes"), signed_in(make_staff(role=Role.VIEWER))

    assert viewer.get(PAGE).status_code == 403
    assert viewer.post(PAGE, {"do": "publish", "ids": said.pk}).status_code == 403
    assert viewer.post(f"{PAGE}1/undoing/").status_code == 403
    assert not Feedback.objects.get().published_at


def test_a_colleagues_step_is_theirs_to_take_back(desk: Client, signed_in: SignIn) -> None:
    desk.post(PAGE, {"do": "publish", "ids": _posted("Yes").pk})
    other = signed_in(make_staff(role=Role.AGENT))
    answer = other.post(f"{PAGE}{TriageStep.objects.get().pk}/undoing/", follow=True)

    assert "There is nothing to take back" in answer.text
    assert Feedback.objects.get().published_at
    assert desk.get(f"{PAGE}1/undoing/").status_code == 405


@pytest.mark.parametrize("shelf", ["waiting", "spam"])
def test_a_long_list_costs_as_many_queries_as_a_short_one(desk: Client, shelf: str) -> None:
    counts = []
    for number in (1, 20):
        for each in range(number):
            _posted(f"{number} {each}", company=make_company())
            _suspect(f"{number} {each}")
        desk.get(PAGE, {"shelf": shelf})
        with CaptureQueriesContext(
            connection,
        ) as queries:
            desk.get(PAGE, {"shelf": shelf})
        counts.append(len(queries))

    assert counts[0] == counts[1]
