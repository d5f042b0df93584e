"""Let lost deals be looked into: one analysis for each, made and dropped as the deal's fate goes."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from wellheard.decide.analyses.models import Analysis
from wellheard.decide.analyses.queries import (
    LOOK_INTO,
    due_day,
    is_worth_a_look,
    loss_rule,
    losses_in_reach,
    who_looks_into,
)
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import shorten
from wellheard.listen.deals.models import Deal
from wellheard.workspace.commands import Subject, add_task, drop_tasks_about, ends_with_its_subject
from wellheard.workspace.models import Task

OPENED = names.declare("analysis.opened", "A lost deal is to be looked into; also again, when it is lost once more.")
DROPPED = names.declare(
    "analysis.dropped", "A deal that was to be looked into is not lost any more, or was deleted at its source."
)


def _how_it_ends() -> str:
    return _("This ends with a finding or with a reason why there is none. Write one of the two here.")


ends_with_its_subject(LOOK_INTO, _how_it_ends)


@transaction.atomic
def judge_deal(*, deal_id: int) -> Analysis | None:
    """Open, open again or drop the analysis of a deal, as it now stands; return it if there is one. Safe to repeat.

    One that has ended stays as it is, whatever becomes of the deal.
    """
    deal = (
        Deal.objects.select_for_update(of=("self",), no_key=True).select_related("company").filter(pk=deal_id).first()
    )
    if deal is None:
        return None
    analysis = Analysis.objects.select_for_update(of=("self",), no_key=True).filter(deal=deal).first()
    if analysis and analysis.is_open and (deal.is_withdrawn or not deal.is_lost):
        _drop(analysis)
    elif analysis is None or analysis.state == Analysis.State.DROPPED:
        rule = loss_rule()
        if is_worth_a_look(deal, rule):
            analysis = _open(analysis or Analysis(deal=deal))
            _give(analysis, deal)
            ledger.record(OPENED, analysis, deal=deal.pk)
    return analysis


def judge_deals(*, deal_ids: Sequence[int]) -> None:
    """As judge_deal, for those of many deals of which anything may follow: lost lately, or looked into already."""
    looked_into = Analysis.objects.filter(deal__in=deal_ids).values("deal")
    found = Deal.objects.filter(pk__in=deal_ids).filter(Q(pk__in=losses_in_reach(loss_rule())) | Q(pk__in=looked_into))
    # Each by itself, so that nobody waits for all of them.
    for deal_id in found.order_by("pk").values_list("pk", flat=True):
        judge_deal(deal_id=deal_id)


def about(analysis: Analysis) -> Subject:
    """Name an analysis as a task does."""
    return Subject("analysis", analysis.pk)


def _open(analysis: Analysis) -> Analysis:
    """Begin an analysis, or take up one that was dropped."""
    analysis.state, analysis.opened_at, analysis.ended_at = Analysis.State.OPEN, clock.now(), None
    if analysis.pk:
        analysis.save(update_fields=["state", "opened_at", "ended_at"])
    else:
        analysis.save(force_insert=True)
    return analysis


def _give(analysis: Analysis, deal: Deal) -> Task:
    title = shorten(_("Why did we lose “%(deal)s”?") % {"deal": deal.title}, limit=200)
    whose, due_on = who_looks_into(deal), due_day(loss_rule())
    task = add_task(kind=LOOK_INTO, title=title, assignee=whose, due_on=due_on, by=None, about=about(analysis))
    analysis.task = task
    analysis.save(update_fields=["task"])
    return task


def _drop(analysis: Analysis) -> None:
    analysis.state, analysis.ended_at = Analysis.State.DROPPED, clock.now()
    analysis.save(update_fields=["state", "ended_at"])
    drop_tasks_about(kind=LOOK_INTO, about=about(analysis))
    ledger.record(DROPPED, analysis, deal=analysis.deal_id)
