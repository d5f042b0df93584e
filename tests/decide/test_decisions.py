"""Deciding in the open, with a reason."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.makers import make_contact, make_feedback, make_idea, make_staff
from wellheard.answer.models import Answer
from wellheard.decide.commands import (
    DecisionError,
    StaleIdeaError,
    change_status,
    edit_idea,
    link_feedback,
    record_decision,
)
from wellheard.decide.models import Decision, Idea
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact

pytestmark = pytest.mark.django_db


def decide(
    idea: Idea,
    outcome: str = "yes",
    *,
    version: int = 1,
    reason: str = "It saves three renewals.",
    public_reason: str = "Many of you work where there is no signal.",
    revisit_on: date | None = None,
) -> Decision:
    return record_decision(
        idea_id=idea.pk,
        version=version,
        outcome=outcome,
        reason=reason,
        public_reason=public_reason,
        revisit_on=revisit_on,
        by=None,
    )


@pytest.mark.parametrize(
    ("outcome", "status"),
    [("yes", "planned"), ("not_now", "not_now"), ("already_possible", "already_possible")],
)
def test_a_decision_moves_the_idea_and_records_why(outcome: str, status: str) -> None:
    idea = make_idea()

    decision = decide(idea, outcome)

    idea.refresh_from_db()
    assert (idea.status, idea.version) == (status, 2)
    assert Fact.objects.get(name="idea.decided").details == {"decision": decision.pk, "outcome": outcome}


def test_a_double_click_decides_once() -> None:
    idea = make_idea()

    assert decide(idea) == decide(idea)

    assert Decision.objects.count() == 1
    assert Fact.objects.filter(name="idea.decided").count() == 1


def test_deciding_otherwise_keeps_the_first_decision() -> None:
    idea = make_idea()
    decide(idea, "not_now")

    decide(idea, "yes", version=2)

    assert list(idea.decisions.order_by("pk").values_list("outcome", flat=True)) == ["not_now", "yes"]


def test_the_same_words_again_after_the_idea_moved_on_are_a_new_decision() -> None:
    idea = make_idea()
    decide(idea)
    change_status(idea_id=idea.pk, status="under_review")

    decide(idea, version=3)

    assert Decision.objects.count() == 2


def test_a_yes_to_what_is_being_built_leaves_it_there() -> None:
    idea = make_idea(status=Idea.Status.BUILDING)

    decide(idea)
    decide(idea)

    idea.refresh_from_db()
    assert idea.status == Idea.Status.BUILDING
    assert Decision.objects.count() == 1


def test_who_asked_hears_the_yes_even_when_building_began_at_once(run_jobs: Callable[[], None]) -> None:
    idea = make_idea()
    link_feedback(feedback_id=make_feedback(contact=make_contact()).pk, idea_id=idea.pk, by=None)
    decide(idea)
    change_status(idea_id=idea.pk, status="building")

    run_jobs()

    assert Answer.objects.get(idea=idea).occasion == Answer.Occasion.DECIDED


def test_a_decision_needs_both_reasons() -> None:
    idea = make_idea()

    with pytest.raises(DecisionError, match="Write the reason"):
        decide(idea, reason=" ")
    with pytest.raises(DecisionError, match="what customers will read"):
        decide(idea, public_reason="\u200b")

    idea.refresh_from_db()
    assert (idea.status, idea.version) == (Idea.Status.HEARD, 1)


def test_the_day_to_look_again_is_still_to_come_and_only_for_a_no() -> None:
    idea = make_idea()

    with pytest.raises(DecisionError, match="still to come"):
        decide(idea, "not_now", revisit_on=clock.today())
    tomorrow = clock.today() + timedelta(days=1)

    assert decide(idea, "not_now", revisit_on=tomorrow).revisit_on == tomorrow
    assert decide(idea, "yes", version=2, revisit_on=tomorrow).revisit_on is None


def test_an_unknown_outcome_and_too_long_a_reason_are_refused_in_a_sentence() -> None:
    idea = make_idea()

    with pytest.raises(DecisionError, match="Choose what was decided"):
        decide(idea, "maybe")
    with pytest.raises(DecisionError, match="5,000 characters"):
        decide(idea, reason="x" * 5_001)


def test_what_changed_meanwhile_is_read_before_it_is_decided() -> None:
    idea = make_idea()
    edit_idea(idea_id=idea.pk, version=1, title="Something else", area=None, owner=None)

    with pytest.raises(StaleIdeaError):
        decide(idea)

    assert not Decision.objects.exists()


def test_what_is_live_is_not_decided_by_accident() -> None:
    idea = make_idea(status=Idea.Status.SHIPPED)

    with pytest.raises(DecisionError, match="live already"):
        decide(idea, "not_now")


def test_the_decision_names_who_decided() -> None:
    staff, idea = make_staff(), make_idea()

    decision = record_decision(
        idea_id=idea.pk, version=1, outcome="yes", reason="Yes.", public_reason="Yes, planned.", by=staff
    )

    assert decision.decided_by == staff
