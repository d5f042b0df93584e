"""Who linked a piece of work, or asked for it, stays under their name when they leave."""

from wellheard.deliver.work_items.models import SpikeLink, WantedItem, WorkItem, WorkItemLink
from wellheard.workspace.handing_on import stays


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    stays(WorkItem, "made_by")
    stays(WorkItemLink, "made_by")
    stays(SpikeLink, "made_by")
    stays(WantedItem, "made_by")
