from importlib import import_module

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The voice-of-customer report and the product briefing: frozen, rebuilt, published."""

    name = "wellheard.learn.reports"
    label = "reports"

    def ready(self) -> None:
        """Say what reports hold of a person, and what stays with whoever leaves."""
        # Models are there only now.
        import_module("wellheard.learn.reports.erasure").register_all()
        import_module("wellheard.learn.reports.held").register_all()
