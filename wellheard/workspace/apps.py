from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorkspaceConfig(AppConfig):
    """Our side: products, areas, categories, staff, teams, roles."""

    name = "wellheard.workspace"

    def ready(self) -> None:
        """Let the earlier stage ask us for the installation's zone and sender; say what a colleague looks after here."""
        autodiscover_modules("installation")
        # Models are there only now.
        import_module("wellheard.workspace.held").register_all()
