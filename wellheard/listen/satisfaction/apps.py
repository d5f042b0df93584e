from importlib import import_module

from django.apps import AppConfig


class SatisfactionConfig(AppConfig):
    """How customers say a conversation went, asked after it was closed."""

    name = "wellheard.listen.satisfaction"
    label = "satisfaction"

    def ready(self) -> None:
        """Say how ratings follow a merge, what they hold of a person, and what stays with whoever leaves."""
        # Models are there only now.
        import_module("wellheard.listen.satisfaction.following").register_all()
        import_module("wellheard.listen.satisfaction.erasure").register_all()
        import_module("wellheard.listen.satisfaction.held").register_all()
