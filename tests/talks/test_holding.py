"""What is said in a talk becomes feedback with its contact, and what was agreed becomes work."""

from datetime import timedelta

import pytest

from tests.makers import make_staff
from tests.talks.stories import customer, plan
from wellheard.customers.commands import erase_contact, merge_contacts
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.listen.commands import FeedbackError
from wellheard.listen.interviews.commands import (
    agree_on_step,
    cancel_interview,
    hold_interview,
    mark_quote,
    miss_interview,
    note_interview,
)
from wellheard.listen.interviews.errors import TalkError
from wellheard.listen.interviews.models import Interview, InterviewQuote
from wellheard.listen.models import Feedback
from wellheard.workspace.commands import StaleError
from wellheard.workspace.models import Task

pytestmark = pytest.mark.django_db

NOTES = "Printing is slow.\nWe print  forty labels a day, and each takes a minute.\nRenewal is in May."


def noted(talk: Interview) -> Interview:
    return note_interview(interview_id=talk.pk, version=talk.version, notes=NOTES)


def test_a_passage_becomes_feedback_in_their_own_words_said_when_they_spoke() -> None:
    ada, nora = customer(), make_staff()
    talk = noted(plan(ada, days=-2))

    quote = mark_quote(
        interview_id=talk.pk, words="We print forty labels a day,\nand each takes a minute.", contact=ada,
        quotable="named", by=nora,
    )  # fmt: skip

    said = quote.feedback
    assert (said.source, said.voice, said.quotable) == ("interview", "own", "named")
    assert (said.contact, said.company, said.logged_by) == (ada, ada.companies.get(), nora)
    assert said.heard_at == talk.planned_at
    assert Fact.objects.get(name="feedback.recorded").details["acknowledge"] == "none"


def test_marking_the_same_passage_twice_is_one_piece_of_feedback() -> None:
    ada = customer()
    talk = noted(plan(ada, days=-1))
    for _click in range(2):
        mark_quote(interview_id=talk.pk, words="Printing is slow.", contact=ada, quotable="no", by=None)

    assert (Feedback.objects.count(), InterviewQuote.objects.count()) == (1, 1)
    assert Fact.objects.filter(name="interview.quoted").count() == 1


@pytest.mark.parametrize("words", ["We love it", "printing is SLOW"])
def test_what_does_not_stand_in_the_notes_is_no_quote(words: str) -> None:
    talk = noted(plan(customer(), days=-1))

    with pytest.raises(TalkError, match="does not stand so"):
        mark_quote(interview_id=talk.pk, words=words, contact=None, quotable="no", by=None)


def test_no_words_are_no_quote() -> None:
    talk = noted(plan(customer(), days=-1))

    with pytest.raises(FeedbackError):
        mark_quote(interview_id=talk.pk, words="  ", contact=None, quotable="no", by=None)


def test_only_who_took_part_can_have_said_it() -> None:
    talk = noted(plan(customer(), days=-1))

    with pytest.raises(TalkError, match="took part"):
        mark_quote(interview_id=talk.pk, words="Printing is slow.", contact=customer(), quotable="no", by=None)


def test_notes_are_not_written_over_a_colleagues() -> None:
    talk = plan(customer())
    noted(talk)

    with pytest.raises(StaleError):
        note_interview(interview_id=talk.pk, version=1, notes="Something else")


def test_a_next_step_is_a_task_once_however_often_it_is_clicked() -> None:
    talk, nora = plan(customer(), days=-1), make_staff()
    due = clock.today() + timedelta(days=3)
    steps = [
        agree_on_step(interview_id=talk.pk, title="Send the price list", assignee=nora, due_on=due, by=nora)
        for _click in range(2)
    ]

    assert steps[0] == steps[1]
    task = Task.objects.get()
    assert (task.assignee, task.due_on, task.subject_type, task.subject_id) == (nora, due, "nextstep", steps[0].pk)


def test_two_steps_of_a_talk_are_two_tasks() -> None:
    talk = plan(customer(), days=-1)
    for title in ("Send the price list", "Ask about the scanner"):
        agree_on_step(interview_id=talk.pk, title=title, assignee=None, due_on=None, by=None)

    assert Task.objects.open().count() == 2


def test_a_talk_held_before_its_time_began_now() -> None:
    talk = hold_interview(interview_id=plan(customer()).pk, by=None)

    assert talk.state == "held"
    assert talk.planned_at <= clock.now()


def test_what_was_called_off_did_not_take_place() -> None:
    talk = plan(customer())
    cancel_interview(interview_id=talk.pk)

    with pytest.raises(TalkError, match="called off"):
        hold_interview(interview_id=talk.pk, by=None)


def test_nobody_can_have_missed_what_is_still_to_come() -> None:
    with pytest.raises(TalkError, match="not begun"):
        miss_interview(interview_id=plan(customer()).pk)


def test_notes_go_with_the_person_they_are_about() -> None:
    ada = customer()
    talk = noted(plan(ada, days=-1))
    erase_contact(contact_id=ada.pk)

    talk.refresh_from_db()
    assert "label" not in talk.notes
    assert talk.title == ""


def test_talks_follow_a_person_who_turns_out_to_be_another() -> None:
    ada = customer()
    talk = plan(ada)
    kept = customer()
    merge_contacts(kept_id=kept.pk, gone_id=ada.pk, by=make_staff())

    assert [guest.contact for guest in talk.guests.all()] == [kept]
