from django.apps import AppConfig


class TrendsConfig(AppConfig):
    """What is said more and less: volumes, steady trends and unusual spikes."""

    name = "wellheard.understand.trends"
    label = "trends"
