from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CustomersConfig(AppConfig):
    """Their side: companies, subscriptions, contacts, segments."""

    name = "wellheard.customers"

    def ready(self) -> None:
        """Let every stage say what segments may ask about: it does so in a module `segment_fields`."""
        autodiscover_modules("segment_fields")
