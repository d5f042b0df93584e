from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """What knows nothing of customers: the ledger, jobs, mail, files, text, clock."""

    name = "wellheard.foundation"
