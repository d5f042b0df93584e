from django.apps import AppConfig


class DemandConfig(AppConfig):
    """How many need an idea, how much, and how sure that is: samples, scores and their ranges."""

    name = "wellheard.decide.demand"
    label = "demand"
