"""Speaks Delighted's API, so that its clients need only another address."""

from importlib import import_module

from django.apps import AppConfig


class DelightedConfig(AppConfig):
    """What clients of Delighted ask and tell."""

    name = "wellheard.connect.delighted"
    label = "delighted"

    def ready(self) -> None:
        """Open the doors."""
        # Models are there only now.
        import_module("wellheard.connect.delighted.paths").open_all()
