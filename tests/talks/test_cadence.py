"""Companies are called as often as their tier promises, by whoever looks after them."""

from datetime import timedelta
from typing import Any

import pytest

from tests.makers import make_company, make_staff, make_tier
from tests.talks.stories import plan
from wellheard.customers.models import Company
from wellheard.foundation import clock
from wellheard.listen.interviews.commands import cancel_interview, hold_interview, keep_check_in_tasks
from wellheard.listen.interviews.queries import with_talks
from wellheard.workspace.models import Task

pytestmark = pytest.mark.django_db


def promised(*, every: int = 30, joined_days_ago: int = 100, **fields: Any) -> Company:
    values = {"tier": make_tier(call_every_days=every), "owner": make_staff()}
    return make_company(joined_on=clock.today() - timedelta(days=joined_days_ago), **values | fields)


def standing(company: Company) -> str:
    return str(vars(with_talks(Company.objects.filter(pk=company.pk)).get())["standing"])


@pytest.mark.parametrize(
    ("days_ago", "expected"), [(29, "due"), (30, "due"), (31, "overdue"), (23, "due"), (22, "kept"), (1, "kept")]
)
def test_a_check_in_stands_by_the_last_talk(days_ago: int, expected: str) -> None:
    company = promised(every=30)
    plan(company=company, days=-days_ago)

    assert standing(company) == expected


def test_who_was_never_spoken_to_counts_from_when_they_joined() -> None:
    assert standing(promised(every=30, joined_days_ago=31)) == "overdue"
    assert standing(promised(every=30, joined_days_ago=3)) == "kept"


def test_a_planned_talk_is_neither_due_nor_overdue() -> None:
    company = promised()
    plan(company=company)

    assert standing(company) == "planned"


@pytest.mark.parametrize("stage", ["prospect", "trial", "lost"])
def test_nobody_is_promised_calls_who_is_no_customer(stage: str) -> None:
    assert standing(promised(stage=stage)) == "free"


def test_a_tier_without_calls_promises_none() -> None:
    assert standing(promised(tier=make_tier())) == "free"


def test_the_owner_gets_one_task_however_often_the_day_begins() -> None:
    company = promised(name="Voltwerk")

    assert [keep_check_in_tasks(), keep_check_in_tasks()] == [1, 0]
    task = Task.objects.get()
    assert (task.kind, task.assignee, task.subject_id) == ("check_in", company.owner, company.pk)
    assert "Voltwerk" in task.title
    assert task.due_on == company.joined_on + timedelta(days=30) if company.joined_on else None


def test_nobody_is_asked_for_a_company_that_nobody_looks_after() -> None:
    promised(owner=None)
    promised(owner=make_staff(is_active=False))

    assert keep_check_in_tasks() == 0


def test_planning_the_talk_takes_the_task_back_and_calling_it_off_brings_it_again() -> None:
    company = promised()
    keep_check_in_tasks()
    talk = plan(company=company)
    assert not Task.objects.open().exists()
    assert keep_check_in_tasks() == 0

    cancel_interview(interview_id=talk.pk)
    assert keep_check_in_tasks() == 1


def test_holding_the_talk_does_the_task() -> None:
    company = promised()
    talk = plan(company=company)
    cancel = plan(company=company, days=9)
    cancel_interview(interview_id=cancel.pk)
    cancel_interview(interview_id=talk.pk)
    keep_check_in_tasks()
    nora = make_staff()
    hold_interview(interview_id=plan(company=company, days=4).pk, by=nora)

    assert standing(company) == "kept"
    assert not Task.objects.open().exists()


def test_writing_down_a_talk_that_took_place_does_the_task() -> None:
    company = promised()
    keep_check_in_tasks()
    plan(company=company, days=-1)

    assert Task.objects.get().done_at is not None


def test_what_is_not_promised_any_more_is_taken_back() -> None:
    company = promised()
    keep_check_in_tasks()
    Company.objects.filter(pk=company.pk).update(stage=Company.Stage.LOST)
    keep_check_in_tasks()

    assert Task.objects.get().dropped_at is not None
