from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CustomersConfig(AppConfig):
    """Their side: companies, subscriptions, contacts, segments."""

    name = "wellheard.customers"

    def ready(self) -> None:
        """Let every stage say what segments may ask about; say how rows follow a merge, and whose they are."""
        autodiscover_modules("segment_fields")
        # Models are there only now.
        import_module("wellheard.customers.following").register_all()
        import_module("wellheard.customers.erasure").register_all()
        import_module("wellheard.customers.held").register_all()
