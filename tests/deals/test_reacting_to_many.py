"""What follows from thousands of deals at once: in parts, behind what somebody waits for, and nothing twice."""

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.deals.makers import heard
from tests.imports.made_deals import made_deals
from tests.makers import make_company, make_idea, make_staff
from wellheard.decide.analyses import commands as analyses
from wellheard.decide.analyses.commands import edit_loss_rule, judge_deals
from wellheard.decide.analyses.models import Analysis
from wellheard.decide.commands import link_feedback
from wellheard.decide.counters import recount
from wellheard.decide.models import Idea
from wellheard.foundation.facts.models import Fact, ReactionFailure
from wellheard.listen.deals.commands import DealDraft, hear_deals
from wellheard.listen.deals.models import Deal, DealMissing
from wellheard.listen.imports.importers import Options
from wellheard.listen.imports.running import import_file
from wellheard.workspace.commands import add_standard_reasons
from wellheard.workspace.models import Task
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

Run = Callable[[], None]
WEIGHING, JUDGING = "decide.weigh_what_deals_missed", "decide.analyses.judge"


def _losses(count: int) -> list[DealDraft]:
    """Return deals that were all lost to a competitor in a target industry."""
    return [
        DealDraft(source="crm", external_id=str(number), title=f"Deal {number}", outcome="lost", industry="Farming",
                  competitor="Rivaltool", amount=Decimal(number), currency="USD")
        for number in range(1, count + 1)
    ]  # fmt: skip


def _look_into_farming() -> None:
    add_standard_reasons()
    make_staff(name="Milda", role=Role.PRODUCT)
    edit_loss_rule(version=1, industries=["Farming"], working_days=5, lost_within_days=60)


def _owed() -> Counter[str]:
    return Counter(ProcrastinateJob.objects.filter(status="todo").values_list("task_name", flat=True))


def test_a_thousand_rows_of_a_file_owe_a_handful_of_jobs(tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text(made_deals(1_000).content)
    import_file(kind="deals", path=file, options=Options(), progress=lambda _rows: None)

    assert Deal.objects.count() == 1_000
    assert Fact.objects.filter(name="deal.heard").count() == 1_000
    owed = _owed()
    # Two parts of 500 rows are saved, and each is looked at in halves.
    assert (owed[WEIGHING], owed[JUDGING]) == (4, 4)
    assert owed.total() < 30
    of_many = ProcrastinateJob.objects.filter(task_name__in=[WEIGHING, JUDGING])
    assert set(of_many.values_list("priority", flat=True)) == {-1}


def test_one_deal_is_reacted_to_at_once_and_before_many(run_jobs: Run) -> None:
    hear_deals(drafts=_losses(300))
    heard(external_id="alone")
    by_turn = ProcrastinateJob.objects.filter(task_name=JUDGING).order_by("-priority", "pk")
    assert [(job.priority, len(job.args.get("and_ids", []))) for job in by_turn] == [(0, 0), (-1, 249), (-1, 49)]


def test_a_part_done_again_does_nothing_twice(run_jobs: Run) -> None:
    _look_into_farming()
    hear_deals(drafts=_losses(5))
    run_jobs()
    judge_deals(deal_ids=list(Deal.objects.values_list("pk", flat=True)))
    assert (Analysis.objects.count(), Task.objects.count()) == (5, 5)
    assert Fact.objects.filter(name="analysis.opened").count() == 5


def test_one_deal_that_cannot_be_judged_holds_up_no_other_and_is_tried_again(
    run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    _look_into_farming()
    # The rule itself is reacted to before there is any deal.
    run_jobs()
    hear_deals(drafts=_losses(7))
    bad = Deal.objects.get(external_id="3").pk
    judged = analyses.judging.judge_deal

    def judge(*, deal_id: int) -> Analysis | None:
        if deal_id == bad:
            raise RuntimeError(f"cannot judge {deal_id}")
        return judged(deal_id=deal_id)

    with monkeypatch.context() as broken:
        broken.setattr(analyses.judging, "judge_deal", judge)
        with pytest.raises(RuntimeError):
            run_jobs()
    assert set(Analysis.objects.values_list("deal__external_id", flat=True)) == set("124567")
    assert ReactionFailure.objects.get().reaction == JUDGING
    run_jobs()
    assert (Analysis.objects.count(), Task.objects.count()) == (7, 7)


def test_what_many_deals_missed_weighs_as_if_each_had_come_alone(run_jobs: Run) -> None:
    idea, company = make_idea(), make_company(mrr=0, external_id="c1")
    drafts = [
        DealDraft(source="crm", external_id=str(number), title="Pilot", outcome="lost", amount=Decimal(100 * number),
                  currency="USD", company_key=company.external_id if number < 3 else "", missing=("It has no maps",))
        for number in range(1, 5)
    ]  # fmt: skip
    hear_deals(drafts=drafts)
    for missing in DealMissing.objects.all():
        link_feedback(feedback_id=missing.feedback_id, idea_id=idea.pk, by=None)
    hear_deals(drafts=[DealDraft(source="crm", external_id=one.external_id, outcome="open") for one in drafts])
    run_jobs()
    assert _worth(idea) == (0, 200_00 + 300_00 + 400_00)
    recount([idea.pk])
    assert _worth(idea) == (0, 200_00 + 300_00 + 400_00)


def _worth(idea: Idea) -> tuple[int, int]:
    idea.refresh_from_db()
    return idea.lost_deals_minor, idea.pipeline_minor
