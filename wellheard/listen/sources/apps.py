from importlib import import_module

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """Keys by which products of ours send events, and what of it could not be understood."""

    name = "wellheard.listen.sources"
    label = "sources"

    def ready(self) -> None:
        """Say what a colleague looks after here, and what is held of a person."""
        # Models are there only now.
        import_module("wellheard.listen.sources.held").register_all()
        import_module("wellheard.listen.sources.erasure").register_all()
