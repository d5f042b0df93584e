"""Who made or stopped a playbook stays under their name when they leave; its tasks pass on as all tasks do."""

from wellheard.learn.playbooks.models import Playbook, PlaybookRun
from wellheard.workspace.handing_on import stays


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    stays(Playbook, "made_by")
    stays(PlaybookRun, "stopped_by")
