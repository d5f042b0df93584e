from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages that span stages, the shell around every page, and static files."""

    name = "wellheard.web"

    def ready(self) -> None:
        """Say what becomes of views that name whoever leaves, and open the door to the tab's streams."""
        import_module("wellheard.web.ideas.held").register_all()
        import_module("wellheard.web.widget.live").register()
