"""Who made an endpoint stays under their name when they leave; it goes on hearing of what happens."""

from wellheard.connect.webhooks.models import Endpoint
from wellheard.workspace.handing_on import stays


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    stays(Endpoint, "made_by")
