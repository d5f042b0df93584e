"""The pages of goals: right people, wrong people, bad input, and as many queries for twenty as for one."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.makers import make_idea, make_staff
from wellheard.decide.models import Decision
from wellheard.foundation import clock
from wellheard.learn.goals import commands
from wellheard.learn.goals.drafts import ObjectiveDraft, ResultDraft
from wellheard.learn.goals.models import CheckIn, KeyResult, KeyResultIdea, Objective
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


def goal(owner: Staff | None = None, title: str = "Answer sooner") -> KeyResult:
    today = clock.today()
    draft = ObjectiveDraft(title=title, begins_on=today, last_on=today + timedelta(days=80), owner=owner)
    made = commands.add_objective(draft=draft, by=owner)
    of = ResultDraft(title="Talks", begins_at=0, aims_at=10, unit="talks")
    return commands.add_key_result(objective_id=made.pk, draft=of)


def decided(of: KeyResult, title: str) -> None:
    idea = make_idea(title)
    KeyResultIdea.objects.create(key_result=of, idea=idea)
    Decision.objects.create(
        idea=idea, outcome="yes", reason=f"Why {title}", decided_at=clock.now(), decided_by=make_staff()
    )


def test_a_key_result_lists_what_was_decided_about_the_ideas_that_move_it(
    product: Client, queries_of: Callable[[Client, str], int]
) -> None:
    of, other = goal(title="One"), goal(title="Two")
    decided(of, "Work offline")
    decided(other, "Something else")
    page = product.get(f"/goals/results/{of.pk}/").text
    assert "What was decided for it" in page
    assert "Why Work offline" in page
    assert "Something else" not in page
    few = queries_of(product, f"/goals/results/{of.pk}/")
    for number in range(19):
        decided(of, f"Idea {number}")
    assert queries_of(product, f"/goals/results/{of.pk}/") == few


@pytest.fixture
def product(signed_in: SignIn) -> Client:
    return signed_in(make_staff(role=Role.PRODUCT))


def test_a_goal_is_set_measured_said_and_closed_through_its_pages(product: Client) -> None:
    assert product.get("/goals/new/").status_code == 200
    sent = product.post(
        "/goals/new/", {"version": 0, "title": "Answer sooner", "begins_on": "2026-10-01", "last_on": "2027-12-31"}
    )
    made = Objective.objects.get()
    assert sent.headers["Location"] == f"/goals/{made.pk}/"
    fields = {
        "version": 0,
        "title": "Within 15 minutes",
        "figure": "first-response",
        "begins_at": "40",
        "aims_at": "90",
    }
    assert product.post(f"/goals/{made.pk}/results/new/", fields).status_code == 302
    of = KeyResult.objects.get()
    page = product.get(f"/goals/results/{of.pk}/").content.decode()
    assert "It stands at not yet now" in page
    assert (
        product.post(f"/goals/results/{of.pk}/check-in/", {"confidence": "at_risk", "words": "Few cases."}).status_code
        == 302
    )
    listed = product.get("/goals/").content.decode()
    assert "Few cases." in product.get(f"/goals/results/{of.pk}/").content.decode()
    assert "At risk" in listed
    assert "from 40% to 90%" in listed
    closed = product.post(f"/goals/{made.pk}/closing/", {"version": 1, "grade": "0.6", "learnt": "Hire."})
    assert closed.status_code == 302
    assert "Closed with 0.60 of 1" in product.get(f"/goals/{made.pk}/").content.decode()
    product.post(f"/goals/{made.pk}/reopening/")
    assert Objective.objects.get().is_open


def test_the_owner_says_how_it_goes_and_nobody_else_without_the_right(signed_in: SignIn) -> None:
    owner, other = make_staff(role=Role.VIEWER), make_staff(role=Role.AGENT)
    of = goal(owner)
    url, words = f"/goals/results/{of.pk}/check-in/", {"value": "3", "confidence": "on_track", "words": "Well."}
    assert signed_in(other).post(url, words).status_code == 403
    assert "Note it" not in signed_in(other).get(f"/goals/results/{of.pk}/").content.decode()
    assert signed_in(owner).post(url, words).status_code == 302
    assert CheckIn.objects.get().by == owner


@pytest.mark.parametrize("url", ["/goals/new/", "/goals/{goal}/editing/", "/goals/{goal}/closing/", "/goals/{goal}/reopening/",
    "/goals/{goal}/results/new/", "/goals/results/{result}/editing/", "/goals/results/{result}/removing/"])  # fmt: skip
def test_who_may_not_set_goals_reads_them_only(signed_in: SignIn, url: str) -> None:
    of = goal()
    address = url.format(goal=of.objective_id, result=of.pk)
    assert signed_in(make_staff(role=Role.AGENT)).post(address, {}).status_code == 403
    assert "/goals/new/" not in signed_in(make_staff(role=Role.AGENT)).get("/goals/").content.decode()
    assert Client().get("/goals/").status_code == 302


def test_what_is_written_wrong_is_said_and_what_was_typed_stays(product: Client) -> None:
    of = goal()
    page = product.post(f"/goals/results/{of.pk}/check-in/", {"value": "", "confidence": "on_track", "words": "Typed."})
    assert page.status_code == 422
    assert "Typed." in page.content.decode()
    assert product.post("/goals/new/", {"version": 0, "title": ""}).status_code == 422
    wrong = {"version": 0, "title": "x", "figure": "win-rate", "begins_at": "1", "aims_at": "1000"}
    page = product.post(f"/goals/{of.objective_id}/results/new/", wrong)
    assert page.status_code == 422
    assert "Use a number from 0 to 100." in page.content.decode()
    assert product.post(f"/goals/{of.objective_id}/closing/", {"version": 1, "grade": "2"}).status_code == 422
    assert product.get("/goals/?period=custom&begin=x").status_code == 200


def test_two_editors_lose_nothing(product: Client) -> None:
    of = goal()
    days = {"begins_on": "2026-10-01", "last_on": "2027-12-31"}
    url = f"/goals/{of.objective_id}/editing/"
    assert product.post(url, {"version": 1, "title": "First"} | days).status_code == 302
    page = product.post(url, {"version": 1, "title": "Second"} | days)
    assert page.status_code == 422
    assert "What stands now" in page.content.decode()
    assert product.post(url, {"version": 2, "title": "Second"} | days).status_code == 302


@pytest.mark.parametrize("url", ["/goals/999/", "/goals/results/999/", "/goals/999/editing/"])
def test_there_is_no_such_goal(product: Client, url: str) -> None:
    assert product.get(url).status_code == 404


def test_pages_that_change_nothing_refuse_to_be_posted_to(product: Client) -> None:
    of = goal()
    assert product.post("/goals/").status_code == 405
    assert product.get(f"/goals/results/{of.pk}/check-in/").status_code == 405


@pytest.mark.parametrize("which", ["list", "goal"])
def test_as_many_queries_for_twenty_as_for_one(
    product: Client, queries_of: Callable[[Client, str], int], which: str
) -> None:
    staff = make_staff()
    of = goal(staff)
    commands.check_in(result_id=of.pk, confidence="on_track", words="", by=staff, value=1.0)
    url = "/goals/" if which == "list" else f"/goals/{of.objective_id}/"
    few = queries_of(product, url)
    for number in range(19):
        other = goal(staff, f"Goal {number}") if which == "list" else None
        draft = ResultDraft(title=f"Talks {number}", begins_at=0, aims_at=5, unit="talks")
        target = other.objective_id if other else of.objective_id
        more = commands.add_key_result(objective_id=target, draft=draft)
        commands.check_in(result_id=more.pk, confidence="off_track", words="No.", by=staff, value=-1.0)
    assert queries_of(product, url) == few
