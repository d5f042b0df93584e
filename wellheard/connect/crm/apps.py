from importlib import import_module

from django.apps import AppConfig


class CrmConfig(AppConfig):
    """Deals as the systems of sales know them: HubSpot, Salesforce, Pipedrive, amoCRM, Bitrix24."""

    name = "wellheard.connect.crm"
    label = "crm"

    def ready(self) -> None:
        """Say whose a connection is."""
        # Models are there only now.
        import_module("wellheard.connect.crm.held").register_all()
