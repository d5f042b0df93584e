"""Who made an automation stays under their name when they leave; it goes on."""

from wellheard.listen.automations.models import Automation, AutomationVersion
from wellheard.workspace.handing_on import stays


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    stays(Automation, "made_by")
    stays(AutomationVersion, "saved_by")
