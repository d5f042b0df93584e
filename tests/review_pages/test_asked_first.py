"""Whoever a meeting asked to find something out can say what they found, whatever pages their role opens."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.makers import make_staff
from tests.reviews.tables import Table, agreed_table, decide, plan, yes
from wellheard.decide.reviews import commands
from wellheard.decide.reviews.commands import ReviewError, VerdictDraft
from wellheard.decide.reviews.models import Review, Verdict
from wellheard.decide.reviews.queries.proposals import proposals_for
from wellheard.foundation.facts.models import Fact
from wellheard.workspace.commands import assign_task
from wellheard.workspace.models import Staff, Task
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
FOUND = "Four of five would pay for it."


def asked(owner: Staff) -> Table:
    """A meeting that wants to know something first, and ended."""
    made = agreed_table(2)
    ask = VerdictDraft(outcome="need_evidence", reason="We guess.", question="Who pays for it?", owner=owner)
    decide(made, made.items()[0], ask)
    commands.hold_review(review_id=made.review.pk)
    return made


def address_of(made: Table) -> str:
    return f"/reviews/questions/{made.items()[0].pk}/"


@pytest.mark.parametrize(("role", "tasks"), [(Role.SALES, 200), (Role.VIEWER, 403)])
def test_who_is_asked_answers_from_the_idea_whether_or_not_they_may_open_tasks(
    signed_in: SignIn, role: Role, tasks: int
) -> None:
    owner = make_staff(role=role, name="Sam Reyes")
    made = asked(owner)
    client = signed_in(owner)
    assert client.get("/tasks/").status_code == tasks
    for page in (f"/ideas/{made.ideas[0].pk}/", "/reviews/"):
        assert f'href="{address_of(made)}"' in client.get(page).text, page
    answer = client.post(address_of(made), {"words": FOUND}, follow=True)
    assert "The next meeting reads it" in answer.text
    task = Task.objects.get(kind="find_evidence")
    assert (task.done_by, Verdict.objects.get(question="Who pays for it?").found) == (owner, FOUND)
    assert address_of(made) not in client.get("/reviews/").text


def test_the_day_of_whoever_calls_customers_shows_it(signed_in: SignIn) -> None:
    owner = make_staff(role=Role.SALES)
    made = asked(owner)
    assert f'href="{address_of(made)}"' in signed_in(owner).get("/day/").text
    assert address_of(made) not in signed_in(make_staff(role=Role.SUCCESS)).get("/day/").text


def test_the_message_and_the_task_lead_to_it(signed_in: SignIn, run_jobs: Callable[[], None]) -> None:
    owner = make_staff(role=Role.PRODUCT)
    made = asked(owner)
    run_jobs()
    client = signed_in(owner)
    assert f'value="{address_of(made)}"' in client.get("/notifications/").text
    assert f'href="{address_of(made)}"' in client.get("/tasks/").text


def test_nobody_answers_in_anothers_place_but_who_leads_and_who_has_the_task_now(signed_in: SignIn) -> None:
    owner, other = make_staff(role=Role.SALES), make_staff(role=Role.VIEWER)
    made = asked(owner)
    stranger = signed_in(other)
    assert "<textarea" not in stranger.get(address_of(made)).text
    refused = stranger.post(address_of(made), {"words": "I guess so."})
    assert refused.status_code == 422
    assert "Whoever was asked answers this" in refused.text
    assert Task.objects.open().filter(kind="find_evidence").exists()
    assign_task(task_id=Task.objects.get(kind="find_evidence").pk, assignee=other)
    stranger.post(address_of(made), {"words": FOUND})
    signed_in(made.lead).post(address_of(made), {"words": "All five, says finance."})
    assert Verdict.objects.get(question="Who pays for it?").found == "All five, says finance."
    assert Task.objects.get(kind="find_evidence").done_by == other


@pytest.mark.parametrize("words", ["", "   ", "x" * 5_001])
def test_without_words_it_is_not_answered(signed_in: SignIn, words: str) -> None:
    owner = make_staff(role=Role.SALES)
    made = asked(owner)
    assert signed_in(owner).post(address_of(made), {"words": words}).status_code == 422
    with pytest.raises(ReviewError, match="Write what you found out"):
        commands.answer_question(item_id=made.items()[0].pk, words=words, by=owner)
    assert Task.objects.open().filter(kind="find_evidence").exists()


def test_a_double_click_answers_once_and_what_was_not_asked_has_no_page(signed_in: SignIn) -> None:
    owner = make_staff(role=Role.SALES)
    made = asked(owner)
    for _click in range(2):
        commands.answer_question(item_id=made.items()[0].pk, words=FOUND, by=owner)
    assert Fact.objects.filter(name="review.question_answered").count() == 1
    task = Task.objects.get(kind="find_evidence")
    assert Fact.objects.filter(name="task.done", subject_id=task.pk).count() == 1
    assert signed_in(owner).get(f"/reviews/questions/{made.items()[1].pk}/").status_code == 404


def test_the_next_meeting_looks_at_the_idea_again_and_reads_what_was_found(signed_in: SignIn) -> None:
    owner = make_staff(role=Role.SALES)
    made = asked(owner)
    commands.answer_question(item_id=made.items()[0].pk, words=FOUND, by=owner)
    review = commands.plan_review(plan=plan(quorum=2), attendees=[made.lead, owner], by=None)
    assert "answered" in next(one.why for one in proposals_for(review) if one.idea == made.ideas[0])
    commands.put_on_table(review_id=review.pk, idea_id=made.ideas[0].pk, by=None)
    commands.freeze_review(review_id=review.pk, by=None)
    assert FOUND in signed_in(made.lead).get(f"/reviews/{review.pk}/rating/").text
    assert Review.objects.get(pk=review.pk).state == Review.State.RATING


def test_a_yes_asks_nothing() -> None:
    made = agreed_table(1)
    decide(made, made.items()[0], yes())
    with pytest.raises(ReviewError, match="No meeting asked this"):
        commands.answer_question(item_id=made.items()[0].pk, words=FOUND, by=made.lead)
