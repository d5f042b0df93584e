from importlib import import_module

from django.apps import AppConfig


class DeliverConfig(AppConfig):
    """What went live, and which ideas it ships."""

    name = "wellheard.deliver"

    def ready(self) -> None:
        """Say how this stage's rows follow a merge, what it holds of a person, and what a colleague looks after in it."""
        # Models are there only now.
        import_module("wellheard.deliver.following").register_all()
        import_module("wellheard.deliver.erasure").register_all()
        import_module("wellheard.deliver.held").register_all()
