"""What a colleague leaves behind in what was estimated, scored and asked: it stays theirs, as history."""

from wellheard.decide.demand.models import Estimate, Formula, Round, Scoring
from wellheard.workspace.handing_on import stays


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    stays(Formula, "made_by")
    stays(Estimate, "made_by")
    stays(Scoring, "made_by")
    stays(Round, "begun_by")
