from django.apps import AppConfig


class LearnConfig(AppConfig):
    """Figures about the loop itself, with the list behind every number."""

    name = "wellheard.learn"
