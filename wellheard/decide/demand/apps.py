from importlib import import_module

from django.apps import AppConfig


class DemandConfig(AppConfig):
    """How many need an idea, how much, and how sure that is: samples, scores and their ranges."""

    name = "wellheard.decide.demand"
    label = "demand"

    def ready(self) -> None:
        """Say how rows follow merges, what they hold of a person, and what stays with whoever leaves."""
        # Models are there only now.
        import_module("wellheard.decide.demand.following").register_all()
        import_module("wellheard.decide.demand.erasure").register_all()
        import_module("wellheard.decide.demand.held").register_all()
