from django.apps import AppConfig


class CrmConfig(AppConfig):
    """Deals as the systems of sales know them: HubSpot, Salesforce, Pipedrive, amoCRM, Bitrix24."""

    name = "wellheard.connect.crm"
    label = "crm"
