"""Who found out about lost deals stays under their name; the task itself passes on with all tasks."""

from wellheard.decide.analyses.models import Analysis, AnalysisStep
from wellheard.workspace.handing_on import stays


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    stays(Analysis, "ended_by")
    stays(AnalysisStep, "done_by")
