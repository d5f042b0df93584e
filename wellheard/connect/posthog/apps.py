"""Speaks what PostHog's clients speak, so that they need only another host name."""

from importlib import import_module

from django.apps import AppConfig


class PostHogConfig(AppConfig):
    """What clients of PostHog send and ask."""

    name = "wellheard.connect.posthog"
    label = "posthog"

    def ready(self) -> None:
        """Open the doors, and say how what could not be understood is tried again."""
        # Models are there only now.
        import_module("wellheard.connect.posthog.paths").open_all()
