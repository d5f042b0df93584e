"""What the meeting decides: once, with reasons, and customers hear it by the decision behind it."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.reviews.tables import Department, Table, agreed_table, decide, table, yes
from wellheard.answer.models import Answer
from wellheard.decide import commands as ideas
from wellheard.decide.commands import DecisionError, StaleIdeaError
from wellheard.decide.models import Decision, Idea
from wellheard.decide.reviews import commands
from wellheard.decide.reviews.commands import Expected, ReviewError, VerdictDraft
from wellheard.decide.reviews.models import Expectation, Review, Verdict
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.workspace.models import Task

pytestmark = pytest.mark.django_db
TOMORROW = timedelta(days=1)


def not_now(**changes: object) -> VerdictDraft:
    usual = {"outcome": "not_now", "reason": "Too dear.", "public_reason": "Not this year.", "override_reason": "So."}
    return VerdictDraft(**usual | changes)  # type: ignore[arg-type]


def test_a_yes_is_a_decision_an_expectation_and_a_task_and_who_asked_hears_it(run_jobs: Callable[[], None]) -> None:
    made = agreed_table()
    item = made.items()[0]
    decide(made, item, yes())
    verdict, idea = Verdict.objects.get(), made.ideas[0]
    idea.refresh_from_db()
    assert idea.status == Idea.Status.PLANNED
    assert verdict.decision == Decision.objects.get(idea=idea)
    assert Expectation.objects.get().amount == 60
    assert Task.objects.open().filter(kind="begin_accepted", subject_id=idea.pk).count() == 1
    run_jobs()
    assert Answer.objects.get(idea=idea).occasion == Answer.Occasion.DECIDED


def test_a_not_now_answers_who_asked_with_its_words(run_jobs: Callable[[], None]) -> None:
    made = agreed_table()
    decide(made, made.items()[0], not_now())
    run_jobs()
    answer = Answer.objects.get(idea=made.ideas[0])
    assert answer.occasion == Answer.Occasion.NOT_NOW
    assert "Not this year." in answer.words


def test_a_double_click_and_a_second_leader_who_says_the_same_decide_once(run_jobs: Callable[[], None]) -> None:
    made = agreed_table()
    item = made.items()[0]
    decide(made, item, yes())
    decide(made, item, yes())
    decide(made, item, yes(), by=made.people[Department.SUPPORT])
    run_jobs()
    assert Verdict.objects.count() == Decision.objects.count() == Expectation.objects.count() == 1
    assert Answer.objects.filter(idea=made.ideas[0]).count() == 1
    assert Fact.objects.filter(name="review.idea_decided").count() == 1


def test_a_second_leader_who_says_otherwise_is_told_what_stands() -> None:
    made = agreed_table()
    item = made.items()[0]
    decide(made, item, yes())
    with pytest.raises(ReviewError, match="Ines Calder recorded “Yes”"):
        decide(made, item, not_now(), by=made.people[Department.SUPPORT])
    assert Decision.objects.get().outcome == "yes"


def test_a_crash_between_decision_and_verdict_leaves_neither_and_the_next_try_both(
    monkeypatch: pytest.MonkeyPatch, run_jobs: Callable[[], None]
) -> None:
    made = agreed_table()
    item = made.items()[0]

    def crash(self: Verdict, **_: object) -> None:
        raise ConnectionError("the machine went away")

    with monkeypatch.context() as patched:
        patched.setattr(Verdict, "save", crash)
        with pytest.raises(ConnectionError):
            decide(made, item, yes())
    assert not Decision.objects.exists()
    run_jobs()
    assert not Answer.objects.exists()
    decide(made, item, yes())
    run_jobs()
    assert Decision.objects.count() == Verdict.objects.count() == Answer.objects.count() == 1


def test_deferred_ideas_come_back_and_nobody_is_told(run_jobs: Callable[[], None]) -> None:
    made = agreed_table()
    draft = VerdictDraft(outcome="defer", reason="After the season.", defer_until=clock.today() + TOMORROW)
    decide(made, made.items()[0], draft)
    run_jobs()
    assert not Decision.objects.exists()
    assert not Answer.objects.exists()


def test_what_has_to_be_known_first_becomes_a_task() -> None:
    made = agreed_table()
    owner = made.people[Department.SALES]
    draft = VerdictDraft(outcome="need_evidence", reason="We guess.", question="Who pays for it?", owner=owner)
    decide(made, made.items()[0], draft)
    task = Task.objects.open().get(kind="find_evidence")
    assert task.assignee == owner
    assert "Who pays for it?" in task.title
    # Two weeks from meeting to meeting, of which ratings take the last day and freezing the one before.
    assert task.due_on == clock.today() + timedelta(days=12)


@pytest.mark.parametrize(
    ("draft", "refusal"),
    [
        (VerdictDraft("maybe", "Why"), "Choose what was decided"),
        (yes(reason=" "), "Write the reason"),
        (yes(expected=None), "what you expect"),
        (yes(expected=Expected("other", Decimal(1), clock.now().date() + TOMORROW)), "in a few words"),
        (yes(expected=Expected("solved", Decimal(1), clock.now().date())), "lies ahead"),
        (VerdictDraft("defer", "Why"), "Choose the day"),
        (VerdictDraft("need_evidence", "Why", question="Who?"), "who finds it out"),
    ],
)
def test_a_verdict_that_lacks_something_is_refused_and_changes_nothing(draft: VerdictDraft, refusal: str) -> None:
    made = agreed_table()
    with pytest.raises(ReviewError, match=refusal):
        decide(made, made.items()[0], draft)
    assert not Verdict.objects.exists()


def test_without_words_for_customers_nothing_is_decided() -> None:
    made = agreed_table()
    with pytest.raises(DecisionError, match="what customers will read"):
        decide(made, made.items()[0], yes(public_reason=""))
    assert not Verdict.objects.exists()


def test_too_few_departments_decide_nothing() -> None:
    made = table(1)
    made.rate_all({department: [4] for department in made.people}, [3])
    for name in (Department.SALES, Department.SUPPORT):
        place = made.review.attendees.get(department=name)
        commands.note_there(review_id=made.review.pk, attendee_id=place.pk, came_at=clock.now())
    with pytest.raises(ReviewError, match="1 more department must be there"):
        decide(made, made.items()[0], yes())
    place = made.review.attendees.get(department=Department.PRODUCT)
    commands.note_there(review_id=made.review.pk, attendee_id=place.pk, came_at=clock.now())
    decide(made, made.items()[0], yes())
    assert Verdict.objects.exists()


@pytest.mark.parametrize(("worth", "draft"), [(2, yes()), (5, not_now(override_reason=""))])
def test_deciding_against_the_ratings_needs_a_reason_and_is_marked(worth: int, draft: VerdictDraft) -> None:
    made = agreed_table(1, worth=worth)
    with pytest.raises(ReviewError, match="against what the ratings say"):
        decide(made, made.items()[0], draft)
    given = {**draft.__dict__, "override_reason": "A promise of ours."}
    decide(made, made.items()[0], VerdictDraft(**given))
    assert Verdict.objects.get().is_override
    assert Fact.objects.get(name="review.idea_decided").details["override"] == 1


@pytest.mark.parametrize("reason", ["", "   ", "\n\t", "\u200b"])
def test_a_yes_to_what_is_well_rated_and_does_not_fit_needs_a_reason_in_words(reason: str) -> None:
    made = agreed_table(2, weeks=6)
    best, next_best = made.items()
    decide(made, best, yes())
    with pytest.raises(ReviewError, match="against what the ratings say"):
        decide(made, next_best, yes(override_reason=reason))
    assert not Verdict.objects.filter(item=next_best).exists()
    assert Idea.objects.get(pk=next_best.idea_id).status != Idea.Status.PLANNED
    decide(made, next_best, yes(override_reason="They leave otherwise."))
    assert Verdict.objects.get(item=next_best).is_override


def test_a_reason_against_ratings_that_agree_is_not_kept_as_one() -> None:
    made = agreed_table(1)
    decide(made, made.items()[0], yes(override_reason="Just so."))
    assert not Verdict.objects.get().is_override


def test_who_decides_on_an_idea_that_changed_meanwhile_is_told() -> None:
    made = agreed_table(1)
    item, idea = made.items()[0], made.ideas[0]
    ideas.edit_idea(idea_id=idea.pk, version=idea.version, title="Otherwise", area=None, owner=None)
    with pytest.raises(StaleIdeaError):
        commands.decide_item(review_id=made.review.pk, item_id=item.pk, version=idea.version, draft=yes(), by=made.lead)
    assert not Verdict.objects.exists()


def test_nothing_is_decided_before_the_ratings_are_open_or_after_the_meeting() -> None:
    made = table(1)
    with pytest.raises(ReviewError, match="is being rated"):
        decide(made, made.items()[0], yes())
    held = ended(agreed_table(1))
    with pytest.raises(ReviewError, match="over"):
        decide(held, held.items()[0], yes())


def test_ending_a_meeting_twice_ends_it_once() -> None:
    made = ended(agreed_table(1))
    ended(made)
    assert made.again().state == Review.State.HELD
    assert Fact.objects.filter(name="review.held").count() == 1


def ended(made: Table) -> Table:
    commands.hold_review(review_id=made.review.pk, notes="We met.")
    return made
