"""What is next in a playbook stands on the company's page, and under whom to call of whoever does it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.makers import make_company, make_staff
from tests.playbooks.test_playbooks import hold, on
from wellheard.customers.models import Company
from wellheard.foundation import clock
from wellheard.learn.playbooks.commands import StepDraft, stop_run
from wellheard.learn.playbooks.models import PlaybookRun
from wellheard.learn.playbooks.queries import next_by, running_for
from wellheard.workspace.commands.tasks import assign_task, finish_task, reopen_task
from wellheard.workspace.models import Staff, Task
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
Run = Callable[[], None]
SignIn = Callable[[Staff], Client]


@pytest.fixture
def nora() -> Staff:
    return make_staff(role=Role.SUCCESS, name="Nora Weiss")


@pytest.fixture
def mila() -> Staff:
    return make_staff(role=Role.PRODUCT, name="Mila Brandt")


@pytest.fixture
def voltwerk(nora: Staff, mila: Staff, run_jobs: Run) -> Company:
    """Return a company for which a playbook of two steps began: its owner's today, a product manager's in a week."""
    company = make_company(name="Voltwerk", owner=nora)
    on()
    hold(company)
    run_jobs()
    return company


def titles(staff: Staff) -> list[str]:
    return [str(row.next) for row in next_by(staff)]


def finish(title: str, by: Staff) -> Task:
    return finish_task(task_id=Task.objects.get(title=title).pk, by=by)


def test_it_stands_with_whoever_has_the_next_step_and_then_with_whoever_follows(
    voltwerk: Company, nora: Staff, mila: Staff, run_jobs: Run
) -> None:
    assert (titles(nora), titles(mila)) == (["Thank them: Voltwerk"], [])

    done = finish("Thank them: Voltwerk", nora)
    run_jobs()
    assert (titles(nora), titles(mila)) == ([], ["Ask how it went: Voltwerk"])
    assert [row.done for row in running_for(voltwerk)] == [1]

    reopen_task(task_id=done.pk)
    assert (titles(nora), titles(mila)) == (["Thank them: Voltwerk"], [])


def test_a_step_that_is_handed_on_goes_with_it(voltwerk: Company, nora: Staff, mila: Staff) -> None:
    (row,) = running_for(voltwerk)
    assert row.next
    assign_task(task_id=row.next.pk, assignee=mila)

    assert (titles(nora), titles(mila)) == ([], ["Thank them: Voltwerk"])


def test_what_is_over_or_stopped_stands_nowhere(voltwerk: Company, nora: Staff, mila: Staff, run_jobs: Run) -> None:
    run = PlaybookRun.objects.get()
    stop_run(run_id=run.pk, by=nora)
    assert running_for(voltwerk) == next_by(nora) == []

    hold(voltwerk, days=4)
    run_jobs()
    assert titles(nora) == ["Thank them: Voltwerk"]
    for task in Task.objects.filter(kind="playbook_step", done_at=None, dropped_at=None):
        finish_task(task_id=task.pk, by=nora)
    run_jobs()
    assert running_for(voltwerk) == next_by(nora) == next_by(mila) == []


def test_a_step_of_nobody_is_nobodys_and_still_stands_on_the_company(
    signed_in: SignIn, nora: Staff, run_jobs: Run
) -> None:
    company = make_company(name="Unowned")
    on(steps=(StepDraft("Thank them"),))
    hold(company)
    run_jobs()

    assert next_by(nora) == []
    page = signed_in(nora).get(f"/companies/{company.pk}/").content.decode()
    assert "Next: Thank them: Unowned" in page
    assert "Nobody yet" in page


def test_the_companys_page_says_what_is_next_by_whom_and_until_when(
    voltwerk: Company, signed_in: SignIn, nora: Staff
) -> None:
    (row,) = running_for(voltwerk)
    browser = signed_in(make_staff(role=Role.VIEWER))
    page = browser.get(f"/companies/{voltwerk.pk}/").content.decode()
    for words in ("After a talk", "Next: Thank them: Voltwerk", nora.name, "0 of 2 done", "due "):
        assert words in page
    assert "overdue since" not in page

    with clock.at(clock.now() + timedelta(days=2)):
        assert running_for(voltwerk)[0].is_late
    assert not row.is_late
    assert "Next: " not in browser.get(f"/companies/{make_company().pk}/").content.decode()


def test_whom_to_call_has_the_next_steps_and_each_can_be_done_there(
    voltwerk: Company, signed_in: SignIn, nora: Staff, mila: Staff
) -> None:
    browser = signed_in(nora)
    page = browser.get("/day/").content.decode()
    task = Task.objects.get(title="Thank them: Voltwerk")

    assert f'href="/companies/{voltwerk.pk}/">Thank them: Voltwerk' in page
    assert f'action="/tasks/{task.pk}/doing/"' in page
    assert "Thank them" not in signed_in(mila).get("/day/").content.decode()
    browser.post(f"/tasks/{task.pk}/doing/")
    assert "Thank them" not in browser.get("/day/").content.decode()


def test_sales_finish_their_own_steps_there_and_no_colleagues(signed_in: SignIn, run_jobs: Run) -> None:
    sales, colleague = make_staff(role=Role.SALES), make_staff(role=Role.SUCCESS)
    on()
    for owner in (sales, colleague):
        hold(make_company(owner=owner))
    run_jobs()
    browser = signed_in(sales)
    own, theirs = (browser.get("/day/", {"owner": one.pk}).content.decode() for one in (sales, colleague))

    assert "Next in a playbook" in own
    assert "Next in a playbook" in theirs
    assert ("/doing/" in own, "/doing/" in theirs) == (True, False)
