"""A deal lost for what we lack, where we want to sell, is looked into: once, by a product manager, to an end that says why."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.deals.makers import heard
from tests.makers import make_area, make_company, make_idea, make_staff, make_team
from wellheard.decide.analyses.commands import (
    AnalysisError,
    Missed,
    do_step,
    edit_loss_rule,
    end_with_finding,
    end_without_finding,
    judge_deal,
    undo_step,
)
from wellheard.decide.analyses.models import Analysis
from wellheard.decide.commands import link_feedback
from wellheard.decide.models import Evidence
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.listen.deals.commands import GivenReason, SaidReason, record_outcome, set_reasons
from wellheard.listen.deals.models import Deal
from wellheard.workspace.commands import (
    StaleError,
    TaskError,
    add_competitor,
    add_standard_reasons,
    finish_task,
    reopen_task,
)
from wellheard.workspace.models import Reason, Staff, Task
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
Run = Callable[[], None]


@pytest.fixture(autouse=True)
def _farming_is_a_target() -> None:
    add_standard_reasons()
    edit_loss_rule(version=1, industries=["Farming", " farming", ""], working_days=5, lost_within_days=60)


@pytest.fixture
def milda() -> Staff:
    return make_staff(name="Milda", role=Role.PRODUCT)


def lost(**said: Any) -> Deal:
    """Lose a deal in a target industry for a missing function."""
    return heard(**{"outcome": "lost", "industry": "farming", "missing": ("Works offline",), **said})


def test_a_loss_for_a_missing_function_in_a_target_industry_is_looked_into_once(milda: Staff, run_jobs: Run) -> None:
    deal = lost(external_id="7", title="Greenfield")
    run_jobs()
    lost(external_id="7", title="Greenfield", reasons=(SaidReason("Price"),))
    run_jobs()
    judge_deal(deal_id=deal.pk)
    analysis = Analysis.objects.get()
    task = Task.objects.get()
    assert (analysis.deal, analysis.task, task.assignee) == (deal, task, milda)
    assert "Greenfield" in task.title
    assert Fact.objects.filter(name="analysis.opened").count() == 1


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ({}, 1),
        ({"industry": "Mining"}, 0),
        ({"outcome": "won"}, 0),
        ({"outcome": "open"}, 0),
        ({"missing": ()}, 0),
        ({"missing": (), "reasons": (SaidReason("price"),)}, 0),
        ({"missing": (), "reasons": (SaidReason("integration"),)}, 1),
        ({"missing": (), "reasons": (SaidReason("competitor-price"),)}, 1),
        ({"missing": (), "competitor": "Fieldly"}, 1),
        ({"missing": (), "outcome": "lost_competitor"}, 1),
        ({"closed_on": date(2020, 1, 1)}, 0),
    ],
)
def test_only_losses_the_rule_speaks_of_are_looked_into(
    said: dict[str, Any], count: int, milda: Staff, run_jobs: Run
) -> None:
    lost(**said)
    run_jobs()
    assert Analysis.objects.count() == count


def test_the_companys_industry_counts_where_the_deal_names_none(milda: Staff, run_jobs: Run) -> None:
    make_company(name="Greenfield", industry="Farming")
    lost(industry="", company_name="Greenfield")
    run_jobs()
    assert Analysis.objects.exists()


def test_it_is_due_in_working_days(milda: Staff, run_jobs: Run, time_machine: Any) -> None:
    time_machine.move_to("2026-03-06 10:00 +0000")  # a Friday
    lost()
    run_jobs()
    assert Task.objects.get().due_on == date(2026, 3, 13)


def test_the_owner_of_the_idea_looks_into_it_else_the_areas_product_manager(milda: Staff, run_jobs: Run) -> None:
    owner, ours = make_staff(role=Role.AGENT), make_staff(role=Role.PRODUCT)
    team = make_team()
    ours.teams.add(team)
    area = make_area(team=team)
    owned = heard(industry="Farming", missing=("A map",))
    link_feedback(feedback_id=owned.missing.get().feedback_id, idea_id=make_idea(owner=owner).pk, by=None)
    in_area = heard(industry="Farming", missing=("A chart",))
    link_feedback(feedback_id=in_area.missing.get().feedback_id, idea_id=make_idea(area=area).pk, by=None)
    for deal in (owned, in_area):
        record_outcome(deal_id=deal.pk, outcome="lost_unknown", by=milda)
    run_jobs()
    assert [Analysis.objects.get(deal=deal).task.assignee for deal in (owned, in_area)] == [owner, ours]  # type: ignore[union-attr]


def test_without_a_product_manager_the_task_waits_for_somebody(run_jobs: Run) -> None:
    lost()
    run_jobs()
    assert Task.objects.open().get().assignee is None


def test_won_after_lost_drops_it_and_lost_again_takes_it_up(milda: Staff, run_jobs: Run) -> None:
    deal = lost()
    run_jobs()
    record_outcome(deal_id=deal.pk, outcome="won", by=milda)
    run_jobs()
    assert Analysis.objects.get().state == "dropped"
    assert not Task.objects.open().exists()
    record_outcome(deal_id=deal.pk, outcome="lost_unknown", by=milda)
    run_jobs()
    analysis = Analysis.objects.get()
    assert (analysis.state, analysis.ended_at, analysis.task) == ("open", None, Task.objects.open().get())


def test_facts_that_come_late_find_the_deal_as_it_is(milda: Staff, run_jobs: Run) -> None:
    deal = lost()
    record_outcome(deal_id=deal.pk, outcome="open", by=milda)
    run_jobs()
    assert not Analysis.objects.exists()


def test_a_reason_given_later_counts_too(milda: Staff, run_jobs: Run) -> None:
    deal = lost(missing=())
    run_jobs()
    assert not Analysis.objects.exists()
    price = Reason.objects.get(kind="deal", key="price")
    set_reasons(deal_id=deal.pk, reasons=[GivenReason(price)], competitor=add_competitor(name="Fieldly"), by=milda)
    run_jobs()
    assert Analysis.objects.get().is_open


def test_a_rule_that_names_another_industry_looks_at_recent_losses(milda: Staff, run_jobs: Run) -> None:
    lost(industry="Mining")
    lost(industry="Mining", closed_on=clock.today() - timedelta(days=90))
    run_jobs()
    edit_loss_rule(version=2, industries=["Mining"], working_days=5, lost_within_days=60)
    run_jobs()
    assert Analysis.objects.count() == 1


def test_two_who_edit_the_rule_do_not_overwrite_each_other() -> None:
    with pytest.raises(StaleError):
        edit_loss_rule(version=1, industries=[], working_days=5, lost_within_days=60)
    with pytest.raises(AnalysisError, match="working days"):
        edit_loss_rule(version=2, industries=[], working_days=0, lost_within_days=60)


def _opened(run_jobs: Run, **said: Any) -> Analysis:
    lost(**said)
    run_jobs()
    return Analysis.objects.get()


def test_the_task_ends_only_with_the_analysis(milda: Staff, run_jobs: Run) -> None:
    analysis = _opened(run_jobs)
    task = Task.objects.get()
    with pytest.raises(TaskError, match="a finding or with a reason"):
        finish_task(task_id=task.pk, by=milda)
    end_without_finding(analysis_id=analysis.pk, why_not="They closed down.", by=milda)
    task.refresh_from_db()
    assert task.done_by == milda
    with pytest.raises(TaskError):
        reopen_task(task_id=task.pk)


def test_a_finding_is_evidence_of_grade_a_for_the_companys_need(milda: Staff, run_jobs: Run) -> None:
    acme, idea = make_company(name="Acme"), make_idea("Work offline")
    analysis = _opened(run_jobs, company_name="Acme")
    missed = Missed(missing_id=analysis.deal.missing.get().pk)
    for _click in range(2):
        end_with_finding(analysis_id=analysis.pk, finding="No signal there.", missed=missed, idea_id=idea.pk, by=milda)
    analysis.refresh_from_db()
    evidence = Evidence.objects.get()
    assert (evidence.idea, evidence.company, evidence.grade) == (idea, acme, "A")
    assert (analysis.state, analysis.idea, analysis.finding) == ("found", idea, "No signal there.")
    assert Fact.objects.filter(name="analysis.ended").count() == 1
    assert not Task.objects.open().exists()


def test_what_was_missing_may_be_written_down_at_the_end(milda: Staff, run_jobs: Run) -> None:
    analysis = _opened(run_jobs, missing=(), competitor="Fieldly")
    end_with_finding(
        analysis_id=analysis.pk, finding="So.", missed=Missed(words="A map"), idea_id=make_idea().pk, by=milda
    )
    assert Evidence.objects.get().grade == "A"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"finding": " "}, "what you found out"),
        ({"missed": Missed()}, "what was missing"),
        ({"missed": Missed(missing_id=0)}, "what was missing"),
        ({"missed": Missed(missing_id=987654)}, "Choose what was missing"),
        ({"idea_id": 987654}, "idea"),
    ],
)
def test_half_an_end_is_none(wrong: dict[str, Any], sentence: str, milda: Staff, run_jobs: Run) -> None:
    analysis = _opened(run_jobs)
    whole = {"finding": "So.", "missed": Missed(words="A map"), "idea_id": make_idea().pk, **wrong}
    with pytest.raises(AnalysisError, match=sentence):
        end_with_finding(analysis_id=analysis.pk, by=milda, **whole)
    with pytest.raises(AnalysisError, match="why there is no finding"):
        end_without_finding(analysis_id=analysis.pk, why_not=" ", by=milda)
    analysis.refresh_from_db()
    assert analysis.is_open
    assert analysis.deal.missing.count() == 1
    assert Task.objects.open().exists()


def test_what_has_ended_stays_whatever_becomes_of_the_deal(milda: Staff, run_jobs: Run) -> None:
    analysis = _opened(run_jobs)
    end_without_finding(analysis_id=analysis.pk, why_not="They closed down.", by=milda)
    record_outcome(deal_id=analysis.deal_id, outcome="won", by=milda)
    record_outcome(deal_id=analysis.deal_id, outcome="lost_unknown", by=milda)
    run_jobs()
    analysis.refresh_from_db()
    assert (analysis.state, analysis.why_not) == ("nothing", "They closed down.")


def test_a_dropped_one_cannot_be_ended(milda: Staff, run_jobs: Run) -> None:
    analysis = _opened(run_jobs)
    record_outcome(deal_id=analysis.deal_id, outcome="open", by=milda)
    run_jobs()
    with pytest.raises(AnalysisError, match="not lost any more"):
        end_without_finding(analysis_id=analysis.pk, why_not="So.", by=milda)


def test_steps_are_done_once_and_taken_back(milda: Staff, run_jobs: Run) -> None:
    analysis = _opened(run_jobs)
    do_step(analysis_id=analysis.pk, step="call", note="No answer", by=milda)
    do_step(analysis_id=analysis.pk, step="call", note="They told me", by=milda)
    assert [(one.step, one.note) for one in analysis.steps.all()] == [("call", "They told me")]
    undo_step(analysis_id=analysis.pk, step="call")
    undo_step(analysis_id=analysis.pk, step="call")
    assert not analysis.steps.exists()
    with pytest.raises(AnalysisError, match="no such step"):
        do_step(analysis_id=analysis.pk, step="dance", note="", by=milda)
