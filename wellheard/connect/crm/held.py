"""Who connected a system of sales stays under their name when they leave; the connection goes on."""

from wellheard.connect.crm.models import CrmConnection
from wellheard.workspace.handing_on import stays


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    stays(CrmConnection, "made_by")
