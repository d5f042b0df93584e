from importlib import import_module

from django.apps import AppConfig


class DeparturesConfig(AppConfig):
    """Who left, why, with how much money, and who came back."""

    name = "wellheard.listen.departures"
    label = "departures"

    def ready(self) -> None:
        """Say how departures follow a merge, what they hold of a person, and what stays with whoever leaves."""
        # Models are there only now.
        import_module("wellheard.listen.departures.following").register_all()
        import_module("wellheard.listen.departures.erasure").register_all()
        import_module("wellheard.listen.departures.held").register_all()
