from importlib import import_module

from django.apps import AppConfig


class GoalsConfig(AppConfig):
    """What we want to reach, by which results we shall know, and how it goes from week to week."""

    name = "wellheard.learn.goals"
    label = "goals"

    def ready(self) -> None:
        """Say what follows an idea, what passes on, and what stays with whoever leaves."""
        # Models are there only now.
        import_module("wellheard.learn.goals.following").register_all()
        import_module("wellheard.learn.goals.held").register_all()
