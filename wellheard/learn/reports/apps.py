from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The voice-of-customer report and the product briefing: frozen, rebuilt, published."""

    name = "wellheard.learn.reports"
    label = "reports"
