from importlib import import_module

from django.apps import AppConfig


class WorkItemsConfig(AppConfig):
    """Work in a tracker that conversations and ideas wait for."""

    name = "wellheard.deliver.work_items"
    label = "work_items"

    def ready(self) -> None:
        """Say how links follow a merge of ideas, and what stays of a colleague who leaves."""
        # Models are there only now.
        import_module("wellheard.deliver.work_items.following").register_all()
        import_module("wellheard.deliver.work_items.held").register_all()
