from importlib import import_module

from django.apps import AppConfig


class DeliverConfig(AppConfig):
    """What went live, and which ideas it ships."""

    name = "wellheard.deliver"

    def ready(self) -> None:
        """Say how this stage's rows follow a merge of companies or people, and what it holds of a person."""
        # Models are there only now.
        import_module("wellheard.deliver.following").register_all()
        import_module("wellheard.deliver.erasure").register_all()
