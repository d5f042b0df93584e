from importlib import import_module

from django.apps import AppConfig


class GithubConfig(AppConfig):
    """GitHub, both ways: issues that conversations and ideas wait for."""

    name = "wellheard.connect.github"
    label = "github"

    def ready(self) -> None:
        """Be a tracker; say whose a connection is."""
        # Models are there only now.
        import_module("wellheard.connect.github.held").register_all()
        register = import_module("wellheard.deliver.work_items.trackers").register
        register(import_module("wellheard.connect.github.spots").tracker())
