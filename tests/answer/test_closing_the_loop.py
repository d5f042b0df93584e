"""Everyone who spoke hears back, nobody twice."""

from collections.abc import Callable

import pytest

from tests.makers import make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.answer.commands import edit_answer, keep_back, mark_told, send_answer
from wellheard.answer.commands.writing import AnswerError, StaleAnswerError
from wellheard.answer.models import Answer
from wellheard.answer.tasks import send_due_answers
from wellheard.decide.commands import link_feedback, record_decision, unlink_feedback, vote
from wellheard.decide.models import Decision, Idea
from wellheard.deliver.commands import draft_release, publish_release
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.models import Feedback

pytestmark = pytest.mark.django_db
Run = Callable[[], None]


@pytest.fixture(autouse=True)
def _no_hold(settings: object) -> None:
    settings.HOLD_MINUTES = 0  # type: ignore[attr-defined]


def ask(idea: Idea, *feedback: Feedback) -> None:
    for said in feedback:
        link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=None)


def decide(idea: Idea, outcome: str = Decision.Outcome.YES) -> Decision:
    idea.refresh_from_db()
    return record_decision(
        idea_id=idea.pk,
        version=idea.version,
        outcome=outcome,
        reason="Worth it.",
        public_reason="Many of you need it.",
        by=None,
    )


def ship(*ideas: Idea) -> None:
    release = draft_release(title="Work offline", notes="Sheets stay.", idea_ids=[idea.pk for idea in ideas], by=None)
    publish_release(release_id=release.pk)


def deliver(run_jobs: Run) -> None:
    run_jobs()
    send_due_answers(timestamp=0)
    run_jobs()


def recipients() -> list[str]:
    return sorted(OutgoingMail.objects.filter(state="kept").values_list("to_address", flat=True))


def test_everyone_who_asked_hears_once_that_it_is_live(run_jobs: Run) -> None:
    ada, bob, eve = (make_contact(email=f"{name}@customer.example") for name in ("ada", "bob", "eve"))
    idea = make_idea()
    ask(idea, make_feedback(contact=ada), make_feedback("Again: offline!", contact=ada), make_feedback(contact=bob))
    vote(idea_id=idea.pk, contact=eve)

    ship(idea)
    deliver(run_jobs)
    deliver(run_jobs)

    assert recipients() == ["ada@customer.example", "bob@customer.example", "eve@customer.example"]
    assert set(Answer.objects.values_list("state", flat=True)) == {Answer.State.SENT}


def test_the_answer_quotes_what_they_said_and_asks_whether_it_solved_it(run_jobs: Run) -> None:
    idea = make_idea("Keep working without a signal")
    ask(idea, make_feedback("The sheet goes when the signal goes.", contact=make_contact(name="Anneke Visser")))

    ship(idea)
    deliver(run_jobs)

    body = OutgoingMail.objects.get().body
    assert "Hello Anneke," in body
    assert "> The sheet goes when the signal goes." in body
    assert "/solved/" in body


def test_a_no_is_told_too_with_its_reason(run_jobs: Run) -> None:
    idea = make_idea(workaround="Print the sheet.")
    ask(idea, make_feedback(contact=make_contact()))

    decide(idea, Decision.Outcome.NOT_NOW)
    deliver(run_jobs)

    body = OutgoingMail.objects.get().body
    assert "Many of you need it." in body
    assert "Print the sheet." in body


def test_the_yes_and_the_release_are_two_occasions_in_one_thread(run_jobs: Run) -> None:
    idea = make_idea()
    ask(idea, make_feedback(contact=make_contact()))

    decide(idea)
    deliver(run_jobs)
    ship(idea)
    deliver(run_jobs)

    planned, live = OutgoingMail.objects.order_by("pk")
    assert live.in_reply_to == planned.message_id


def test_news_overtaken_while_it_was_held_is_not_told(run_jobs: Run, settings: object) -> None:
    settings.HOLD_MINUTES = 30  # type: ignore[attr-defined]
    idea = make_idea()
    ask(idea, make_feedback(contact=make_contact()))

    decide(idea)
    run_jobs()
    ship(idea)
    run_jobs()

    states = dict(Answer.objects.values_list("occasion", "state"))
    assert states == {"decided": Answer.State.DROPPED, "shipped": Answer.State.HELD}


def test_a_decision_changed_back_before_anyone_was_told_is_told_once(run_jobs: Run) -> None:
    idea = make_idea()
    ask(idea, make_feedback(contact=make_contact()))

    for outcome in (Decision.Outcome.NOT_NOW, Decision.Outcome.YES, Decision.Outcome.NOT_NOW):
        decide(idea, outcome)
        run_jobs()
    deliver(run_jobs)

    assert [mail.subject[:7] for mail in OutgoingMail.objects.all()] == ["Not now"]


def test_who_asks_after_the_decision_is_told_what_the_others_were_told(run_jobs: Run) -> None:
    idea = make_idea()
    decide(idea)
    run_jobs()

    ask(idea, make_feedback(contact=make_contact(email="late@customer.example")))
    deliver(run_jobs)

    assert recipients() == ["late@customer.example"]


def test_someone_without_an_address_stays_owed_until_a_person_tells_them(run_jobs: Run) -> None:
    idea = make_idea()
    ask(idea, make_feedback(contact=make_contact(email="")))
    ship(idea)
    deliver(run_jobs)
    answer = Answer.objects.get()
    assert answer.state == Answer.State.OWED
    with pytest.raises(AnswerError, match="no address"):
        send_answer(answer_id=answer.pk)

    mark_told(answer_id=answer.pk, how="by phone", by=make_staff())

    assert not Answer.objects.outstanding().exists()
    assert not OutgoingMail.objects.exists()


def test_a_double_click_on_send_sends_one_mail(run_jobs: Run, settings: object) -> None:
    settings.HOLD_MINUTES = 30  # type: ignore[attr-defined]
    idea = make_idea()
    ask(idea, make_feedback(contact=make_contact()))
    ship(idea)
    run_jobs()
    answer = Answer.objects.get()

    send_answer(answer_id=answer.pk)
    send_answer(answer_id=answer.pk)
    run_jobs()

    assert OutgoingMail.objects.count() == 1


def test_an_answer_kept_back_waits_for_a_person(run_jobs: Run, settings: object) -> None:
    settings.HOLD_MINUTES = 30  # type: ignore[attr-defined]
    idea = make_idea()
    ask(idea, make_feedback(contact=make_contact()))
    ship(idea)
    run_jobs()

    keep_back(answer_id=Answer.objects.get().pk)
    send_due_answers(timestamp=0)

    assert Answer.objects.get().state == Answer.State.OWED


def test_the_second_of_two_editors_is_told_and_overwrites_nothing(run_jobs: Run, settings: object) -> None:
    settings.HOLD_MINUTES = 30  # type: ignore[attr-defined]
    idea = make_idea()
    ask(idea, make_feedback(contact=make_contact()))
    ship(idea)
    run_jobs()
    answer = Answer.objects.get()
    edit_answer(answer_id=answer.pk, version=1, subject_line="First", words="First words", by=make_staff())

    with pytest.raises(StaleAnswerError, match="Nothing is lost"):
        edit_answer(answer_id=answer.pk, version=1, subject_line="Second", words="Second words", by=make_staff())

    answer.refresh_from_db()
    assert answer.words == "First words"


def test_an_answer_that_left_cannot_be_reworded(run_jobs: Run) -> None:
    idea = make_idea()
    ask(idea, make_feedback(contact=make_contact()))
    ship(idea)
    deliver(run_jobs)

    with pytest.raises(AnswerError, match="already gone out"):
        edit_answer(answer_id=Answer.objects.get().pk, version=1, subject_line="S", words="W", by=make_staff())


def test_someone_linked_by_mistake_is_not_told(run_jobs: Run, settings: object) -> None:
    settings.HOLD_MINUTES = 30  # type: ignore[attr-defined]
    idea = make_idea()
    mistaken, right = make_feedback(contact=make_contact()), make_feedback(contact=make_contact())
    ask(idea, mistaken, right)
    ship(idea)
    run_jobs()

    unlink_feedback(feedback_id=mistaken.pk, idea_id=idea.pk)
    run_jobs()

    states = dict(Answer.objects.values_list("contact_id", "state"))
    assert states == {mistaken.contact_id: Answer.State.DROPPED, right.contact_id: Answer.State.HELD}


def test_a_hidden_company_counts_once_however_many_of_its_people_ask() -> None:
    company = make_company(mrr=2480)
    idea = make_idea()

    ask(idea, *(make_feedback(contact=make_contact(company=company)) for _ in range(3)))

    idea.refresh_from_db()
    assert (idea.company_count, idea.contact_count, idea.feedback_count, idea.mrr_minor) == (1, 3, 3, 248_000)
