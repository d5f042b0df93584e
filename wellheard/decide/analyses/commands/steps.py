"""The list of an analysis: done, with what came of it, and taken back."""

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.decide.analyses.commands.errors import AnalysisError
from wellheard.decide.analyses.commands.locking import open_analysis
from wellheard.decide.analyses.models import AnalysisStep
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_words
from wellheard.workspace.models import Staff

STEP_DONE = names.declare(
    "analysis.step_done", "A step of finding out why a deal was lost was done; `step` says which."
)
STEP_UNDONE = names.declare("analysis.step_undone", "A step of finding out why a deal was lost is to be done again.")


@transaction.atomic
def do_step(*, analysis_id: int, step: str, note: str, by: Staff) -> None:
    """Note that a step was done, and what came of it; the same again changes nothing. Raises AnalysisError."""
    analysis = open_analysis(analysis_id)
    if step not in AnalysisStep.Step.values:
        raise AnalysisError(_("There is no such step; choose one of the list."))
    note = clean_words(note)
    row, is_new = AnalysisStep.objects.get_or_create(
        analysis=analysis, step=step, defaults={"note": note, "done_by": by, "done_at": clock.now()}
    )
    if is_new:
        ledger.record(STEP_DONE, analysis, step=step)
    elif note and row.note != note:
        row.note = note
        row.save(update_fields=["note"])


@transaction.atomic
def undo_step(*, analysis_id: int, step: str) -> None:
    """Note that a step is to be done again, while the analysis is under way."""
    analysis = open_analysis(analysis_id)
    if analysis.is_open and AnalysisStep.objects.filter(analysis=analysis, step=step).delete()[0]:
        ledger.record(STEP_UNDONE, analysis, step=step)
