from importlib import import_module

from django.apps import AppConfig


class AutomationsConfig(AppConfig):
    """What is done by itself when something happens in a conversation."""

    name = "wellheard.listen.automations"
    label = "automations"

    def ready(self) -> None:
        """Follow what automations cause, so that none reacts to itself; say whose they are."""
        import_module("wellheard.listen.automations.causing").watch_the_ledger()
        # Models are there only now.
        import_module("wellheard.listen.automations.held").register_all()
