"""Which ideas a meeting is to look at, and why."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.makers import make_company, make_contact, make_feedback
from tests.reviews.tables import agreed_table, decide, people, plan, table, wanted_idea, yes
from wellheard.decide.commands import edit_idea, link_feedback, record_decision, withdraw_evidence
from wellheard.decide.models import Evidence, Idea
from wellheard.decide.reviews import commands
from wellheard.decide.reviews.commands import ReviewError, VerdictDraft
from wellheard.decide.reviews.models import Review, ReviewItem
from wellheard.decide.reviews.queries.proposals import proposals_for
from wellheard.foundation import clock
from wellheard.workspace.commands import finish_task
from wellheard.workspace.models import Task

pytestmark = pytest.mark.django_db
TOMORROW = timedelta(days=1)


def next_meeting(**changes: object) -> Review:
    who = people()
    return commands.plan_review(plan=plan(**changes), attendees=who.values(), by=None)


def why(review: Review, idea: Idea) -> tuple[str, ...]:
    return next((one.why for one in proposals_for(review) if one.idea == idea), ())


def test_new_voices_propose_an_idea() -> None:
    review = next_meeting()
    idea = wanted_idea("Photos")
    assert why(review, idea) == ("new_evidence",)


def test_nothing_new_proposes_nothing() -> None:
    with clock.at(clock.now() - timedelta(days=20)):
        idea = wanted_idea("Photos")
    assert why(next_meeting(), idea) == ()


def test_who_asked_before_and_says_more_is_a_change() -> None:
    with clock.at(clock.now() - timedelta(days=20)):
        idea = wanted_idea("Photos")
    colleague = make_contact(company=Evidence.objects.get().company)
    link_feedback(feedback_id=make_feedback("Photos, still.", contact=colleague).pk, idea_id=idea.pk, by=None)
    assert why(next_meeting(), idea) == ("changed_evidence",)


def test_who_no_longer_needs_it_proposes_to_look_again() -> None:
    idea = wanted_idea("Photos")
    review = next_meeting()
    withdraw_evidence(evidence_id=Evidence.objects.get(idea=idea).pk, reason="They built it themselves.")
    assert "reversed" in why(review, idea)


def test_a_deferral_whose_day_has_come_by_a_meeting_or_beside_one() -> None:
    made = agreed_table(1)
    later = VerdictDraft(outcome="defer", reason="After the season.", defer_until=clock.today() + TOMORROW)
    decide(made, made.items()[0], later)
    other = wanted_idea("Photos")
    record_decision(
        idea_id=other.pk,
        version=other.version,
        outcome="not_now",
        reason="Later.",
        public_reason="Later.",
        by=None,
        revisit_on=clock.today() + TOMORROW,
    )
    commands.hold_review(review_id=made.review.pk)
    review = next_meeting()
    assert "deferral_over" in why(review, made.ideas[0])
    assert "deferral_over" in why(review, other)


def test_what_was_left_undecided_comes_again_with_how_far_apart_they_were() -> None:
    made = table(1)
    made.rate_all({name: [5 if place else 1] for place, name in enumerate(made.people)}, [3])
    commands.hold_review(review_id=made.review.pk)
    assert {"unsettled", "disputed"} <= set(why(next_meeting(), made.ideas[0]))


def test_a_question_that_was_answered_brings_its_idea_back() -> None:
    made = agreed_table(1)
    ask = VerdictDraft(outcome="need_evidence", reason="We guess.", question="Who pays?", owner=made.lead)
    decide(made, made.items()[0], ask)
    review = next_meeting()
    assert "answered" not in why(review, made.ideas[0])
    finish_task(task_id=Task.objects.get(kind="find_evidence").pk, by=None)
    assert "answered" in why(review, made.ideas[0])


def test_an_approved_text_that_changes_is_put_on_the_next_table_by_itself(run_jobs: Callable[[], None]) -> None:
    made = agreed_table(1)
    decide(made, made.items()[0], yes())
    review, idea = next_meeting(), made.ideas[0]
    idea.refresh_from_db()
    edit_idea(idea_id=idea.pk, version=idea.version, title=idea.title, area=None, owner=made.lead)
    run_jobs()
    assert not review.items.exists()
    idea.refresh_from_db()
    edit_idea(idea_id=idea.pk, version=idea.version, title="Quite another", area=None, owner=made.lead)
    run_jobs()
    assert review.items.get().why == ["text_changed"]


def test_onto_a_full_table_nothing_is_put_by_itself_and_it_is_proposed(
    monkeypatch: pytest.MonkeyPatch, run_jobs: Callable[[], None]
) -> None:
    made = agreed_table(1)
    decide(made, made.items()[0], yes())
    review, idea = next_meeting(), made.ideas[0]
    commands.put_on_table(review_id=review.pk, idea_id=wanted_idea("Photos").pk, by=None)
    monkeypatch.setattr("wellheard.decide.reviews.commands.shortlist.MOST_ITEMS", 1)
    idea.refresh_from_db()
    edit_idea(idea_id=idea.pk, version=idea.version, title="Quite another", area=None, owner=made.lead)
    run_jobs()
    assert review.items.count() == 1
    assert "text_changed" in why(review, idea)


@pytest.mark.parametrize("field", ["problem", "workaround", "internal_text", "public_text"])
def test_every_text_that_was_approved_counts_and_what_is_written_back_does_not(
    field: str, run_jobs: Callable[[], None]
) -> None:
    made = agreed_table(1)
    decide(made, made.items()[0], yes())
    review, idea = next_meeting(), made.ideas[0]
    before = getattr(idea, field)
    for words in ("Quite another.", before):
        idea.refresh_from_db()
        texts = {name: getattr(idea, name) for name in ("problem", "workaround", "internal_text", "public_text")}
        edit_idea(
            idea_id=idea.pk, version=idea.version, title=idea.title, area=None, owner=None, **texts | {field: words}
        )
        assert ("text_changed" in why(review, idea)) is (words != before)
    # It was changed and written back before anybody looked: nothing is approved anew.
    run_jobs()
    assert not review.items.exists()


def test_a_changed_text_that_is_approved_anew_is_at_rest_until_it_changes_again(run_jobs: Callable[[], None]) -> None:
    made = agreed_table(1)
    decide(made, made.items()[0], yes())
    idea = made.ideas[0]
    idea.refresh_from_db()
    edit_idea(idea_id=idea.pk, version=idea.version, title="Quite another", area=None, owner=None)
    commands.hold_review(review_id=made.review.pk)
    run_jobs()
    again = next_meeting(quorum=1)
    commands.put_on_table(review_id=again.pk, idea_id=idea.pk, by=None, why=["text_changed"])
    commands.freeze_review(review_id=again.pk, by=None)
    third = next_meeting(quorum=2)
    assert "text_changed" not in why(third, idea)


def test_an_approved_text_that_changes_while_no_meeting_is_planned_is_proposed_to_the_next() -> None:
    made = agreed_table(1)
    decide(made, made.items()[0], yes())
    idea = made.ideas[0]
    idea.refresh_from_db()
    edit_idea(idea_id=idea.pk, version=idea.version, title="Quite another", area=None, owner=None)
    assert why(next_meeting(), idea)[0] == "text_changed"


def test_proposing_fills_the_table_once_and_keeps_what_is_there() -> None:
    review = next_meeting()
    wished = [wanted_idea(f"Wish {number}", mrr=number + 1) for number in range(10)]
    commands.put_on_table(review_id=review.pk, idea_id=wished[0].pk, by=None)
    commands.propose(review_id=review.pk)
    commands.propose(review_id=review.pk)
    assert review.items.count() == 8
    assert review.items.get(idea=wished[0]).why == ["by_hand"]
    # Who pays most is looked at first.
    assert review.items.filter(idea=wished[9]).exists()


def test_an_idea_lies_on_a_table_once_and_can_be_taken_off() -> None:
    review, idea = next_meeting(), wanted_idea("Photos")
    item = commands.put_on_table(review_id=review.pk, idea_id=idea.pk, by=None)
    commands.put_on_table(review_id=review.pk, idea_id=idea.pk, by=None, why=["reversed"])
    assert ReviewItem.objects.get().why == ["by_hand", "reversed"]
    commands.take_off_table(review_id=review.pk, item_id=item.pk)
    commands.take_off_table(review_id=review.pk, item_id=item.pk)
    assert not review.items.exists()


def test_what_is_live_is_not_put_on_a_table() -> None:
    review, idea = next_meeting(), wanted_idea("Photos")
    Idea.objects.update(status=Idea.Status.SHIPPED)
    with pytest.raises(ReviewError, match="live already"):
        commands.put_on_table(review_id=review.pk, idea_id=idea.pk, by=None)


def test_feedback_linked_after_the_freeze_does_not_change_what_was_frozen() -> None:
    made = table(1)
    before = made.items()[0].snapshot
    feedback = make_feedback("Me too.", contact=make_contact(company=make_company(mrr=900)))
    link_feedback(feedback_id=feedback.pk, idea_id=made.ideas[0].pk, by=None)
    assert made.items()[0].snapshot == before
