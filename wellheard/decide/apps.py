from importlib import import_module

from django.apps import AppConfig


class DecideConfig(AppConfig):
    """Ideas, the evidence behind them, and what we decided and why."""

    name = "wellheard.decide"

    def ready(self) -> None:
        """Say how this stage's rows follow a merge, what it holds of a person, and what a colleague looks after in it."""
        # Models are there only now.
        import_module("wellheard.decide.following").register_all()
        import_module("wellheard.decide.erasure").register_all()
        import_module("wellheard.decide.held").register_all()
        import_module("wellheard.decide.reply_links").register_all()
        import_module("wellheard.decide.survey_options").register_all()
