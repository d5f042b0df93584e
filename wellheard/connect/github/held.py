"""Who connected a GitHub stays under their name when they leave; the connection goes on."""

from wellheard.connect.github.models import Connection
from wellheard.workspace.handing_on import stays


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    stays(Connection, "made_by")
