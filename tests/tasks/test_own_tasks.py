"""Whoever is given a task finishes it, in whatever role: sales lead steps of playbooks, and do no tasks of others."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.answer.stories import Run, asks, high_touch_customer, ship
from tests.makers import make_company, make_idea, make_staff
from wellheard.answer.models import Answer
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.learn.playbooks.commands import PlaybookDraft, StepDraft, add_playbook, switch_playbook_on
from wellheard.learn.playbooks.models import PlaybookRun, PlaybookStep
from wellheard.learn.playbooks.queries import forget_names
from wellheard.learn.queries import waiting_counts
from wellheard.listen.departures.commands import Leaving, record_departure
from wellheard.web.home.queries import what_needs_me
from wellheard.workspace.commands import add_task
from wellheard.workspace.models import Staff, Task
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def sami() -> Staff:
    return make_staff(name="Sami Holt", role=Role.SALES)


@pytest.fixture
def browser(signed_in: Callable[[Staff], Client], sami: Staff) -> Client:
    return signed_in(sami)


def test_sales_finish_the_step_of_a_playbook_they_were_given_and_it_ends(
    browser: Client, sami: Staff, run_jobs: Run
) -> None:
    step = StepDraft("Ring them", 1, PlaybookStep.Who.OWNER, Role.SALES)
    playbook = add_playbook(draft=PlaybookDraft("They left", "departure.recorded", (step,)), by=None)
    switch_playbook_on(playbook_id=playbook.pk)
    forget_names()
    company = make_company(name="Acme", owner=sami)
    record_departure(leaving=Leaving(company.pk, clock.today(), "billing"), by=None)
    run_jobs()
    task = Task.objects.get(kind="playbook_step")
    done = reverse("task_doing", args=[task.pk])
    assert task.assignee == sami
    assert f'action="{done}"' in browser.get(reverse("day")).text
    assert "Ring them: Acme" in browser.get(reverse("tasks")).text

    assert browser.post(done).status_code == 302
    run_jobs()

    task.refresh_from_db()
    assert (task.done_by, PlaybookRun.objects.get().state) == (sami, "done")
    assert "Ring them: Acme" in browser.get(reverse("tasks"), {"view": "done"}).text
    browser.post(reverse("task_undoing", args=[task.pk]))
    task.refresh_from_db()
    assert task.done_at is None


def test_what_others_were_given_is_theirs(browser: Client, sami: Staff) -> None:
    yesterday = clock.today() - timedelta(days=1)
    task = add_task(title="Write to Bolt", assignee=make_staff(), due_on=yesterday, by=None)
    add_task(title="Ring Acme", assignee=sami, due_on=yesterday, by=None)
    for name in ("task_doing", "task_undoing"):
        assert browser.post(reverse(name, args=[task.pk])).status_code == 403
    assert browser.post(reverse("task_assignee", args=[task.pk]), {"assignee": sami.pk}).status_code == 403
    assert browser.post(reverse("tasks"), {"title": "More"}).status_code == 403
    for view in ("all", "overdue"):
        assert browser.get(reverse("tasks"), {"view": view}).status_code == 404
    page = browser.get(reverse("tasks")).text
    assert ("Ring Acme" in page, "Write to Bolt" in page, "Add the task" in page) == (True, False, False)
    assert "Hand it on" not in page
    task.refresh_from_db()
    assert (task.done_at, Task.objects.count()) == (None, 2)
    assert (waiting_counts(sami)["overdue_tasks"], waiting_counts(make_staff())["overdue_tasks"]) == (1, 2)


def test_an_owner_in_sales_says_that_they_told_their_customer(browser: Client, sami: Staff, run_jobs: Run) -> None:
    _company, contact = high_touch_customer(sami)
    idea = make_idea("Work offline")
    asks(contact, idea)
    ship(idea)
    run_jobs()
    task = Task.objects.open().get()
    page = browser.get(reverse("tasks")).text
    assert "I told them" in page
    assert reverse("contact", args=[contact.pk]) in page

    for _click in range(2):
        assert browser.post(reverse("task_doing", args=[task.pk])).status_code == 302

    told = Answer.objects.order_by("-pk")[0]
    assert (told.state, told.told_by, told.told_how) == ("told", sami, "in person")
    assert not Task.objects.open().exists()
    assert Fact.objects.filter(name="answer.told").count() == 1
    assert not OutgoingMail.objects.exists()


def test_who_is_given_nothing_has_no_tasks(signed_in: Callable[[Staff], Client]) -> None:
    viewer = signed_in(make_staff(role=Role.VIEWER))
    assert viewer.get(reverse("tasks")).status_code == 403
    assert reverse("tasks") not in viewer.get(reverse("home")).text


def test_sales_read_at_home_that_a_task_is_theirs(sami: Staff) -> None:
    assert what_needs_me(sami) == []
    add_task(title="Ring Acme", assignee=sami, due_on=None, by=None)
    assert [need.text for need in what_needs_me(sami)] == ["1 task is yours"]
