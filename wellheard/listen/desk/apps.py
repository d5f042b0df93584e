from importlib import import_module

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """How a support team works: within what time it answers, with what words, and who gets the next conversation."""

    name = "wellheard.listen.desk"
    label = "desk"

    def ready(self) -> None:
        """Say what a colleague looks after here, and what their name stands at."""
        # Models are there only now.
        import_module("wellheard.listen.desk.held").register_all()
