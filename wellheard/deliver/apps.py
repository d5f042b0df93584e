from django.apps import AppConfig


class DeliverConfig(AppConfig):
    """What went live, and which ideas it ships."""

    name = "wellheard.deliver"
