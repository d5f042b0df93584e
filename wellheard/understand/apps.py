from importlib import import_module

from django.apps import AppConfig


class UnderstandConfig(AppConfig):
    """What is it about, and have we heard it before: filing, language, similar things."""

    name = "wellheard.understand"

    def ready(self) -> None:
        """Say what this stage holds of a person."""
        # Models are there only now.
        import_module("wellheard.understand.erasure").register_all()
