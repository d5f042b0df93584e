"""The tasks page: mine, everybody's, overdue; done and undone, handed on, added by hand."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.answer.stories import Run, asks, high_touch_customer, ship
from tests.makers import make_idea, make_staff
from wellheard.answer.models import Answer
from wellheard.foundation import clock
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.workspace.commands import TaskError, add_task, finish_task, reopen_task
from wellheard.workspace.models import Staff, Task
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def joel() -> Staff:
    return make_staff(name="Joel Amberg", role=Role.SUCCESS)


@pytest.fixture
def browser(signed_in: Callable[[Staff], Client], joel: Staff) -> Client:
    return signed_in(joel)


def owe_joel(joel: Staff, run_jobs: Run) -> Answer:
    _company, contact = high_touch_customer(joel)
    idea = make_idea("Work offline")
    asks(contact, idea)
    ship(idea)
    run_jobs()
    return Answer.objects.order_by("-pk")[0]


def test_the_owner_finds_whom_to_tell_and_an_overdue_one_is_seen_by_all_and_not_sent(
    browser: Client, joel: Staff, run_jobs: Run, time_machine: Any, signed_in: Callable[[Staff], Client]
) -> None:
    answer = owe_joel(joel, run_jobs)
    assert f"Tell {answer.contact}" in browser.get(reverse("tasks")).content.decode()

    Task.objects.update(due_on=clock.today() - timedelta(days=1))

    other = signed_in(make_staff(role=Role.AGENT))
    page = other.get(reverse("tasks"), {"view": "overdue"}).content.decode()
    assert "One task is overdue" in page
    assert "This is overdue." in other.get(reverse("answer", args=[answer.pk])).content.decode()
    assert not OutgoingMail.objects.exists()


def test_what_is_to_be_told_is_done_where_one_says_how(browser: Client, joel: Staff, run_jobs: Run) -> None:
    answer = owe_joel(joel, run_jobs)
    task = Task.objects.get()

    response = browser.post(reverse("task_doing", args=[task.pk]))

    assert response["Location"] == reverse("answer", args=[answer.pk])
    assert Task.objects.open().exists()


def test_a_task_added_by_hand_is_done_taken_back_and_handed_on(browser: Client, joel: Staff) -> None:
    browser.post(reverse("tasks"), {"title": "Call Harbour Lift", "assignee": joel.pk, "due_on": "2026-12-01"})
    task = Task.objects.get()
    for _ in range(2):
        browser.post(reverse("task_doing", args=[task.pk]))
    assert "Call Harbour Lift" in browser.get(reverse("tasks"), {"view": "done"}).content.decode()
    browser.post(reverse("task_undoing", args=[task.pk]))
    browser.post(reverse("task_assignee", args=[task.pk]), {"assignee": ""})

    task.refresh_from_db()
    assert (task.done_at, task.assignee, task.made_by) == (None, None, joel)


@pytest.mark.parametrize("fields", [{"title": ""}, {"title": "x" * 201}, {"title": "x", "due_on": "soon"}])
def test_a_task_that_says_nothing_is_refused(browser: Client, fields: dict[str, str]) -> None:
    assert browser.post(reverse("tasks"), fields).status_code == 422
    assert not Task.objects.exists()


def test_who_left_gets_no_tasks(browser: Client) -> None:
    task = add_task(title="Call", assignee=None, due_on=None, by=None)
    gone = make_staff(is_active=False)
    browser.post(reverse("task_assignee", args=[task.pk]), {"assignee": gone.pk})
    task.refresh_from_db()
    assert task.assignee is None


def test_a_done_task_is_not_taken_back_beside_an_open_one_about_the_same(joel: Staff, run_jobs: Run) -> None:
    owe_joel(joel, run_jobs)
    done = Task.objects.get()
    finish_task(task_id=done.pk, by=joel)
    Task.objects.create(kind=done.kind, subject_type=done.subject_type, subject_id=done.subject_id, made_at=clock.now())
    with pytest.raises(TaskError, match="open task about the same"):
        reopen_task(task_id=done.pk)


def test_a_long_list_takes_no_more_queries_than_a_short_one(
    browser: Client, joel: Staff, run_jobs: Run, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    owe_joel(joel, run_jobs)
    browser.get(reverse("tasks"))
    with django_assert_max_num_queries(40) as counted:
        browser.get(reverse("tasks"))
    for _ in range(19):
        owe_joel(joel, run_jobs)
    with django_assert_num_queries(len(counted)):
        browser.get(reverse("tasks"))


def test_an_unknown_list_is_not_found(browser: Client) -> None:
    assert browser.get(reverse("tasks"), {"view": "nonsense"}).status_code == 404


def test_an_answer_is_previewed_as_mail_shows_it(browser: Client, joel: Staff, run_jobs: Run) -> None:
    answer = owe_joel(joel, run_jobs)
    address = reverse("answer_preview", args=[answer.pk])
    by_night = browser.get(address, {"theme": "dark"})
    assert "sandbox" in by_night["Content-Security-Policy"]
    assert "@media" not in by_night.content.decode()
    assert "You get this mail because" in browser.get(address, {"as": "text"}).content.decode()
