"""Who made a survey, drew a sample or asked for quiet stays under their name when they leave."""

from wellheard.listen.surveys.models import Quiet, Survey, Wave
from wellheard.workspace.handing_on import stays


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    stays(Survey, "made_by")
    stays(Wave, "drawn_by")
    stays(Quiet, "by")
