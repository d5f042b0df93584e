from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """Their side: companies, subscriptions, contacts, segments."""

    name = "wellheard.customers"
