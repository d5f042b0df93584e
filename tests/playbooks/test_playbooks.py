"""Playbooks begin by themselves, once for each occasion, and end with their last task."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.makers import make_company, make_contact, make_staff, make_survey, make_tier
from tests.talks.stories import customer, plan
from wellheard.customers.commands import remove_segment
from wellheard.customers.models import Company, Segment, SegmentMember
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.learn.playbooks.beginnings import may_begin
from wellheard.learn.playbooks.commands import (
    PlaybookDraft,
    StepDraft,
    add_playbook,
    add_standard_playbooks,
    begin_playbooks,
    edit_playbook,
    remove_playbook,
    runs,
    stop_run,
    switch_playbook_off,
    switch_playbook_on,
)
from wellheard.learn.playbooks.errors import PlaybookError
from wellheard.learn.playbooks.models import Playbook, PlaybookRun
from wellheard.learn.playbooks.queries import forget_names
from wellheard.listen.interviews.commands import hold_interview
from wellheard.listen.surveys.asked import Answered, Asked
from wellheard.listen.surveys.commands.answering import Submission, answer_survey
from wellheard.workspace.commands import StaleError, set_up_vendor
from wellheard.workspace.commands.tasks import add_task, finish_task, reopen_task
from wellheard.workspace.models import Staff, Task
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

RunJobs = Callable[[], None]
STEPS = (StepDraft("Thank them"), StepDraft("Ask how it went", 7, "role", Role.PRODUCT))


def on(**fields: Any) -> Playbook:
    values: dict[str, Any] = {"name": "After a talk", "begins_on": "interview.held", "steps": STEPS}
    playbook = add_playbook(draft=PlaybookDraft(**values | fields), by=None)
    switch_playbook_on(playbook_id=playbook.pk)
    forget_names()
    return playbook


def hold(company: Company | None = None, *, days: float = 3) -> None:
    hold_interview(interview_id=plan(company=company, days=days).pk, by=None)


def test_a_fact_begins_it_with_a_task_for_each_step(run_jobs: RunJobs) -> None:
    nora, mila = make_staff(), make_staff(role=Role.PRODUCT)
    on()
    hold(make_company(name="Voltwerk", owner=nora))
    run_jobs()

    tasks = list(Task.objects.filter(kind="playbook_step").order_by("pk"))
    assert [task.title for task in tasks] == ["Thank them: Voltwerk", "Ask how it went: Voltwerk"]
    assert [task.assignee for task in tasks] == [nora, mila]
    assert [task.due_on for task in tasks] == [clock.today(), clock.today() + timedelta(days=7)]
    assert Fact.objects.filter(name="playbook.begun").count() == 1


def test_what_is_rolled_back_begins_nothing(run_jobs: RunJobs) -> None:
    on()
    with transaction.atomic():
        hold()
        transaction.set_rollback(True)
    run_jobs()

    assert not PlaybookRun.objects.exists()


def test_the_same_fact_twice_and_a_crash_between_begin_it_once(run_jobs: RunJobs) -> None:
    on()
    hold()
    run_jobs()
    fact = Fact.objects.get(name="interview.held")

    assert begin_playbooks(fact=fact) == []
    assert Task.objects.count() == 2


def test_the_same_fact_begins_nothing_again_after_it_was_stopped() -> None:
    on()
    hold()
    fact = Fact.objects.get(name="interview.held")
    (run,) = begin_playbooks(fact=fact)
    stop_run(run_id=run.pk, by=make_staff())

    assert begin_playbooks(fact=fact) == []


def test_it_runs_once_at_a_time_for_a_company_and_again_on_the_next_occasion(run_jobs: RunJobs) -> None:
    on()
    company = make_company()
    hold(company)
    hold(company, days=4)
    run_jobs()
    assert PlaybookRun.objects.count() == 1

    for task in Task.objects.open():
        finish_task(task_id=task.pk, by=None)
    run_jobs()
    hold(company, days=5)
    run_jobs()

    assert sorted(PlaybookRun.objects.values_list("state", flat=True)) == ["done", "running"]


def test_one_that_is_switched_off_begins_nothing_and_what_began_goes_on(run_jobs: RunJobs) -> None:
    playbook = on()
    hold()
    run_jobs()
    switch_playbook_off(playbook_id=playbook.pk)
    forget_names()
    hold()
    run_jobs()

    assert PlaybookRun.objects.running().count() == 1


def test_what_happened_before_it_was_switched_on_begins_nothing() -> None:
    hold()
    on()

    assert begin_playbooks(fact=Fact.objects.get(name="interview.held")) == []


def test_it_is_only_for_companies_of_its_tier_and_segment(run_jobs: RunJobs) -> None:
    gold, segment = make_tier(), Segment.objects.create(name="Large", rule={})
    on(tier=gold, segment=segment)
    both, tier_only = make_company(tier=gold), make_company(tier=gold)
    SegmentMember.objects.create(segment=segment, company=both)
    for company in (both, tier_only, make_company()):
        hold(company)
    run_jobs()

    assert [run.company for run in PlaybookRun.objects.all()] == [both]


def test_one_whose_segment_is_gone_begins_for_nobody_instead_of_for_everybody(run_jobs: RunJobs) -> None:
    segment = Segment.objects.create(name="Large", rule={})
    on(segment=segment)
    remove_segment(segment_id=segment.pk)
    hold()
    run_jobs()

    assert not PlaybookRun.objects.exists()


def test_a_company_that_turned_out_to_be_another_is_that_other(run_jobs: RunJobs) -> None:
    on()
    gone, kept = make_company(), make_company()
    hold(gone)
    Company.objects.filter(pk=gone.pk).update(merged_into=kept)
    run_jobs()

    assert PlaybookRun.objects.get().company == kept


def test_the_last_task_ends_it_and_taking_that_back_goes_on(run_jobs: RunJobs) -> None:
    on()
    hold()
    run_jobs()
    first, last = Task.objects.open().order_by("pk")
    finish_task(task_id=first.pk, by=None)
    run_jobs()
    assert PlaybookRun.objects.get().state == "running"
    finish_task(task_id=last.pk, by=None)
    run_jobs()
    assert PlaybookRun.objects.get().state == "done"
    reopen_task(task_id=last.pk)
    run_jobs()
    assert PlaybookRun.objects.get().state == "running"


def test_stopping_drops_what_is_not_done(run_jobs: RunJobs) -> None:
    on()
    hold()
    run_jobs()
    run = PlaybookRun.objects.get()
    for _click in range(2):
        stop_run(run_id=run.pk, by=make_staff())
    run_jobs()

    run.refresh_from_db()
    assert run.state == "stopped"
    assert not Task.objects.open().exists()
    assert Fact.objects.filter(name="playbook.stopped").count() == 1


def test_without_an_owner_the_least_busy_of_the_role_does_it(run_jobs: RunJobs) -> None:
    busy, free = make_staff(role=Role.PRODUCT), make_staff(role=Role.PRODUCT)
    make_staff(role=Role.PRODUCT, is_active=False)
    Task.objects.create(kind="by_hand", title="Write", assignee=busy, made_at=clock.now())
    on(steps=(StepDraft("Call", 0, "role", Role.PRODUCT), StepDraft("Thank")))
    hold()
    run_jobs()

    assert [task.assignee for task in Task.objects.filter(kind="playbook_step").order_by("pk")] == [free, None]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"begins_on": "no.such"}, "what begins it"),
        ({"begins_on": "playbook.done"}, "what begins it"),
        ({"begins_on": "task.done"}, "what begins it"),
        ({"steps": (StepDraft(" "),)}, "what is to be done"),
        ({"steps": (StepDraft("Call", -1),)}, "days"),
        ({"steps": (StepDraft("Call", 0, "role"),)}, "role"),
        ({"steps": (StepDraft("Call", 0, "boss"),)}, "who does it"),
        ({"steps": (StepDraft("Call"),) * 21}, "20 steps"),
    ],
)
def test_what_makes_no_sense_is_refused(fields: dict[str, Any], words: str) -> None:
    values: dict[str, Any] = {"name": "A", "begins_on": "interview.held", "steps": STEPS}
    with pytest.raises(PlaybookError, match=words):
        add_playbook(draft=PlaybookDraft(**values | fields), by=None)


def test_one_without_steps_is_not_switched_on() -> None:
    playbook = add_playbook(draft=PlaybookDraft("A", "interview.held"), by=None)

    with pytest.raises(PlaybookError, match="at least one step"):
        switch_playbook_on(playbook_id=playbook.pk)


def test_what_runs_is_not_removed_and_not_changed_underway(run_jobs: RunJobs) -> None:
    playbook = on()
    hold()
    run_jobs()
    with pytest.raises(PlaybookError, match="runs for some"):
        remove_playbook(playbook_id=playbook.pk)
    draft = PlaybookDraft("B", "interview.held", (StepDraft("Other"),))
    edit_playbook(playbook_id=playbook.pk, version=1, draft=draft)

    assert Task.objects.filter(title__startswith="Thank them").exists()
    with pytest.raises(StaleError):
        edit_playbook(playbook_id=playbook.pk, version=1, draft=draft)


@pytest.fixture
def browser(signed_in: Callable[[Staff], Client]) -> Client:
    return signed_in(make_staff(role=Role.SUCCESS))


def written(**fields: object) -> dict[str, object]:
    values: dict[str, object] = {
        "name": "After a talk", "begins_on": "interview.held", "tier": "", "segment": "",
        "steps-TOTAL_FORMS": 3, "steps-INITIAL_FORMS": 0,
        "steps-0-title": "Thank them", "steps-0-after_days": 1, "steps-0-who": "owner",
        "steps-1-title": "Ask", "steps-1-after_days": 7, "steps-1-who": "product",
        "steps-2-title": "", "steps-2-after_days": 0, "steps-2-who": "owner",
        "conditions-TOTAL_FORMS": 0, "conditions-INITIAL_FORMS": 0,
    }  # fmt: skip
    return values | fields


def test_a_playbook_is_written_switched_on_edited_and_stopped_on_its_pages(browser: Client, run_jobs: RunJobs) -> None:
    assert "No playbooks yet" in browser.get("/playbooks/").content.decode()
    assert browser.post("/playbooks/new/", written()).status_code == 302
    playbook = Playbook.objects.get()
    assert [(step.title, step.after_days, step.role) for step in playbook.steps.order_by("position")] == [
        ("Thank them", 1, ""), ("Ask", 7, "product"),
    ]  # fmt: skip
    assert not playbook.is_on
    browser.post(f"/playbooks/{playbook.pk}/state/", {"to": "on"})
    forget_names()
    hold(make_company(name="Voltwerk"))
    run_jobs()
    page = browser.get(f"/playbooks/{playbook.pk}/").content.decode()
    assert "Voltwerk" in page
    assert "0 of 2 done" in page
    assert "A talk took place" in page
    step = PlaybookRun.objects.get().steps.first()
    assert step
    assert f"/playbooks/steps/{step.pk}/" in browser.get("/tasks/?view=all").content.decode()
    assert browser.get(f"/playbooks/steps/{step.pk}/").headers["Location"].startswith("/companies/")

    change = written(version=playbook.version, name="Renamed", **{"steps-INITIAL_FORMS": 2})
    assert "Thank them" in browser.get(f"/playbooks/{playbook.pk}/editing/").content.decode()
    assert browser.post(f"/playbooks/{playbook.pk}/editing/", change).status_code == 302
    assert browser.post(f"/playbooks/{playbook.pk}/editing/", change).status_code == 422
    browser.post(f"/playbooks/runs/{PlaybookRun.objects.get().pk}/stopping/")
    assert PlaybookRun.objects.get().state == "stopped"
    browser.post(f"/playbooks/{playbook.pk}/state/", {"to": "gone"})
    assert not Playbook.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"begins_on": "x"}, {"steps-0-after_days": "-3"}, {"steps-0-who": "boss"}]
)
def test_what_is_wrong_is_said_at_the_form(browser: Client, wrong: dict[str, object]) -> None:
    assert browser.post("/playbooks/new/", written(**wrong)).status_code == 422
    assert not Playbook.objects.exists()


def test_who_may_only_read_changes_nothing(signed_in: Callable[[Staff], Client]) -> None:
    viewer, playbook = signed_in(make_staff(role=Role.VIEWER)), on()

    assert viewer.get(f"/playbooks/{playbook.pk}/").status_code == 200
    assert viewer.post(f"/playbooks/{playbook.pk}/state/", {"to": "off"}).status_code == 403
    assert viewer.get("/playbooks/new/").status_code == 403


def test_the_pages_ask_as_often_for_twenty_as_for_one(
    browser: Client, queries_of: Callable[[Client, str], int], run_jobs: RunJobs
) -> None:
    playbook = on()
    hold(customer().companies.get())
    run_jobs()
    addresses = ("/playbooks/", f"/playbooks/{playbook.pk}/")
    one = [queries_of(browser, address) for address in addresses]
    for number in range(19):
        add_playbook(draft=PlaybookDraft(f"P{number}", "interview.held", STEPS), by=None)
        hold()
    run_jobs()

    assert [queries_of(browser, address) for address in addresses] == one


def test_a_crash_between_two_tasks_leaves_none_and_the_next_try_makes_both(monkeypatch: pytest.MonkeyPatch) -> None:
    on()
    hold()
    fact = Fact.objects.get(name="interview.held")
    made: list[str] = []

    def crash_on_the_second(**fields: Any) -> Task:
        made.append(fields["title"])
        if len(made) == 2:
            raise ConnectionError
        return add_task(**fields)

    monkeypatch.setattr(runs, "add_task", crash_on_the_second)
    with pytest.raises(ConnectionError):
        begin_playbooks(fact=fact)
    assert not Task.objects.exists()
    monkeypatch.undo()

    assert len(begin_playbooks(fact=fact)) == 1
    assert Task.objects.count() == 2


def test_a_new_installation_finds_two_playbooks_that_begin_nothing_until_somebody_switches_them_on(
    run_jobs: RunJobs,
) -> None:
    set_up_vendor(
        vendor_name="Harbour Software",
        product_name="Harbour",
        admin_email="ada@harbour.example",
        admin_name="Ada Berg",
        password="a tide of patient lanterns",
    )
    run_jobs()

    found = {playbook.name: playbook for playbook in Playbook.objects.all()}
    assert set(found) == {"Never begun: help them start", "Detractor: call within two days"}
    assert not any(playbook.is_on for playbook in found.values())
    assert all(playbook.steps.exists() and may_begin(playbook.begins_on) for playbook in found.values())
    assert add_standard_playbooks() == []


@pytest.mark.parametrize(("score", "begun"), [(6, 2), (7, 0)])
def test_the_one_for_detractors_begins_with_who_is_unhappy_and_with_nobody_else(
    score: int, begun: int, run_jobs: RunJobs
) -> None:
    nora = make_staff(role=Role.SUCCESS)
    voltwerk = make_company(name="Voltwerk", owner=nora)
    add_standard_playbooks()
    switch_playbook_on(playbook_id=Playbook.objects.get(begins_on="response.found_unhappy").pk)
    forget_names()

    survey = make_survey()
    answer_survey(
        survey_id=survey.pk,
        who=Asked(contact_id=make_contact(company=voltwerk).pk),
        submission=Submission("one"),
        answers=[Answered("nps", number=score)],
        is_final=True,
    )
    run_jobs()

    titles = list(Task.objects.filter(kind="playbook_step").order_by("pk").values_list("title", "assignee"))
    expected = [
        ("Call, listen, and write down what they say: Voltwerk", nora.pk),
        ("Tell them what became of it: Voltwerk", nora.pk),
    ]
    assert titles == expected[:begun]
