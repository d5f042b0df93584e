"""What follows from whether it solved their problem: thanks once, a second look, one more question and no third."""

from datetime import timedelta
from typing import Any

import pytest

from tests.answer.stories import Run, asks, go_out, ship
from tests.makers import make_contact, make_idea
from wellheard.answer.commands import record_solved
from wellheard.answer.models import Answer
from wellheard.answer.tasks import ask_whether_solved
from wellheard.decide.commands import change_status, vote, withdraw_evidence
from wellheard.decide.models import Evidence, EvidenceItem, Idea
from wellheard.foundation import clock
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.models import Feedback

pytestmark = pytest.mark.django_db
Occasion = Answer.Occasion


@pytest.fixture
def told(run_jobs: Run, settings: Any) -> Answer:
    settings.HOLD_MINUTES = 0
    idea = make_idea("Work offline")
    asks(make_contact(name="Anneke Visser"), idea, words="The sheet goes when the signal goes.")
    ship(idea)
    go_out(run_jobs)
    return Answer.objects.get()


def follow(answer: Answer, solved: str, run_jobs: Run, comment: str = "") -> None:
    record_solved(answer_id=answer.pk, solved=solved, comment=comment)
    go_out(run_jobs)


def test_a_yes_is_thanked_once_with_their_words_and_what_changed(told: Answer, run_jobs: Run) -> None:
    for _ in range(2):
        follow(told, "yes", run_jobs)
    follow(told, "yes", run_jobs, "Storm Monday took eleven minutes.")

    thanks = Answer.objects.get(occasion=Occasion.THANKED)
    assert thanks.state == Answer.State.SENT
    assert "> The sheet goes when the signal goes." in thanks.words
    assert "Sheets stay." in thanks.words
    assert OutgoingMail.objects.count() == 2


def test_a_no_reopens_the_evidence_and_becomes_feedback_about_the_idea(told: Answer, run_jobs: Run) -> None:
    evidence = Evidence.objects.get()
    withdraw_evidence(evidence_id=evidence.pk, reason="Thought to be solved.")

    follow(told, "no", run_jobs, "Not on the iPhone.")

    evidence.refresh_from_db()
    said = Feedback.objects.get(words="Not on the iPhone.")
    assert evidence.withdrawn_at is None
    assert evidence.reaffirmed_at is not None
    assert EvidenceItem.objects.filter(idea=told.idea, feedback=said).exists()
    assert Answer.objects.get(occasion=Occasion.REOPENED).state == Answer.State.SENT


def test_saying_no_twice_is_acknowledged_once(told: Answer, run_jobs: Run) -> None:
    follow(told, "no", run_jobs)
    follow(told, "partly", run_jobs, "Only the first page.")

    assert OutgoingMail.objects.count() == 2


def test_a_voter_who_says_no_stands_again_too(run_jobs: Run, settings: Any) -> None:
    settings.HOLD_MINUTES = 0
    idea = make_idea()
    vote(idea_id=idea.pk, contact=make_contact())
    ship(idea)
    go_out(run_jobs)

    follow(Answer.objects.get(), "no", run_jobs)

    assert Evidence.objects.get().reaffirmed_at is not None


def test_a_yes_taken_back_within_the_hold_is_not_thanked(told: Answer, run_jobs: Run, settings: Any) -> None:
    settings.HOLD_MINUTES = 30
    record_solved(answer_id=told.pk, solved="yes")
    run_jobs()
    record_solved(answer_id=told.pk, solved="no")
    run_jobs()

    assert Answer.objects.get(occasion=Occasion.THANKED).state == Answer.State.DROPPED


def test_who_said_no_hears_when_it_ships_again_and_who_said_yes_does_not(told: Answer, run_jobs: Run) -> None:
    happy = make_contact(email="happy@customer.example")
    assert told.idea is not None
    asks(happy, told.idea)
    go_out(run_jobs)
    follow(told, "no", run_jobs)

    change_status(idea_id=told.idea.pk, status=Idea.Status.BUILDING)
    run_jobs()
    ship(told.idea, title="Work offline, on the iPhone too")
    go_out(run_jobs)
    go_out(run_jobs)

    rounds = Answer.objects.filter(occasion=Occasion.SHIPPED).order_by("contact_id", "round")
    assert list(rounds.values_list("contact_id", "round", "state")) == [
        (told.contact_id, 0, "sent"),
        (told.contact_id, 1, "sent"),
        (happy.pk, 0, "sent"),
    ]


def test_who_does_not_say_is_asked_once_more_after_ten_days_and_never_again(
    told: Answer, run_jobs: Run, time_machine: Any
) -> None:
    now = clock.now()
    for days in (9, 11, 12, 30):
        time_machine.move_to(now + timedelta(days=days))
        ask_whether_solved(timestamp=0)
        run_jobs()

    answer, question = OutgoingMail.objects.order_by("pk")
    assert question.in_reply_to == answer.message_id
    assert question.queued_at > now + timedelta(days=10)
    assert "/solved/" in question.body


@pytest.mark.parametrize("why", ["answered", "switched off", "not live any more"])
def test_nobody_is_asked_again_without_need(
    told: Answer, run_jobs: Run, time_machine: Any, settings: Any, why: str
) -> None:
    if why == "answered":
        record_solved(answer_id=told.pk, solved="partly")
        run_jobs()
    elif why == "switched off":
        settings.SOLVED_REMINDER_DAYS = 0
    else:
        Idea.objects.update(status=Idea.Status.BUILDING)
    before = OutgoingMail.objects.count()

    time_machine.move_to(clock.now() + timedelta(days=11))
    ask_whether_solved(timestamp=0)

    assert OutgoingMail.objects.count() == before
