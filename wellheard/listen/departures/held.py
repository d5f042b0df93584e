"""Who recorded a departure or said what a word means stays under their name when they leave."""

from wellheard.listen.departures.models import Cancellation, Departure, SaidReason
from wellheard.workspace.handing_on import stays


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    stays(Departure, "recorded_by")
    stays(SaidReason, "decided_by")
    stays(Cancellation, "invited_by")
