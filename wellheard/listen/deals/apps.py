from django.apps import AppConfig


class DealsConfig(AppConfig):
    """Sales opportunities: how they ended, why, against whom, and what was missing."""

    name = "wellheard.listen.deals"
    label = "deals"
