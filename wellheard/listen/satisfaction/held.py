"""Whose work was rated stays under their name when they leave."""

from wellheard.listen.satisfaction.models import Rating
from wellheard.workspace.handing_on import stays


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    stays(Rating, "staff")
