from importlib import import_module

from django.apps import AppConfig


class DiscourseConfig(AppConfig):
    """A forum as a source: its posts become feedback, and answers are posted back."""

    name = "wellheard.connect.discourse"
    label = "discourse"

    def ready(self) -> None:
        """Say how answers for the forum follow a merge of ideas, and whose a connection is."""
        # Models are there only now.
        import_module("wellheard.connect.discourse.held").register_all()
