from django.apps import AppConfig


class DecideConfig(AppConfig):
    """Ideas, the evidence behind them, and what we decided and why."""

    name = "wellheard.decide"
