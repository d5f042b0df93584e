from importlib import import_module

from django.apps import AppConfig


class AnalysesConfig(AppConfig):
    """What product managers found out about lost deals."""

    name = "wellheard.decide.analyses"
    label = "analyses"

    def ready(self) -> None:
        """Say what stays with a colleague who leaves, and that these tasks end on their own page alone."""
        # Models are there only now.
        import_module("wellheard.decide.analyses.held").register_all()
        import_module("wellheard.decide.analyses.commands")
