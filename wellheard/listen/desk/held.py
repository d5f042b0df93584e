"""What of the desk is somebody's own goes with them; what they made for others stays."""

from wellheard.listen.desk.models import Macro, SavedReply, Turn
from wellheard.workspace.handing_on import stays


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    stays(SavedReply, "owner", "made_by")
    stays(Macro, "owner", "made_by")
    stays(Turn, "staff")
