from importlib import import_module

from django.apps import AppConfig


class DecideConfig(AppConfig):
    """Ideas, the evidence behind them, and what we decided and why."""

    name = "wellheard.decide"

    def ready(self) -> None:
        """Say how this stage's rows follow a company or contact that turns out to be another one."""
        # Models are there only now.
        import_module("wellheard.decide.following").register_all()
