from importlib import import_module

from django.apps import AppConfig


class UsageConfig(AppConfig):
    """What customers do in the product."""

    name = "wellheard.listen.usage"
    label = "usage"

    def ready(self) -> None:
        """Say how use follows a merge, and what it holds of a person."""
        # Models are there only now.
        import_module("wellheard.listen.usage.following").register_all()
        import_module("wellheard.listen.usage.erasure").register_all()
