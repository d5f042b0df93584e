from importlib import import_module

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """Outside systems that are told what happens."""

    name = "wellheard.connect.webhooks"
    label = "webhooks"

    def ready(self) -> None:
        """Hear of every fact as it is recorded; say whose an endpoint is."""
        import_module("wellheard.connect.webhooks.reactions").listen_to_the_ledger()
        # Models are there only now.
        import_module("wellheard.connect.webhooks.held").register_all()
