"""End an analysis: with a finding that is evidence for an idea, or with a reason why there is none."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.decide.analyses.commands.errors import AnalysisError
from wellheard.decide.analyses.commands.judging import about
from wellheard.decide.analyses.commands.locking import open_analysis
from wellheard.decide.analyses.models import Analysis
from wellheard.decide.analyses.queries import LOOK_INTO
from wellheard.decide.commands import IdeaError, LinkError, link_feedback
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_words
from wellheard.listen.deals.commands import DealError, note_missing
from wellheard.listen.deals.models import DealMissing
from wellheard.workspace.commands import finish_tasks_about
from wellheard.workspace.models import Staff

ENDED = names.declare(
    "analysis.ended", "What was found out about a lost deal, or that nothing was: `state` says which."
)

__all__ = ["AnalysisError", "Missed", "end_with_finding", "end_without_finding"]


@dataclass(frozen=True)
class Missed:
    """What was missing: one written down before, or new words."""

    missing_id: int | None = None
    words: str = ""


@transaction.atomic
def end_with_finding(*, analysis_id: int, finding: str, missed: Missed, idea_id: int, by: Staff) -> Analysis:
    """End an analysis with what was found out; what was missing becomes evidence of grade A for the idea.

    Raises AnalysisError, also where the feedback cannot be evidence. Ending it the same way again changes nothing.
    """
    analysis = open_analysis(analysis_id)
    if not analysis.is_open:
        return analysis
    finding = clean_words(finding)
    if not finding:
        raise AnalysisError(_("Write what you found out."), field="finding")
    missing = _missing(analysis, missed, by)
    try:
        item = link_feedback(feedback_id=missing.feedback_id, idea_id=idea_id, by=by)
    except (LinkError, IdeaError) as problem:
        raise AnalysisError(str(problem), field="idea") from problem
    analysis.finding, analysis.idea_id, analysis.feedback_id = finding, item.idea_id, missing.feedback_id
    return _end(analysis, Analysis.State.FOUND, by)


@transaction.atomic
def end_without_finding(*, analysis_id: int, why_not: str, by: Staff) -> Analysis:
    """End an analysis with the reason why there is no finding. Raises AnalysisError without one."""
    analysis = open_analysis(analysis_id)
    if not analysis.is_open:
        return analysis
    analysis.why_not = clean_words(why_not)
    if not analysis.why_not:
        raise AnalysisError(_("Write why there is no finding, so that nobody asks again."), field="why_not")
    return _end(analysis, Analysis.State.NOTHING, by)


def _missing(analysis: Analysis, missed: Missed, by: Staff) -> DealMissing:
    if missed.missing_id:
        found = DealMissing.objects.filter(pk=missed.missing_id, deal_id=analysis.deal_id).first()
        if found is None:
            raise AnalysisError(_("Choose what was missing in this deal."), field="missing")
        return found
    try:
        return note_missing(deal_id=analysis.deal_id, words=missed.words, by=by)
    except DealError as problem:
        raise AnalysisError(_("Write what was missing, or choose it."), field="words") from problem


def _end(analysis: Analysis, state: str, by: Staff) -> Analysis:
    analysis.state, analysis.ended_at, analysis.ended_by = state, clock.now(), by
    analysis.save(update_fields=["state", "ended_at", "ended_by", "finding", "idea", "feedback", "why_not"])
    finish_tasks_about(kind=LOOK_INTO, about=about(analysis), by=by)
    ledger.record(ENDED, analysis, deal=analysis.deal_id, state=state, idea=analysis.idea_id)
    return analysis
