"""Who made a source stays under their name when they leave; it goes on sending."""

from wellheard.listen.sources.models import Source
from wellheard.workspace.handing_on import stays


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    stays(Source, "made_by")
