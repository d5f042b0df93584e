"""How links to work follow an idea into another one."""

from wellheard.decide import merging
from wellheard.deliver.work_items.models import WantedItem, WorkItemLink


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    merging.register_rows("work_items", WorkItemLink, once_per=("item",))
    merging.register_rows("wanted_work_items", WantedItem)
