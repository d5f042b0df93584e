from django.apps import AppConfig


class AnalysesConfig(AppConfig):
    """What product managers found out about lost deals."""

    name = "wellheard.decide.analyses"
    label = "analyses"
