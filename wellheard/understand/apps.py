from django.apps import AppConfig


class UnderstandConfig(AppConfig):
    """What is it about, and have we heard it before: filing, language, similar things."""

    name = "wellheard.understand"
