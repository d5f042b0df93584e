"""Before a table is frozen, who asked for its old ideas is asked with one button whether they still need them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.makers import make_company, make_contact, make_feedback, make_idea, make_staff
from tests.reviews.tables import Table, table
from wellheard.decide.commands import link_feedback
from wellheard.decide.demand.commands import AskingError, answer_still_needed
from wellheard.decide.demand.models import Asked, Round, StillNeeded
from wellheard.decide.models import Idea
from wellheard.decide.reviews import commands
from wellheard.decide.reviews.commands import ReviewError
from wellheard.decide.reviews.queries.freshness import freshness_of
from wellheard.foundation import clock
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
OLD = 800


def idea_heard(made: Table, title: str, *days_ago: int) -> Idea:
    """Put an idea on the table that a company asked for on each of these days."""
    idea = make_idea(title)
    for days in days_ago:
        words = make_feedback(
            title, contact=make_contact(company=make_company()), heard_at=clock.now() - timedelta(days=days)
        )
        link_feedback(feedback_id=words.pk, idea_id=idea.pk, by=None)
    commands.put_on_table(review_id=made.review.pk, idea_id=idea.pk, by=None)
    return idea


@pytest.fixture
def gathered() -> Table:
    """A table with an idea that is fresh, one that is old, and one that is old by half."""
    made = table(1, frozen=False)
    idea_heard(made, "Old wish", OLD, OLD, OLD)
    idea_heard(made, "Half old", OLD, 1)
    idea_heard(made, "Mostly fresh", OLD, 1, 1)
    return made


def test_ideas_whose_evidence_is_mostly_past_its_half_life_are_named_with_how_many_would_be_asked(
    gathered: Table, signed_in: SignIn
) -> None:
    found = freshness_of(gathered.review)
    assert [idea.title for idea in found.old] == ["Old wish", "Half old"]
    assert (found.to_ask, found.asked) == (5, 0)
    page = signed_in(gathered.lead).get(f"/reviews/{gathered.review.pk}/").text
    assert "Ask 5 people" in page
    assert "Ask 5 people" not in signed_in(make_staff(role=Role.SALES)).get(f"/reviews/{gathered.review.pk}/").text


def test_one_button_asks_each_once_and_the_page_says_who_has_answered(
    gathered: Table, signed_in: SignIn, run_jobs: Callable[[], None]
) -> None:
    client, address = signed_in(gathered.lead), f"/reviews/{gathered.review.pk}/"
    client.post(f"{address}asking/")
    run_jobs()
    assert Asked.objects.count() == 5
    assert OutgoingMail.objects.filter(key__startswith="still-needed:").count() == 5
    again = client.post(f"{address}asking/", follow=True)
    assert "Nobody is left to ask" in again.text
    assert Round.objects.count() == 1
    assert "5 people were asked" in again.text
    assert "0 answered so far" in again.text
    assert "Ask 5 people" not in again.text
    questions = list(StillNeeded.objects.order_by("pk"))
    answer_still_needed(question_id=questions[0].pk, answer="still")
    assert "1 answered so far" in client.get(address).text
    for question in questions[1:]:
        answer_still_needed(question_id=question.pk, answer="still")
    page = client.get(address).text
    assert "All 5 people who were asked have answered." in page
    # Confirmed, it is fresh.
    assert freshness_of(gathered.review).old == []


def test_a_meeting_does_not_count_what_was_asked_before_it_was_planned(gathered: Table) -> None:
    commands.ask_still_needed(review_id=gathered.review.pk, by=None)
    Round.objects.update(begun_at=gathered.review.planned_at - timedelta(days=40))
    Asked.objects.update(asked_at=gathered.review.planned_at - timedelta(days=40))
    found = freshness_of(gathered.review)
    assert (found.asked, found.to_ask) == (0, 5)


def test_nothing_old_asks_nobody_and_a_frozen_table_asks_no_more(gathered: Table) -> None:
    fresh = table(1, frozen=False, quorum=2)
    with pytest.raises(ReviewError, match="is fresh"):
        commands.ask_still_needed(review_id=fresh.review.pk, by=None)
    commands.freeze_review(review_id=gathered.review.pk, by=None)
    with pytest.raises(ReviewError, match="can no longer be changed"):
        commands.ask_still_needed(review_id=gathered.review.pk, by=None)
    assert not Round.objects.exists()


def test_a_second_click_at_the_command_is_told(gathered: Table) -> None:
    commands.ask_still_needed(review_id=gathered.review.pk, by=None)
    with pytest.raises(AskingError, match="Nobody is left"):
        commands.ask_still_needed(review_id=gathered.review.pk, by=None)


def test_only_who_leads_meetings_asks(gathered: Table, signed_in: SignIn) -> None:
    address = f"/reviews/{gathered.review.pk}/asking/"
    assert signed_in(make_staff(role=Role.SUCCESS)).post(address).status_code == 403
    assert signed_in(gathered.lead).get(address).status_code == 405
    assert not Round.objects.exists()
