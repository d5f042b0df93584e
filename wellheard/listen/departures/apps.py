from django.apps import AppConfig


class DeparturesConfig(AppConfig):
    """Who left, why, with how much money, and who came back."""

    name = "wellheard.listen.departures"
    label = "departures"
