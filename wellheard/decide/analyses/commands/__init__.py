"""Everything that changes what we find out about lost deals."""

from wellheard.decide.analyses.commands.ending import AnalysisError, Missed, end_with_finding, end_without_finding
from wellheard.decide.analyses.commands.judging import judge_deal, judge_deals
from wellheard.decide.analyses.commands.rules import edit_loss_rule, judge_recent_losses
from wellheard.decide.analyses.commands.steps import do_step, undo_step

__all__ = [
    "AnalysisError",
    "Missed",
    "do_step",
    "edit_loss_rule",
    "end_with_finding",
    "end_without_finding",
    "judge_deal",
    "judge_deals",
    "judge_recent_losses",
    "undo_step",
]
