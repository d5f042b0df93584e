"""A person with several answers due gets one mail; each answer keeps its own state; nobody is told twice."""

from datetime import timedelta
from typing import Any

import pytest

from tests.answer.stories import Run, asks, decide, go_out, ship
from tests.makers import make_contact, make_idea, make_staff
from tests.postbox import Postbox
from wellheard.answer.commands import AnswerError, mark_told, note_bounced, send_all, send_answer, send_due
from wellheard.answer.models import Answer
from wellheard.answer.tasks import send_due_answers
from wellheard.customers.models import Suppression
from wellheard.decide.commands import change_status
from wellheard.decide.models import Decision, Idea
from wellheard.foundation.mail.bounces import Report, note_report
from wellheard.foundation.mail.commands import requeue_mail
from wellheard.foundation.mail.failures import Failure
from wellheard.foundation.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db
State = Answer.State


@pytest.fixture(autouse=True)
def _no_hold(settings: Any) -> None:
    settings.HOLD_MINUTES = 0


def states() -> list[str]:
    return list(Answer.objects.order_by("pk").values_list("state", flat=True))


def test_two_answers_due_at_once_are_one_mail_with_both_and_one_greeting(run_jobs: Run) -> None:
    anneke = make_contact(name="Anneke Visser")
    offline, dutch = make_idea("Work offline"), make_idea("Dutch job sheets")
    asks(anneke, offline, words="The sheet goes when the signal goes.")
    asks(anneke, dutch, words="Sheets in Dutch.")

    ship(offline, dutch)
    go_out(run_jobs)
    go_out(run_jobs)

    mail = OutgoingMail.objects.get()
    assert mail.subject == "News about 2 things you asked for"
    assert mail.body.count("Hello Anneke,") == 1
    assert "> The sheet goes when the signal goes." in mail.body
    assert "> Sheets in Dutch." in mail.body
    assert states() == [State.SENT, State.SENT]
    assert mail.body.count("/solved/") == 2


def test_a_digest_stands_in_the_threads_of_all_its_parts(run_jobs: Run) -> None:
    anneke = make_contact()
    first, second = make_idea(), make_idea()
    asks(anneke, first, second)
    decide(first)
    go_out(run_jobs)
    decide(second)
    go_out(run_jobs)
    before = list(OutgoingMail.objects.order_by("pk").values_list("message_id", flat=True))

    ship(first, second)
    go_out(run_jobs)

    digest = OutgoingMail.objects.order_by("pk").last()
    assert digest is not None
    assert digest.references.split() == before
    assert digest.in_reply_to == before[-1]
    # What comes after joins the thread of the digest, once.
    decide_again = make_idea()
    asks(anneke, decide_again)
    assert OutgoingMail.objects.count() == 3


def test_a_digest_waits_for_news_that_is_held_a_little_longer_but_not_for_ever(
    run_jobs: Run, settings: Any, time_machine: Any
) -> None:
    settings.HOLD_MINUTES = 30
    anneke = make_contact()
    first, second = make_idea(), make_idea()
    asks(anneke, first, second)
    ship(first)
    run_jobs()
    start = Answer.objects.get().hold_until
    assert start is not None
    time_machine.move_to(start - timedelta(minutes=5))
    ship(second)
    run_jobs()

    time_machine.move_to(start + timedelta(minutes=1))
    assert send_due(contact_id=anneke.pk) == []
    time_machine.move_to(start + timedelta(minutes=26))
    assert len(send_due(contact_id=anneke.pk)) == 2
    assert OutgoingMail.objects.count() == 1


def test_who_keeps_getting_news_waits_no_longer_than_one_hold_more(
    run_jobs: Run, settings: Any, time_machine: Any
) -> None:
    settings.HOLD_MINUTES = 30
    anneke = make_contact()
    first, second = make_idea(), make_idea()
    asks(anneke, first, second)
    ship(first)
    run_jobs()
    start = Answer.objects.get().hold_until
    assert start is not None
    time_machine.move_to(start + timedelta(minutes=20))
    ship(second)
    run_jobs()

    time_machine.move_to(start + timedelta(minutes=31))

    assert [answer.idea_id for answer in send_due(contact_id=anneke.pk)] == [first.pk]


def test_a_refused_digest_fails_all_its_answers_and_goes_out_again_as_the_same_mail(
    run_jobs: Run, postbox: Postbox
) -> None:
    anneke = make_contact()
    first, second = make_idea(), make_idea()
    asks(anneke, first, second)
    ship(first, second)
    run_jobs()
    postbox.says = "552 5.2.2 mailbox full"
    go_out(run_jobs)
    mail = OutgoingMail.objects.get()
    assert mail.failure == Failure.MAILBOX_FULL
    postbox.says = "250 OK"
    assert states() == [State.FAILED, State.FAILED]

    answer = Answer.objects.order_by("pk").first()
    assert answer is not None
    send_answer(answer_id=answer.pk)
    run_jobs()

    assert OutgoingMail.objects.get().message_id == mail.message_id
    assert states() == [State.SENT, State.SENT]


def test_who_was_told_by_phone_meanwhile_is_not_told_again_by_trying_the_digest_again(
    run_jobs: Run, postbox: Postbox
) -> None:
    anneke = make_contact()
    first, second = make_idea("Work offline"), make_idea("Dutch job sheets")
    asks(anneke, first, second)
    ship(first, second)
    run_jobs()
    postbox.says = "550 no"
    go_out(run_jobs)
    mail = OutgoingMail.objects.get()
    postbox.says = "250 OK"
    offline, dutch = Answer.objects.order_by("idea_id")

    mark_told(answer_id=offline.pk, how="by phone", by=make_staff())
    requeue_mail(mail_id=mail.pk)
    run_jobs()
    assert OutgoingMail.objects.get().state == OutgoingMail.State.WITHDRAWN
    send_answer(answer_id=dutch.pk)
    run_jobs()

    mail.refresh_from_db()
    assert mail.state == OutgoingMail.State.SENT
    assert "Work offline" not in mail.body
    assert states() == [State.TOLD, State.SENT]


def test_a_mail_that_came_back_is_owed_again_and_goes_out_as_a_new_mail(run_jobs: Run) -> None:
    anneke = make_contact()
    idea = make_idea()
    asks(anneke, idea)
    ship(idea)
    go_out(run_jobs)
    answer = Answer.objects.get()

    note_bounced(answer_id=answer.pk, reply="452 4.2.2 Mailbox full")
    note_bounced(answer_id=answer.pk, reply="452 4.2.2 Mailbox full")
    assert states() == [State.BOUNCED]
    send_answer(answer_id=answer.pk)
    run_jobs()

    assert OutgoingMail.objects.count() == 2
    assert states() == [State.SENT]


def test_an_address_that_does_not_exist_is_not_written_to_again(run_jobs: Run) -> None:
    idea = make_idea()
    asks(make_contact(email="gone@customer.example"), idea)
    ship(idea)
    go_out(run_jobs)

    answer = note_bounced(answer_id=Answer.objects.get().pk, reply="550 5.1.1 user unknown")

    assert Suppression.objects.get().email == "gone@customer.example"
    with pytest.raises(AnswerError, match="no address"):
        send_answer(answer_id=answer.pk)


def test_an_answer_that_came_back_by_itself_is_owed_again_and_its_address_is_left_alone(
    run_jobs: Run, postbox: Postbox
) -> None:
    idea = make_idea()
    asks(make_contact(email="gone@customer.example"), idea)
    ship(idea)
    go_out(run_jobs)

    report = Report("gone@customer.example", "failed", "5.1.1", "550 no such user")
    note_report(mail_id=OutgoingMail.objects.get().pk, report=report)
    run_jobs()

    assert states() == [State.BOUNCED]
    assert Suppression.objects.get().email == "gone@customer.example"


@pytest.mark.parametrize("rounds", [1, 3])
def test_an_idea_that_comes_and_goes_within_the_hold_is_told_once(
    run_jobs: Run, settings: Any, time_machine: Any, rounds: int
) -> None:
    settings.HOLD_MINUTES = 30
    idea = make_idea()
    asks(make_contact(), idea)
    ship(idea)
    run_jobs()
    for _ in range(rounds):
        change_status(idea_id=idea.pk, status=Idea.Status.BUILDING)
        run_jobs()
        assert states() == [State.DROPPED]
        ship(idea)
        run_jobs()

    assert states() == [State.HELD]
    settings.HOLD_MINUTES = 0
    hold_until = Answer.objects.get().hold_until
    assert hold_until is not None
    time_machine.move_to(hold_until + timedelta(minutes=1))
    go_out(run_jobs)
    assert OutgoingMail.objects.count() == 1


def test_what_stopped_being_true_in_the_last_moment_does_not_go_out(run_jobs: Run) -> None:
    idea = make_idea()
    asks(make_contact(), idea)
    ship(idea)
    run_jobs()
    change_status(idea_id=idea.pk, status=Idea.Status.BUILDING)

    send_due_answers(timestamp=0)

    assert not OutgoingMail.objects.exists()


def test_sending_everything_about_a_release_is_one_mail_for_each_person(run_jobs: Run, settings: Any) -> None:
    settings.HOLD_MINUTES = 30
    anneke, bram = make_contact(), make_contact()
    first, second = make_idea(), make_idea()
    asks(anneke, first, second)
    asks(bram, first)
    release = ship(first, second)
    run_jobs()

    assert send_all(release_id=release.pk) == 3
    assert send_all(release_id=release.pk) == 0
    run_jobs()

    assert OutgoingMail.objects.count() == 2


@pytest.mark.parametrize("outcome", [Decision.Outcome.NOT_NOW, Decision.Outcome.ALREADY_POSSIBLE])
def test_a_no_and_an_already_there_are_told_as_surely_as_a_yes(run_jobs: Run, outcome: str) -> None:
    idea = make_idea(workaround="Print the sheet.")
    asks(make_contact(), idea)

    decide(idea, outcome)
    go_out(run_jobs)

    assert states() == [State.SENT]
    assert "Thank you" in OutgoingMail.objects.get().body
