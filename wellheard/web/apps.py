from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages that span stages, the shell around every page, and static files."""

    name = "wellheard.web"
