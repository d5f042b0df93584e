from importlib import import_module

from django.apps import AppConfig


class LearnConfig(AppConfig):
    """Figures about the loop itself, with the list behind every number."""

    name = "wellheard.learn"

    def ready(self) -> None:
        """Say what is made from the tables and must be taken away before they change."""
        import_module("wellheard.learn.bi.schema").register_derived()
