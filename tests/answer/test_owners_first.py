"""High-touch customers hear it from the person who looks after them; nothing goes out behind that person's back."""

from datetime import date
from typing import Any

import pytest

from tests.answer.stories import Run, asks, go_out, high_touch_customer, ship
from tests.makers import make_idea, make_staff
from wellheard.answer.commands import mark_told, send_all, send_answer
from wellheard.answer.commands.owners import working_day_after
from wellheard.answer.models import Answer
from wellheard.answer.queries import TELL
from wellheard.decide.commands import change_status
from wellheard.decide.models import Idea
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.workspace.models import Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def left_to_joel(run_jobs: Run, settings: Any) -> Answer:
    settings.HOLD_MINUTES = 0
    _company, contact = high_touch_customer(make_staff(name="Joel Amberg"), mrr=2480)
    idea = make_idea()
    asks(contact, idea)
    ship(idea)
    go_out(run_jobs)
    return Answer.objects.get()


def test_the_owner_gets_a_task_with_a_due_date_and_nothing_goes_out(left_to_joel: Answer) -> None:
    task = Task.objects.get()

    assert (task.kind, task.subject_id, str(task.assignee)) == (TELL, left_to_joel.pk, "Joel Amberg")
    assert task.due_on is not None
    assert left_to_joel.state == Answer.State.OWED
    assert not OutgoingMail.objects.exists()


def test_telling_in_person_is_noted_and_closes_the_task(left_to_joel: Answer, run_jobs: Run) -> None:
    joel = Task.objects.get().assignee
    assert joel is not None

    mark_told(answer_id=left_to_joel.pk, how="over lunch", by=joel)
    go_out(run_jobs)

    task = Task.objects.get()
    assert (task.done_by, Answer.objects.get().told_how) == (joel, "over lunch")
    assert not OutgoingMail.objects.exists()


def test_letting_it_go_out_closes_the_task(left_to_joel: Answer, run_jobs: Run) -> None:
    send_answer(answer_id=left_to_joel.pk, by=make_staff())
    run_jobs()

    assert not Task.objects.open().exists()
    assert OutgoingMail.objects.count() == 1


def test_sending_all_leaves_the_owners_ones_alone(left_to_joel: Answer) -> None:
    assert send_all(idea_id=left_to_joel.idea_id) == 0


def test_news_that_is_no_longer_so_spares_the_owner(left_to_joel: Answer, run_jobs: Run) -> None:
    assert left_to_joel.idea_id
    change_status(idea_id=left_to_joel.idea_id, status=Idea.Status.BUILDING)
    run_jobs()

    assert Task.objects.get().dropped_at is not None


def test_a_company_nobody_looks_after_leaves_the_task_to_everyone(run_jobs: Run) -> None:
    _company, contact = high_touch_customer(None)
    idea = make_idea()
    asks(contact, idea)
    ship(idea)
    run_jobs()
    run_jobs()

    assert Task.objects.get().assignee is None


@pytest.mark.parametrize(
    ("day", "hours", "due"),
    [
        (date(2026, 11, 16), 8, date(2026, 11, 17)),
        (date(2026, 11, 20), 8, date(2026, 11, 23)),
        (date(2026, 11, 21), 16, date(2026, 11, 24)),
        (date(2026, 11, 16), 1, date(2026, 11, 17)),
    ],
)
def test_business_hours_skip_the_weekend(day: date, hours: int, due: date) -> None:
    assert working_day_after(day, hours=hours) == due
